"""The year as a table: sorted by its column heads, a row opened and edited where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate, NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from activities.enums import Status
from activities.filters import Filters
from activities.forms.table import LineForm, NewActivityForm, line_form
from activities.lines import PRINTED, Column, Line, columns_for, load_lines, needed, tied
from activities.models import Activity
from activities.models.activity import ActivityQuerySet
from activities.services import efforts
from core.collation import COLLATION
from plans.answering import Posted, answer_save, resolved
from plans.asked import person
from plans.models import Reference
from plans.registry import Words
from plans.services.rows import save_row
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, name_of

from .loading import outside, row_for_work
from .page import YearPage, around_key, work_in_year, year_page
from .years import year_url

ROWS_A_PAGE = 100
KEPT = ("kolumn", "sortera")
USUAL_ORDER = "timing"


@dataclass(frozen=True)
class Head:
    """The head of a column: its label, and the way to have the table sorted by it."""

    name: str
    label: Words
    url: str
    sorted: str


class ColumnsChoice(NamedTuple):
    """The columns, (name, label, ticked), and the filters that stay in the address beside them."""

    kept: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str, bool], ...]


class DrawnRow(NamedTuple):
    """A row as it is drawn: the words of its cells but the first, and where it leads.

    ``open_url`` is the table with its form open, ``edit_url`` the form alone, for scripts.
    """

    key: str
    name: str
    status: str
    status_label: str
    cells: tuple[tuple[str, str], ...]
    url: str
    open_url: str
    edit_url: str


NAMED = ("name", "text", "cells", "node__key")
"""What an activity is called by."""

# --- the page ----------------------------------------------------------------------------------------


@require_safe
def table(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The activities of a year; ``?rad=`` opens one as a form."""
    page = year_page(request, slug, year, KEPT)
    return table_page(page)


