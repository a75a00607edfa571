"""What all views of a year have in common: the year, its filters, the tabs, the way here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.asked import years_for
from activities.enums import Status
from activities.filters import Chip, Choices, Filters, Pick, choices_of, happening, narrowed
from activities.models import Activity, ActivityPlan
from activities.models.activity import ActivityQuerySet
from activities.vocabulary import Vocabulary, vocabulary_of
from core.access import require
from plans.models import Plan
from plans.permissions import Abilities

VIEWS = (
    ("table", _("Tabell"), "table"),
    ("board", _("Tavla"), "kanban"),
    ("month", _("Kalender"), "calendar3"),
    ("wheel", _("Årshjul"), "bullseye"),
    ("coverage", _("Täckning"), "grid-3x3"),
)


@dataclass(frozen=True)
class Tab:
    """One of the five views, with the filters that are set."""

    label: Any
    icon: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Bar:
    """The filters as they are drawn: what can be chosen, what is, and the address without any."""

    picks: tuple[Pick, ...]
    statuses: tuple[tuple[str, str, bool], ...]
    chips: tuple[Chip, ...]
    kept: tuple[tuple[str, str], ...]
    words: str
    cleared: str


@dataclass(frozen=True)
class YearPage:
    """A year as one person sees it, through the filters of the address."""

    request: HttpRequest
    plan: Plan
    abilities: Abilities
    year: ActivityPlan
    years: Sequence[int]
    filters: Filters
    choices: Choices

    @property
    def vocabulary(self) -> Vocabulary:
        """The plan's own words."""
        return self.choices.vocabulary

    @cached_property
    def all_rows(self) -> ActivityQuerySet:
        """The activities of the year that the person sees, as ``visible_to`` has it."""
        # The plan is said twice: of a large year PostgreSQL would otherwise read the nodes of all plans.
        rows = Activity.objects.in_year().filter(activity_plan=self.year, node__plan=self.plan)
        if not self.abilities.read_draft:
            rows = rows.exclude(status=Status.IDEA)
        return rows.select_related("node")

    @cached_property
    def rows(self) -> ActivityQuerySet:
        """Those that the filters let through."""
        rows = narrowed(self.all_rows, self.filters, self.choices)
        if months := self.filters.months:
            rows = rows.filter(pk__in=happening(rows, self.year, months))
        return rows

    def context(self, here: str, **others: Any) -> dict[str, Any]:
        """What the head of the page needs, and ``others``."""
        slug, year = self.plan.slug, self.year.year
        before, after = around_key("activity", self.plan)
        tabs = [
            Tab(label, icon, reverse(f"activities:{name}", args=[slug, year]), name == here)
            for name, label, icon in VIEWS
        ]
        return {
            "page": self,
            "plan": self.plan,
            "year": year,
            "abilities": self.abilities,
            "filters": self.filters,
            "bar": self._bar(),
            "tabs": tabs,
            "activity_before": before,
            "activity_after": after,
            "other_years": [other for other in self.years if other != year],
            "here": here,
            **others,
        }

    def _bar(self) -> Bar:
        filters = self.filters
        return Bar(
            tuple(filters.picks(self.choices)),
            tuple(self._statuses()),
            tuple(filters.chips(self.choices)),
            filters.kept,
            filters.words,
            filters.cleared,
        )

    def _statuses(self) -> list[tuple[str, str, bool]]:
        """(value, label, ticked); who does not see ideas is not asked about them."""
        return [
            (value, label, value in self.filters.statuses)
            for value, label in self.choices.of("statuses")
            if self.abilities.read_draft or value != Status.IDEA
        ]


def year_page(request: HttpRequest, slug: str, year: int, keep: Sequence[str] = ()) -> YearPage:
    """The year of a plan, filtered; Http404 where it does not exist for the person.

    ``keep`` names the view's own parameters, which stay in the address when a filter is changed.
    """
    plan, abilities = years_for(request, slug)
    years = {row.year: row for row in ActivityPlan.objects.filter(plan=plan)}
    if year not in years:
        raise Http404
    found = years[year]
    found.plan = plan
    choices = choices_of(plan, vocabulary_of(plan))
    filters = Filters.read(request.GET, choices, keep)
    return YearPage(request, plan, abilities, found, sorted(years), filters, choices)


def around_key(name: str, plan: Plan) -> tuple[str, str]:
    """What stands before and after the key of an activity in an address; lists have many of them."""
    before, after = reverse(f"activities:{name}", args=[plan.slug, "-"]).rsplit("-", 1)
    return before, after


def work_in_year(request: HttpRequest, slug: str, year: int) -> ActivityPlan:
    """The year of a plan, for those who may change it: 404 where there is none for them, else 403."""
    plan, abilities = years_for(request, slug)
    found = ActivityPlan.objects.filter(plan=plan, year=year).first()
    if found is None:
        raise Http404
    require(abilities.work)
    found.plan = plan
    return found
