"""Files as answers, and what several pages of a plan ask first."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from accounts.models import User
from plans.models import Image, Plan
from plans.permissions import Abilities, plan_abilities


def person(request: HttpRequest) -> User:
    """Who is signed in; the pages of plans are for nobody else."""
    return cast("User", request.user)


def plan_for(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """The plan and what the person may do with it; Http404 where it does not exist for them."""
    plans = Plan.objects.visible_to(person(request)).select_related("agreement")
    plan = get_object_or_404(plans, slug=slug)
    return plan, plan_abilities(person(request), plan)


def draft_for(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """As ``plan_for``, for those who may read the working text; for others there is none."""
    plan, abilities = plan_for(request, slug)
    if not abilities.read_draft:
        raise Http404
    return plan, abilities


def file_answer(data: bytes, media_type: str, *, name: str, inline: bool = False) -> HttpResponse:
    """``data`` as a file called ``name``; kept by nobody, since it is not for all."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    return response


def image_answer(sha256: str, *, shown: bool) -> HttpResponse:
    """An image, if the page it is asked for under shows it. Its address is its content: it keeps."""
    if not shown:
        raise Http404
    image = get_object_or_404(Image, pk=sha256)
    response = HttpResponse(bytes(image.data), content_type=image.media_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
