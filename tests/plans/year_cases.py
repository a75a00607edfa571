"""What the database refuses of years, activities, evaluations and reviews: one case a constraint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django.db import models
from django.utils import timezone

from activities.models import (
    Activity,
    ActivityPlan,
    Anchoring,
    AnchoringRole,
    CalendarFeed,
    ChecklistAnswer,
    LessonSeen,
    SchoolBreak,
    YearSettings,
)
from evaluations.models import (
    ActionPoint,
    AgendaItem,
    ArchiveItem,
    Decision,
    Evaluation,
    EvaluationAnswer,
    IndicatorValue,
    Outcome,
    Participant,
    ProblemArea,
    ProblemAreaThen,
    Review,
    StoredFile,
)
from plans.models import Node
from tests.people import World

Case = Callable[[World], models.Model]
DAY, BEFORE = date(2026, 6, 1), date(2026, 5, 31)

# Set by programs only: no form leads there, so no sentence is written.
WITHOUT_WORDS = {
    "agenda_item_left_once",
    "anchoring_answered_when",
    "area_once_in_a_picture",
    "calendar_feed_of_one_thing",
    "checklist_answered_once",
    "evaluation_question_answered_once",
    "lesson_seen_once",
    "minutes_numbered_once",
    "review_closed_is_whole",
    "review_number",
    "stored_file_sha256_form",
}


def again(row: models.Model, **values: Any) -> models.Model:
    """The same row a second time, where the first is stored."""
    row.save()
    named = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    named.pop(row._meta.pk.attname)
    return type(row)(**{**named, **values})


def node(world: World, key: str = "insats") -> Node:
    return Node.objects.create(plan=world.draft, key=key)


def year(world: World) -> ActivityPlan:
    found, _is_new = ActivityPlan.objects.get_or_create(plan=world.draft, year=2026)
    return found


def activity(world: World, key: str = "insats", **values: Any) -> Activity:
    return Activity(**{"node": node(world, key), "activity_plan": year(world), **values})


def stored(world: World, key: str = "insats", **values: Any) -> Activity:
    row = activity(world, key, **values)
    row.save()
    return row


def own_predecessor(world: World) -> Activity:
    row = stored(world)
    row.predecessor = row
    return row


def rolled_over_twice(world: World) -> Activity:
    first = stored(world)
    stored(world, "andra", predecessor=first)
    return activity(world, "tredje", predecessor=first)


def anchoring(world: World, **values: Any) -> Anchoring:
    role = AnchoringRole.objects.create(plan=world.draft, name="Ledning")
    return Anchoring(activity=stored(world), role=role, asked=world.director, **values)


def evaluation(world: World) -> Evaluation:
    return Evaluation.objects.create(activity=stored(world))


def answer(world: World) -> models.Model:
    question = node(world, "fraga")
    return again(EvaluationAnswer(evaluation=evaluation(world), question=question))


def archived(world: World, **values: Any) -> ArchiveItem:
    fields: dict[str, Any] = {"kind": "link", "title": "Annons", "captured_on": DAY}
    return ArchiveItem(activity=stored(world), **{**fields, **values})


def review(world: World, **values: Any) -> Review:
    return Review(**{"agreement": world.agreement, "number": 1, **values})


def planned(world: World) -> Review:
    row = review(world)
    row.save()
    return row


def closed(number: int, **values: Any) -> dict[str, Any]:
    whole = {"period_start": BEFORE, "period_end": DAY, "minutes_number": 1}
    return {
        "number": number,
        "state": "closed",
        "closed_at": timezone.now(),
        "minutes": "{}",
        **whole,
        **values,
    }


def numbered_twice(world: World) -> Review:
    review(world, **closed(1)).save()
    return review(world, **closed(2))


def area_twice(world: World) -> models.Model:
    area = ProblemArea.objects.create(agreement=world.agreement, name="Inbrott")
    return again(ProblemAreaThen(review=planned(world), area=area, name="Inbrott"))


def left_twice(world: World) -> models.Model:
    row = planned(world)
    first = AgendaItem.objects.create(review=row, title="Punkt")
    return again(AgendaItem(review=row, title="Punkt", left_from=first))


def heading_twice(world: World) -> models.Model:
    return again(AgendaItem(review=planned(world), kind="goals", title="Mål"))


def raised_twice(world: World) -> models.Model:
    row, effort = planned(world), stored(world)
    return again(AgendaItem(review=row, kind="activity", activity=effort, title="Insats"))


def indicator_twice(world: World) -> models.Model:
    return again(IndicatorValue(goal=node(world), measured_on=DAY, value=1))


CASES: dict[str, Case] = {
    "activity_recurrence_belongs_to_timing": lambda w: activity(
        w, recurrence="FREQ=DAILY", starts_on=DAY
    ),
    "activity_recurrence_has_first_day": lambda w: activity(
        w, recurrence="FREQ=DAILY", timing_kind="recurrence"
    ),
    "activity_time_has_day": lambda w: activity(w, starts_time=time(10)),
    "activity_end_time_has_start": lambda w: activity(w, starts_on=DAY, ends_time=time(10)),
    "activity_not_its_own_predecessor": own_predecessor,
    "activity_rolled_over_once": rolled_over_twice,
    "checklist_answered_once": lambda w: again(
        ChecklistAnswer(activity=stored(w), question=node(w, "fraga"))
    ),
    "lesson_seen_once": lambda w: again(
        LessonSeen(activity=stored(w), source=stored(w, "andra"), seen_by=w.director)
    ),
    "anchoring_role_has_name": lambda w: AnchoringRole(plan=w.draft, name=""),
    "anchoring_asked_once": lambda w: again(anchoring(w)),
    "anchoring_answered_when": lambda w: anchoring(w, answer="yes"),
    "calendar_feed_of_one_thing": lambda w: CalendarFeed(
        user=w.reader, agreement=w.agreement, plan=w.draft, token_sha256="a" * 64
    ),
    "year_settings_too_close_days": lambda w: YearSettings(
        agreement=w.agreement, too_close_days=91
    ),
    "school_break_ends_after_it_starts": lambda w: SchoolBreak(
        agreement=w.agreement, name="Lov", starts_on=DAY, ends_on=BEFORE
    ),
    "stored_file_sha256_form": lambda w: StoredFile(sha256="A" * 64, media_type="x", size=1),
    "archive_item_has_file_or_address": archived,
    "archive_item_disposed_on_a_ground": lambda w: archived(
        w, address="https://a.example", disposed_at=timezone.now()
    ),
    "evaluation_goal_reached_known": lambda w: Evaluation(
        activity=stored(w), goal_reached="kanske"
    ),
    "evaluation_question_answered_once": answer,
    "outcome_of_own_measure_has_name": lambda w: Outcome(
        evaluation=evaluation(w), measure="own", value=1
    ),
    "indicator_measured_once_a_day": indicator_twice,
    "problem_area_has_name": lambda w: ProblemArea(agreement=w.agreement, name=""),
    "area_once_in_a_picture": area_twice,
    "review_once": lambda w: again(review(w)),
    "minutes_numbered_once": numbered_twice,
    "review_number": lambda w: review(w, number=0),
    "review_closed_is_whole": lambda w: review(w, **closed(1, period_end=None)),
    "participant_once": lambda w: again(Participant(review=planned(w), user=w.director, name="D")),
    "participant_has_name": lambda w: Participant(review=planned(w), name=""),
    "agenda_item_left_once": left_twice,
    "agenda_heading_once": heading_twice,
    "agenda_activity_once": raised_twice,
    "agenda_item_has_title": lambda w: AgendaItem(review=planned(w), title=""),
    "decision_has_words": lambda w: Decision(review=planned(w), words=""),
    "action_point_has_words": lambda w: ActionPoint(agreement=w.agreement, words=""),
    "action_point_done_words_when_done": lambda w: ActionPoint(
        agreement=w.agreement, words="Skriv", done_words="Klart"
    ),
    "review_begun_when": lambda w: review(w, state="held"),
}
