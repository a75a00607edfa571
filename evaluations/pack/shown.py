"""The review pack as it is read: typed parts made of the value alone, for page, meeting and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.document import Value
from core.canonical import canonical_bytes
from core.kept import Kept
from evaluations.enums import AgendaKind

from .parts import (
    ActionsPart,
    ActivitiesPart,
    CoveragePart,
    GoalsPart,
    PicturePart,
    VersionsPart,
)
from .reading import (
    actions_part,
    activities_part,
    coverage_part,
    goals_part,
    picture_part,
    versions_part,
)

PICTURE, COVERAGE = AgendaKind.PICTURE.value, AgendaKind.COVERAGE.value
GOALS, VERSIONS = AgendaKind.GOALS.value, AgendaKind.VERSIONS.value
ACTIVITIES, ACTIONS = "activities", AgendaKind.ACTIONS.value
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Party:
    """One of the parties; ``logo`` is the SHA-256 of its picture, or empty."""

    name: str
    logo: str = ""
    logo_alt: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the pack: ``name`` is its anchor, ``template`` draws it with the input ``part``."""

    name: str
    heading: str
    template: str
    body: Any


@dataclass(frozen=True)
class Pack:
    """The pack of one review, read from its value."""

    value: Value

    @property
    def number(self) -> int:
        """The number of the review."""
        return int(self.value["number"])

    @property
    def agreement(self) -> str:
        """The title of the agreement."""
        return str(self.value["agreement"]["title"])

    @property
    def parties(self) -> list[Party]:
        """The parties, in the order of the agreement."""
        return [Party(**one) for one in self.value.get("parties", [])]

    @property
    def names(self) -> list[Party]:
        """The parties by name alone, for a page: logos belong to the pages of plans."""
        return [Party(party.name) for party in self.parties]

    @property
    def on(self) -> date:
        """The day on which things were as the pack says."""
        return date.fromisoformat(self.value["on"])

    @property
    def due_on(self) -> date:
        """The day on which the review is due."""
        return date.fromisoformat(self.value["due_on"])

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date.fromisoformat(self.value["period"]["start"])

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return date.fromisoformat(self.value["period"]["end"]) - DAY

    @cached_property
    def picture(self) -> PicturePart:
        """The situational picture, and what has changed in it."""
        return picture_part(self.value)

    @cached_property
    def activities(self) -> ActivitiesPart:
        """The activities of the period, and what is missing, late and coming."""
        return activities_part(self.value)

    @cached_property
    def coverage(self) -> CoveragePart:
        """What the years leave uncovered."""
        return coverage_part(self.value)

    @cached_property
    def goals(self) -> GoalsPart:
        """The goals with their indicators."""
        return goals_part(self.value)

    @cached_property
    def versions(self) -> VersionsPart:
        """Versions that wait, and what runs out."""
        return versions_part(self.value)

    @cached_property
    def actions(self) -> ActionsPart:
        """Earlier decisions and open action points."""
        return actions_part(self.value)

    @cached_property
    def parts(self) -> Sequence[Part]:
        """All parts, in the order of the meeting."""
        return [
            Part(PICTURE, _("Lägesbild"), "evaluations/pack/picture.html", self.picture),
            Part(
                ACTIVITIES,
                _("Periodens insatser"),
                "evaluations/pack/activities.html",
                self.activities,
            ),
            Part(
                COVERAGE, _("Luckor i täckningen"), "evaluations/pack/coverage.html", self.coverage
            ),
            Part(GOALS, _("Mål och mått"), "evaluations/pack/goals.html", self.goals),
            Part(
                VERSIONS,
                _("Versioner och giltighet"),
                "evaluations/pack/versions.html",
                self.versions,
            ),
            Part(
                ACTIONS,
                _("Tidigare beslut och åtgärder"),
                "evaluations/pack/actions.html",
                self.actions,
            ),
        ]

    def part(self, name: str) -> Part:
        """The part called ``name``, a value of ``AgendaKind`` or ``activities``; KeyError for others."""
        found = next((part for part in self.parts if part.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


MOST_ACTIVITIES = 1_000  # in a pack that is kept
_packs: Kept[Pack] = Kept(
    most=10, fits=lambda pack: len(pack.value.get("activities", ())) <= MOST_ACTIVITIES
)


def shown(value: Value) -> Pack:
    """The pack as it is read; one that says what it said before is not read again."""
    key = (get_language(), canonical_bytes(value))
    return _packs.get(key, lambda: Pack(value))
