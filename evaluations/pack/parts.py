"""What the partials of the pack are given. All of it is made of the pack's value; equal values, equal parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.differences import Piece
from evaluations.plots import Plot


@dataclass(frozen=True)
class Area:
    """A problem area as the picture says it now."""

    name: str
    description: str
    priority: str
    priority_label: str
    source: str
    trend: str
    trend_label: str


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else: ``pieces`` of a text, or what was chosen then and now."""

    field: str
    label: str
    was: str = ""
    was_label: str = ""
    now: str = ""
    now_label: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class AreaDifference:
    """What has become of a problem area: ``new``, ``changed`` or ``gone``."""

    what: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class PicturePart:
    """The situational picture; ``since`` is the number of the review that it is compared with."""

    areas: tuple[Area, ...]
    changes: tuple[AreaDifference, ...] = ()
    since: int | None = None


@dataclass(frozen=True)
class Picture:
    """A kept picture; ``sha256`` is empty for one that is not shown for the sake of who is in it."""

    token: str
    sha256: str
    title: str
    alt: str
    is_withheld: bool = False


@dataclass(frozen=True)
class Figure:
    """A number that tells how an activity went."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer to one of the plan's own questions."""

    question: str
    answer: str


@dataclass(frozen=True)
class Effort:
    """An activity of the pack, with what came of it. ``last_day`` is None where no day is known."""

    key: str
    plan_slug: str
    plan: str
    name: str
    status: str
    status_label: str
    timing: str
    year: int
    last_day: date | None
    responsible: str
    areas: tuple[str, ...] = ()
    goal_reached: str = ""
    goal_label: str = ""
    went_well: str = ""
    went_less_well: str = ""
    again: str = ""
    lesson: str = ""
    answers: tuple[Answer, ...] = ()
    figures: tuple[Figure, ...] = ()
    pictures: tuple[Picture, ...] = ()
    more_kept: int = 0
    is_missing: bool = False

    def has_key(self, plan_slug: str, key: str) -> bool:
        """Whether it is this activity; a key is unique in its plan only."""
        return (self.plan_slug, self.key) == (plan_slug, key)

    @property
    def has_outcome(self) -> bool:
        """Whether anything is said of how it went."""
        texts = (self.goal_reached, self.went_well, self.went_less_well, self.again, self.lesson)
        return any(texts) or bool(self.answers or self.figures)


@dataclass(frozen=True)
class ActivitiesPart:
    """The activities of the period and those that are late or come; ``counts`` in words."""

    efforts: tuple[Effort, ...]
    missing: tuple[Effort, ...]
    overdue: tuple[Effort, ...]
    coming: tuple[Effort, ...]
    summary: str


@dataclass(frozen=True)
class YearGaps:
    """What one plan leaves uncovered in one year."""

    plan_slug: str
    plan: str
    year: int
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class CoveragePart:
    """The gaps, plan by plan and year by year."""

    years: tuple[YearGaps, ...]


@dataclass(frozen=True)
class Measured:
    """A value of an indicator."""

    on: date
    value: str
    source: str = ""


@dataclass(frozen=True)
class GoalLine:
    """A goal, what has been measured of it, and where it is going."""

    key: str
    name: str
    indicator: str
    baseline: str
    target: str
    values: tuple[Measured, ...]
    trend: str
    trend_label: str
    plot: Plot | None = field(default=None, compare=False)

    @property
    def latest(self) -> Measured | None:
        """The value that was measured last."""
        return self.values[-1] if self.values else None


@dataclass(frozen=True)
class PlanGoals:
    """The goals of one plan."""

    plan_slug: str
    plan: str
    goals: tuple[GoalLine, ...]

    @property
    def measured(self) -> list[GoalLine]:
        """Those with a value to speak of."""
        return [goal for goal in self.goals if goal.values]

    @property
    def unmeasured(self) -> list[GoalLine]:
        """Those of which nothing is known yet."""
        return [goal for goal in self.goals if not goal.values]


@dataclass(frozen=True)
class GoalsPart:
    """All goals, plan by plan."""

    plans: tuple[PlanGoals, ...]


@dataclass(frozen=True)
class Waiting:
    """A proposed version, and who has not answered."""

    plan_slug: str
    plan: str
    number: int
    proposed_on: date
    approved: tuple[str, ...]
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """Something that runs out: ``words`` say what, ``is_over`` that its last day has passed."""

    words: str
    ends_on: date
    is_over: bool
    plan_slug: str = ""


@dataclass(frozen=True)
class VersionsPart:
    """What waits and what runs out."""

    waiting: tuple[Waiting, ...]
    ending: tuple[Ending, ...]


@dataclass(frozen=True)
class Decided:
    """A decision of the last review, and the item that it was made under."""

    words: str
    item: str = ""


@dataclass(frozen=True)
class ToDo:
    """An action point that is not done."""

    words: str
    responsible: str
    due_on: date | None
    is_late: bool
    review: int | None = None


@dataclass(frozen=True)
class ActionsPart:
    """Decisions of the last review (``since`` is its number) and what is still to be done."""

    decisions: tuple[Decided, ...]
    open: tuple[ToDo, ...]
    since: int | None = None
