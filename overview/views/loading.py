"""What several pages ask first: who is there, and which agreement they may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import User
from core.access import require
from plans.models import Agreement

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    return cast("User", request.user)


def looked_for(request: HttpRequest) -> str:
    """What is searched for (``?sok=``); without the character that PostgreSQL cannot be asked for."""
    return request.GET.get("sok", "").replace("\0", "").strip()


def agreement_for(request: HttpRequest, slug: str) -> Agreement:
    """The agreement; Http404 where it does not exist for the person."""
    agreements = Agreement.objects.visible_to(person(request)).select_related("renewed_by")
    return get_object_or_404(agreements, slug=slug)


def administrators_only(view: View[P]) -> View[P]:
    """Let those in who run the installation; the others know of the page, and may not (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require(person(request).is_administrator)
        return view(request, *args, **kwargs)

    # wraps() keeps the view's type but for its name.
    return cast("View[P]", guarded)
