"""Two versions side by side, or the working text beside a version."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appendix.compared import groups, summary
from appendix.comparison import compare
from appendix.document import build, upgrade
from appendix.document.canonical import Document
from appendix.standing import standing
from core.snapshot import snapshot
from plans.asked import draft_for, plan_for
from plans.models import Plan, PlanVersion

from .versions import find_version

DRAFT = "utkast"


@require_safe
def compare_versions(request: HttpRequest, slug: str, number: int, other: int) -> HttpResponse:
    """What became of version ``other`` in version ``number``."""
    plan, abilities = plan_for(request, slug)
    after = find_version(plan, number, abilities)
    before = find_version(plan, other, abilities)
    return _page(request, plan, before, _read(after), after)


@require_safe
def compare_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """What the working text changes in the version in force, or in the one that ``mot`` names."""
    plan, abilities = draft_for(request, slug)
    wanted = request.GET.get("mot", "")
    if wanted:
        before = find_version(plan, _number(wanted), abilities)
    else:
        stands = standing(plan, localdate())
        if stands.current is None:
            return render(request, "appendix/nothing_to_compare.html", {"plan": plan})
        before = stands.current.version
    with snapshot():
        document = build(Plan.objects.get(pk=plan.pk))
    return _page(request, plan, before, document, None)


@require_safe
def choose_comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the comparison of the two versions chosen in the list, the older one first."""
    plan, abilities = plan_for(request, slug)
    chosen = [request.GET.get("fran", ""), request.GET.get("till", "")]
    if DRAFT in chosen:
        [number] = [word for word in chosen if word != DRAFT] or [""]
        target = reverse("appendix:compare_draft", args=[plan.slug])
        return redirect(f"{target}?mot={_number(number)}" if number else target)
    before, after = sorted(_number(word) for word in chosen)
    find_version(plan, before, abilities)
    find_version(plan, after, abilities)
    return redirect("appendix:compare_versions", slug=plan.slug, number=after, other=before)


def _number(word: str) -> int:
    """A version's number as an address says it; Http404 for anything else."""
    if not (word.isascii() and word.isdecimal() and len(word) < 7):
        raise Http404
    return int(word)


def _read(version: PlanVersion) -> Document:
    return upgrade(json.loads(version.document))


def _page(
    request: HttpRequest,
    plan: Plan,
    before: PlanVersion,
    document: Document,
    after: PlanVersion | None,
) -> HttpResponse:
    comparison = compare(_read(before), document)
    context: dict[str, Any] = {
        "plan": plan,
        "before": before,
        "after": after,
        "before_words": _("version %s") % before.number,
        "after_words": _("Version %s") % after.number if after else _("Utkastet"),
        "summary": summary(comparison),
        "groups": groups(
            comparison,
            pictures_before=_pictures(plan, before),
            pictures_after=_pictures(plan, after),
        ),
    }
    return render(request, "appendix/comparison.html", context)


def _pictures(plan: Plan, version: PlanVersion | None) -> str:
    """Under which address the pictures of a version, or of the working text, stand."""
    if version is None:
        return f"{reverse('appendix:draft', args=[plan.slug])}bilder/"
    return f"{version.get_absolute_url()}bilder/"