def table_page(
    page: YearPage,
    *,
    row: Activity | None = None,
    row_form: LineForm | None = None,
    new_form: NewActivityForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The table, perhaps with a row open, or with what was wrong in a new one."""
    request = page.request
    offered = columns_for(page.abilities)
    columns = chosen_columns(offered, request.GET.getlist("kolumn"))
    sort = request.GET.get("sortera", "")
    rows = in_order(page.rows.only(*needed(columns)), sort)
    shown = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("sida"))
    lines = load_lines(list(shown), page.vocabulary, tied(columns))
    if row is None and page.abilities.work and (opened := _opened(page, lines)):
        row, row_form = opened, line_form(opened)
    works = page.abilities.work
    drawn = list(_rows(page, lines, columns))
    keys = [one.key for one in drawn]
    place = keys.index(row.node.key) if row and row.node.key in keys else len(drawn)
    context = page.context(
        "table",
        heads=heads(columns, sort, page.filters),
        rows_above=drawn[:place],
        rows_below=drawn[place + 1 :],
        is_open=place < len(drawn),
        is_empty=not drawn,
        width=len(columns) + works,
        shown=shown,
        rest=page.filters.address().removeprefix("?"),
        choice=ColumnsChoice(
            tuple(page.filters.pairs()),
            tuple((one.name, str(one.label), one in columns) for one in offered[1:]),
        ),
        row=row,
        row_name=name_of(row) if row else "",
        row_form=row_form,
        back=f"{page.filters.address()}#{row.node.key}" if row else "",
        new_form=new_form or (NewActivityForm() if works else None),
        outside=list(outside(page.plan).only(*NAMED)) if works else [],
    )
    return render(request, "activities/table.html", context, status=status)


def _rows(page: YearPage, lines: Sequence[Line], columns: Sequence[Column]) -> Iterator[DrawnRow]:
    """Each line as it is drawn; those who may not change it get no way to."""
    before, after = around_key("activity", page.plan)
    edit_before, edit_after = around_key("edit_row", page.plan)
    rest = page.filters.address().removeprefix("?")
    opened = f"?{rest}&rad=" if rest else "?rad="
    works = page.abilities.work
    labels = [(str(column.label), column.name) for column in columns[1:]]
    for line in lines:
        key = line.key
        yield DrawnRow(
            key,
            line.name,
            line.status,
            line.status_label,
            tuple((label, line.cell(name)) for label, name in labels),
            f"{before}{key}{after}",
            f"{opened}{key}#{key}" if works else "",
            f"{edit_before}{key}{edit_after}" if works else "",
        )


def _opened(page: YearPage, lines: Sequence[Line]) -> Activity | None:
    """The row that the address asks to have open, whole, if it is shown."""
    key = page.request.GET.get("rad")
    shown = next((line.activity for line in lines if line.key == key), None)
    if shown is None:
        return None
    found = page.all_rows.filter(pk=shown.pk).first()
    if found is not None:
        found.node.plan = page.plan
    return found


def chosen_columns(offered: Sequence[Column], names: Sequence[str]) -> tuple[Column, ...]:
    """The columns that the address names; those of the printed table where it names none."""
    first, *others = offered
    chosen = [column for column in others if column.name in names]
    return (first, *chosen) if chosen else PRINTED


def heads(columns: Sequence[Column], sort: str, filters: Filters) -> list[Head]:
    """The heads of ``columns``; a second click turns the order round."""
    sort = sort if sort.removeprefix("-") in ORDERS else USUAL_ORDER
    found = []
    for column in columns:
        is_now = column.name == sort.removeprefix("-")
        said = ("descending" if sort.startswith("-") else "ascending") if is_now else ""
        turned = f"-{column.name}" if said == "ascending" else column.name
        url = filters.address(sortera=turned) if column.is_sorted else ""
        found.append(Head(column.name, column.label, url, said))
    return found


# --- the order ---------------------------------------------------------------------------------------


def _first(field: str, name: str) -> Subquery:
    """What is chosen first in ``field``, for rows without words of their own."""
    ties = Reference.objects.filter(source=OuterRef("node"), field=field)
    return Subquery(ties.order_by(f"target__{name}__position").values(f"target__{name}__name")[:1])


def _words(*parts: Combinable) -> Combinable:
    """The first of ``parts`` that says anything, as Swedish is sorted."""
    said = (NullIf(part, Value("")) for part in parts)
    return Collate(Coalesce(*said, Value(""), output_field=TextField()), COLLATION)


ORDERS: dict[str, Combinable] = {
    "name": _words(F("name"), F("text")),
    "goal": _words(F("goal"), _first("goals", "goal")),
    "effect": _words(F("effect")),
    "timing": F("starts_on"),
    "responsible": _words(F("responsible"), _first("roles", "role")),
    "status": Case(*(When(status=s, then=n) for n, s in enumerate(Status.values)), default=99),
    "place": _words(F("place")),
}


def in_order(rows: ActivityQuerySet, sort: str) -> ActivityQuerySet:
    """``rows`` by the column that ``sort`` names, from behind where it begins with a minus.

    What says nothing there comes last either way; ties go by day and name.
    """
    name = sort.removeprefix("-")
    name = name if name in ORDERS else USUAL_ORDER
    is_turned = sort == f"-{name}"
    if name == USUAL_ORDER:
        day = F("starts_on")
        by = day.desc(nulls_last=True) if is_turned else day.asc(nulls_last=True)
        return rows.order_by(by, ORDERS["name"], "pk")
    rows = rows.annotate(sorted_by=ORDERS[name])
    empty = {"sorted_by__isnull": True} if name == "status" else {"sorted_by": ""}
    last = Case(When(**empty, then=1), default=0)
    by = F("sorted_by").desc() if is_turned else F("sorted_by").asc()
    return rows.order_by(last, by, F("starts_on").asc(nulls_last=True), ORDERS["name"], "pk")


# --- one row -----------------------------------------------------------------------------------------


@vary_on_headers("X-Requested-With")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form of a row: a fragment for scripts, within the table for others; a POST saves it."""
    activity = row_for_work(request, slug, key)
    if request.method == "POST":
        return _save(request, activity)
    if not activity.is_in_year:
        return redirect(year_url(activity))
    if "X-Requested-With" not in request.headers:
        return redirect(_open_url(activity))
    context = {
        "plan": activity.node.plan,
        "row": activity,
        "row_name": name_of(activity),
        "row_form": line_form(activity),
        "back": f"{year_url(activity)}#{key}",
    }
    return render(request, "activities/row_form.html", context)


def _open_url(activity: Activity) -> str:
    key = activity.node.key
    return f"{year_url(activity)}?rad={key}#{key}"


def _save(request: HttpRequest, activity: Activity) -> HttpResponse:
    plan, key = activity.node.plan, activity.node.key
    if "take_back" in request.POST:
        efforts.take_back(activity=activity, by=person(request))
        activity.refresh_from_db()
        activity.node.plan = plan
    form = line_form(activity, resolved(request.POST))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return save_row(
            row=activity,
            values=values,
            base_version=version,
            base_values=base,
            by=person(request),
            now=form.now,
        )

    def redraw(form: LineForm) -> HttpResponse:
        if activity.activity_plan is None:
            return redirect(year_url(activity))
        page = year_page(request, plan.slug, activity.activity_plan.year, KEPT)
        return table_page(page, row=activity, row_form=form)

    done = f"{year_url(activity)}#{key}"
    action = reverse("activities:edit_row", args=[plan.slug, key])
    answered: Any = Posted(
        request=request,
        plan=plan,
        form=form,
        save=save,
        redraw=redraw,  # type: ignore[arg-type]  # the form is the one above
        done=done,
        action=action,
        back=done,
    )
    return answer_save(answered)


@require_POST
def add_activity(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A new activity of the year; then on to it."""
    found = work_in_year(request, slug, year)
    form = NewActivityForm(request.POST)
    if form.is_valid():
        try:
            activity = efforts.add_activity(
                activity_plan=found, values=form.values, by=person(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            activity.node.plan = found.plan
            return redirect(_open_url(activity))
    return table_page(year_page(request, slug, year, KEPT), new_form=form, status=422)
