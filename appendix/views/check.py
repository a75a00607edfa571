"""The page that the address on a printed appendix leads to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans.enums import VersionState
from plans.models import PlanVersion


@login_not_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Says whether the version with this code is in force, and nothing else of it."""
    adopted = PlanVersion.objects.filter(state=VersionState.ADOPTED).light()
    version = get_object_or_404(
        adopted.select_related("plan__agreement"), code=code.replace("-", "").upper()
    )
    current = PlanVersion.objects.filter(plan=version.plan).latest_begun(localdate()).light()
    state = version.validity(localdate(), current=current.first())
    return render(request, "appendix/check.html", {"version": version, "state": state})
