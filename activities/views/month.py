"""A month of the year as a calendar."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from activities.calendar.span import Span
from activities.enums import TimingKind
from activities.models import Activity, SchoolBreak
from activities.month import Break, sheet, sheet_span
from activities.occurrences import timeline
from plans.models import Agreement

from .page import YearPage, year_page

MOST_A_DAY = 8
MOST_GOING_ON = 20


@require_safe
def month(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A month of a year (``?manad=``) with weeks, holidays and breaks from school."""
    page = year_page(request, slug, year, keep=("manad",))
    today = localdate()
    number = _month(request.GET.get("manad", ""), page, today)
    span = sheet_span(year, number)
    when = timeline(_rows(page, span), span)
    rows = sheet(
        year,
        number,
        when.dated,
        _breaks(page.plan.agreement, span),
        today=today,
        most=MOST_A_DAY,
    )
    going_on = when.undated.get(TimingKind.CONTINUOUS, [])
    context = page.context(
        "month",
        month_name=MONTHS[number],
        weekdays=[str(name) for name in WEEKDAYS.values()],
        weeks=rows,
        is_empty=not when.dated,
        going_on=going_on[:MOST_GOING_ON],
        going_on_rest=max(0, len(going_on) - MOST_GOING_ON),
        earlier=_step(page, number, -1),
        later=_step(page, number, 1),
        months=[
            (str(name), page.filters.address(manad=str(one)), one == number)
            for one, name in MONTHS.items()
        ],
    )
    return render(request, "activities/month.html", context)


def _month(asked: str, page: YearPage, today: date) -> int:
    """The month that is asked for; else the first that is filtered for, or the one that it is."""
    if asked in {str(number) for number in MONTHS}:
        return int(asked)
    if page.filters.months:
        return page.filters.months[0]
    return today.month if page.year.year == today.year else 1


def _rows(page: YearPage, span: Span) -> list[Activity]:
    """Those activities that may have to do with ``span``: the others are not fetched."""
    is_over = Q(timing_kind__in=["", TimingKind.DATE], starts_on__lt=span.start) & (
        Q(ends_on=None) | Q(ends_on__lt=span.start)
    )
    has_ended = Q(timing_kind=TimingKind.PERIOD, ends_on__lt=span.start)
    has_day = Q(starts_on__lt=span.end) & ~is_over & ~has_ended
    all_year = Q(starts_on=None, timing_kind__in=[TimingKind.SEASON, TimingKind.CONTINUOUS])
    found = list(page.rows.filter(has_day | all_year))
    for activity in found:
        activity.activity_plan = page.year
    return found


def _breaks(agreement: Agreement, span: Span) -> list[Break]:
    rows = SchoolBreak.objects.filter(
        agreement=agreement, starts_on__lt=span.end, ends_on__gte=span.start
    )
    return [Break(row.name, Span.through(row.starts_on, row.ends_on)) for row in rows]


def _step(page: YearPage, number: int, step: int) -> tuple[str, str] | None:
    """(address, name) of the month before or after, in another year where there is one."""
    year, month = page.year.year, number + step
    if not 1 <= month <= 12:
        year, month = year + step, 1 if step > 0 else 12
    if year not in page.years:
        return None
    address = reverse("activities:month", args=[page.plan.slug, year])
    return address + page.filters.address(manad=str(month)), f"{MONTHS[month]} {year}"
