"""What has happened to a plan, the earlier forms of its texts, and what lies in the bin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.models import Change
from core.numbers import number_of
from plans.asked import draft_for, person
from plans.history import RESTORABLE, lines_for
from plans.lookup import model_of_key, row_by_key
from plans.models import Plan
from plans.services import rows
from plans.services.bin import removed_rows
from plans.services.saving import Conflict
from plans.services.subjects import subject_of, written

CHANGES_A_PAGE = 50


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """All that has happened to the plan, the latest first."""
    plan, abilities = draft_for(request, slug)
    return _page(request, plan, abilities, _changes(plan), "")


@require_safe
def of_key(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What has happened to one section, item or row, with its earlier forms."""
    plan, abilities = draft_for(request, slug)
    changes = _changes(plan).filter(key=key)
    if not changes.exists() and model_of_key(plan, key) is None:
        raise Http404
    return _page(request, plan, abilities, changes, key)


@require_POST
def restore(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take an earlier form of a text back; what stands there now stays in the history."""
    plan, abilities = draft_for(request, slug)
    require(abilities.work)
    change = get_object_or_404(_changes(plan), pk=number_of(request.POST.get("change")), key=key)
    field = request.POST.get("field", "")
    row = row_by_key(plan, key)
    earlier = change.before if isinstance(change.before, dict) else {}
    if row is None or field not in RESTORABLE or field not in subject_of(row).fields:
        raise Http404
    _restore(request, row, field, earlier.get(field) or "")
    return redirect("appendix:history_of", slug=plan.slug, key=key)


def _restore(request: HttpRequest, row: Any, field: str, text: str) -> None:
    now = written(subject_of(row))
    outcome = rows.save_row(
        row=row,
        values={field: text},
        base_version=row.version,
        base_values={field: now.get(field, "")},
        by=person(request),
    )
    if isinstance(outcome, Conflict):
        messages.warning(request, _("Någon annan ändrade texten just nu. Försök igen."))
    else:
        messages.success(request, _("Den tidigare texten är tillbaka."))


@require_safe
def bin_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Removed sections, items and rows, the latest first."""
    plan, abilities = draft_for(request, slug)
    context = {"plan": plan, "abilities": abilities, "removed": removed_rows(plan)}
    return render(request, "appendix/bin.html", context)


@require_POST
def take_back(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take what ``key`` names out of the bin."""
    plan, abilities = draft_for(request, slug)
    require(abilities.work)
    row = row_by_key(plan, key)
    if row is None or row.removed_at is None:
        raise Http404
    try:
        rows.take_back(row=row, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("”%s” är tillbaka i planen.") % subject_of(row).name)
    return redirect("appendix:bin", slug=plan.slug)


def _changes(plan: Plan) -> Any:
    return Change.objects.in_scope(f"plan:{plan.pk}").order_by("-at", "-pk")


def _page(request: HttpRequest, plan: Plan, abilities: Any, changes: Any, key: str) -> HttpResponse:
    page = Paginator(changes, CHANGES_A_PAGE).get_page(request.GET.get("sida"))
    row = row_by_key(plan, key) if key else None
    context = {
        "plan": plan,
        "abilities": abilities,
        "page": page,
        "lines": lines_for(list(page), plan=plan),
        "key": key,
        "name": subject_of(row).name if row is not None else "",
        "can_restore": abilities.work and row is not None and row.removed_at is None,
    }
    return render(request, "appendix/history.html", context)
