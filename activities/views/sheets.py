"""Spreadsheets: a filtered year as one, and a table that somebody has into a year."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from activities.filters import describe
from activities.forms.importing import Mapping, UploadForm, seal, unseal
from activities.lines import load_lines
from activities.models import Activity, ActivityPlan
from activities.services.importing import digest, import_table, plan_import, stored
from activities.sheets.inspection import SheetError
from activities.sheets.interpreting import Outcome, Plan
from activities.sheets.timed import TIMED, timing_of
from activities.timing import composed
from core.answers import file_answer
from plans.answering import say
from plans.asked import person

from .page import work_in_year, year_page
from .table import in_order


@require_safe
def export(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The year through the filters of the address, in the order of the table."""
    page = year_page(request, slug, year)
    rows = list(in_order(page.rows, request.GET.get("sortera", "")))
    for row in rows:
        row.node.plan = page.plan
    writing = import_module(
        "activities.sheets.writing"
    )  # brings openpyxl, which other pages do without
    data: bytes = writing.write_workbook(
        load_lines(rows, page.vocabulary),
        title=_("Aktivitetsplan %(year)s – %(plan)s") % {"year": year, "plan": page.plan.title},
        subject=describe(page.filters, page.choices),
    )
    return file_answer(data, writing.MEDIA_TYPE, name=f"insatser-{slug}-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A file is chosen, looked at, and taken in; only the last step stores anything."""
    found = work_in_year(request, slug, year)
    if request.method != "POST":
        return _upload(request, found, UploadForm())
    if "innehall" in request.POST:
        return _looked_at(request, found)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, found, form, status=422)
    mapping = Mapping(form.sheets)
    return _preview(request, found, mapping)


def _upload(
    request: HttpRequest, found: ActivityPlan, form: UploadForm, status: int = 200
) -> HttpResponse:
    context = {"plan": found.plan, "year": found.year, "form": form}
    return render(request, "activities/import.html", context, status=status)


def _looked_at(request: HttpRequest, found: ActivityPlan) -> HttpResponse:
    """The content comes back from the browser: to be read in another way, or to be taken in."""
    try:
        sheets = unseal(request.POST["innehall"], found, person(request).pk)
    except SheetError as error:
        form = UploadForm(request.POST, request.FILES)
        form.errors["fil"] = form.error_class([str(error)])
        return _upload(request, found, form, status=422)
    mapping = Mapping(sheets, request.POST)
    if "spara" not in request.POST:
        return _preview(request, found, mapping)
    try:
        done = import_table(
            activity_plan=found,
            table=mapping.table,
            seen=request.POST.get("sett", ""),
            by=person(request),
        )
    except ValidationError as error:
        say(request, error)
        return _preview(request, found, mapping, status=409)
    _tell(request, done)
    return redirect(found)


def _tell(request: HttpRequest, done: Plan) -> None:
    if not done.new and not done.changed:
        messages.success(request, _("Tabellen säger det som redan står här. Ingenting ändrades."))
        return
    new, changed = len(done.new), len(done.changed)
    parts = [
        ngettext("en ny insats", "%(n)s nya insatser", new) % {"n": new} if new else "",
        ngettext("en ändrad", "%(n)s ändrade", changed) % {"n": changed} if changed else "",
    ]
    messages.success(request, _("Inläst: %s.") % ", ".join(filter(None, parts)))


def _preview(
    request: HttpRequest, found: ActivityPlan, mapping: Mapping, status: int = 200
) -> HttpResponse:
    """What the table would do, row by row, and what is wrong with it."""
    plan = plan_import(activity_plan=found, table=mapping.table)
    context: dict[str, Any] = {
        "plan": found.plan,
        "year": found.year,
        "mapping": mapping,
        "table": mapping.table,
        "outcome": plan,
        "new": [(one, _when(one)) for one in plan.new],
        "changed": [(one, _when(one)) for one in plan.changed],
        "sealed": seal(list(mapping.sheets), found, person(request).pk),
        "seen": digest(plan),
    }
    if plan.problems and status == 200:
        status = 422
    return render(request, "activities/import_preview.html", context, status=status)


def _when(outcome: Outcome) -> str:
    """How the timing was understood, where the row says anything of it."""
    if not {"timing_kind", "starts_on", "timing"} & set(outcome.values):
        return ""
    activity = outcome.line.activity if outcome.line else Activity()
    values = timing_of(activity) | {n: v for n, v in outcome.values.items() if n in TIMED}
    timed = {name: None if v is None else stored(name, v) for name, v in values.items()}
    return composed(SimpleNamespace(**timed, timing=""))
