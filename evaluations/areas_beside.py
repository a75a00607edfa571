"""The problem areas that an activity points to, beside it on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from activities import beside
from activities.sheet import Sheet
from evaluations.models import ProblemArea
from evaluations.pictures import areas_of
from evaluations.services.picture import edits_picture


@dataclass(frozen=True)
class Tick:
    """A problem area of the agreement, and whether the activity points to it."""

    pk: int
    name: str
    is_ticked: bool


@dataclass(frozen=True)
class AreasOfActivity:
    """What the block shows; ``may_change`` where the person can tick."""

    ticks: Sequence[Tick]
    may_change: bool
    save_url: str
    picture_url: str

    @property
    def ticked(self) -> list[Tick]:
        """Those that it points to."""
        return [tick for tick in self.ticks if tick.is_ticked]

    @property
    def base(self) -> str:
        """The primary keys of those, as the form carries them."""
        return " ".join(str(tick.pk) for tick in self.ticked)


def ask(sheet: Sheet) -> AreasOfActivity | None:
    """The areas of the activity's agreement; nothing where its picture is empty."""
    agreement, activity = sheet.plan.agreement, sheet.activity
    ties = ProblemArea.activities.through._default_manager.filter(
        problemarea=OuterRef("pk"), activity=activity
    )
    rows = areas_of(agreement).annotate(is_ticked=Exists(ties))
    ticks = [Tick(*row) for row in rows.values_list("pk", "name", "is_ticked")]
    if not ticks:
        return None
    return AreasOfActivity(
        ticks,
        edits_picture(sheet.abilities),
        reverse("evaluations:point_to_areas", args=[sheet.plan.slug, sheet.key]),
        reverse("evaluations:picture", args=[agreement.slug]),
    )


def register() -> None:
    """Let the block stand beside each activity."""
    beside.register("areas", beside.Block("evaluations/areas_beside.html", ask))
