"""The demo's reviews: one that is closed, with minutes and action points, and the next one, called.

Held by the services that people use, so that the minutes are what they would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from activities.models import Activity
from evaluations.enums import AgendaKind, Attendance
from evaluations.models import ActionPoint, AgendaItem, Decision, Participant, Review
from evaluations.periods import calendar_of
from evaluations.services import action_points, closing, review_rows, reviews
from plans.models import Agreement

COORDINATOR, COMMUNICATOR, OFFICER = "coordinator", "communicator", "officer"
DIRECTOR, CHIEF = "director", "chief"
PLACE = "Stadsdelshuset, Östra salen"
RAISED = "Frukostmöte med näringslivet"


@dataclass(frozen=True)
class DemoAction:
    """An action point: who does it, how many days after the meeting, and what became of it."""

    words: str
    person: str
    days: int
    responsible: str = ""
    came_of_it: str = ""


@dataclass(frozen=True)
class DemoItem:
    """What was said under one heading."""

    kind: AgendaKind
    notes: str
    decisions: Sequence[str] = ()
    actions: Sequence[DemoAction] = ()
    is_left: bool = False
    title: str = ""


SAID = (
    DemoItem(
        AgendaKind.PICTURE,
        "Kommunpolisen och samordnaren gick igenom lägesbilden.\n\n"
        "- Bedrägerierna mot äldre fortsätter, nu mest per telefon.\n"
        "- Det är lugnare på mötesplatserna än förra sommaren.",
        ("Bedrägerier mot äldre är det som insatserna riktas mot i höst.",),
        (
            DemoAction(
                "Ta fram ett gemensamt budskap om telefonbedrägerier",
                COMMUNICATOR,
                35,
                "tillsammans med kommunpolisen",
                "Budskapet är klart och används av båda parter sedan i höstas.",
            ),
        ),
    ),
    DemoItem(
        AgendaKind.ACTIVITIES,
        "Vandringarna ger mest för minst arbete. Kampanjen nådde de äldre, men få ringde tillbaka.",
        ("Trygghetsvandringarna fortsätter två gånger om året.",),
    ),
    DemoItem(
        AgendaKind.COVERAGE,
        "Ingen insats når unga vuxna.",
        (),
        (DemoAction("Föreslå en insats som når unga vuxna", COORDINATOR, 400),),
    ),
    DemoItem(AgendaKind.GOALS, "Vi hann inte med måtten ordentligt.", is_left=True),
    DemoItem(
        AgendaKind.OWN,
        "Polisen har ny presstalesperson från och med nästa månad.",
        (),
        (DemoAction("Byta talesperson i planen", OFFICER, 60, came_of_it="Inskrivet i utkastet."),),
        title="Vem talar med medierna?",
    ),
)


def load_reviews(agreement: Agreement, people: Mapping[str, User], today: date) -> None:
    """Hold the review that came due last and call to the next one, unless there are reviews."""
    if Review.objects.filter(agreement=agreement).exists():
        return
    calendar = calendar_of(agreement)
    if calendar is None:
        return
    number = calendar.current(today)
    _hold(agreement, number, _at(min(calendar.due(number) + timedelta(days=9), today), 13), people)
    _call(agreement, number + 1, _at(max(calendar.due(number + 1), today) + _UNTIL, 9), people)


_UNTIL = timedelta(days=10)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _hold(agreement: Agreement, number: int, at: datetime, people: Mapping[str, User]) -> None:
    by = people[COORDINATOR]
    review = reviews.call(
        agreement=agreement, number=number, at=at, place=PLACE, base_version=0, by=by
    ).review
    reviews.begin(review=review, by=by, at=at)
    _guest(review, people[OFFICER], by)
    _miss(review, people[CHIEF], by)
    review_rows.all_present(review=review, by=by)
    for said in SAID:
        _say(review, said, at.date(), people)
    closing.close(review=review, by=people[DIRECTOR], at=at + timedelta(hours=1, minutes=40))
    for action in (action for said in SAID for action in said.actions if action.came_of_it):
        point = ActionPoint.objects.get(review=review, words=action.words)
        action_points.mark_done(
            point=point, is_done=True, words=action.came_of_it, by=people[action.person]
        )


def _guest(review: Review, user: User, by: User) -> None:
    organisation = user.organisation.label if user.organisation else ""
    values = {"name": str(user), "title": user.title, "organisation": organisation}
    review_rows.add_row(row=Participant(review=review, user=user), values=values, by=by)


def _miss(review: Review, user: User, by: User) -> None:
    """Somebody could not come."""
    row = Participant.objects.get(review=review, user=user)
    row.review = review
    values = {"attendance": Attendance.ABSENT.value}
    review_rows.save_row(row=row, values=values, base_version=row.version, base_values=None, by=by)


def _say(review: Review, said: DemoItem, day: date, people: Mapping[str, User]) -> None:
    by = people[COORDINATOR]
    if said.title:
        new = AgendaItem(review=review)
        item = review_rows.add_row(row=new, values={"title": said.title}, by=by)
    else:
        item = AgendaItem.objects.get(review=review, kind=said.kind)
        item.review = review
    review_rows.save_row(
        row=item,
        values={"notes": said.notes, "is_left": said.is_left, "is_done": True},
        base_version=item.version,
        base_values=None,
        by=by,
    )
    for words in said.decisions:
        decision = Decision(review=review, item=item)
        review_rows.add_row(row=decision, values={"words": words}, by=by)
    for action in said.actions:
        point = ActionPoint(review=review, agreement=review.agreement, item=item)
        values = {
            "words": action.words,
            "person": str(people[action.person].pk),
            "responsible": action.responsible,
            "due_on": (day + timedelta(days=action.days)).isoformat(),
        }
        review_rows.add_row(row=point, values={k: v for k, v in values.items() if v}, by=by)


def _call(agreement: Agreement, number: int, at: datetime, people: Mapping[str, User]) -> None:
    by = people[COORDINATOR]
    review = reviews.call(
        agreement=agreement, number=number, at=at, place=PLACE, base_version=0, by=by
    ).review
    rows = Activity.objects.in_year().filter(activity_plan__plan__agreement=agreement, name=RAISED)
    activity = rows.order_by("activity_plan__year").last()
    if activity is not None:
        reviews.raise_activity(
            agreement=agreement, number=number, activity=activity, by=people[COMMUNICATOR]
        )
    review_rows.add_row(
        row=AgendaItem(review=review), values={"title": "Ny film om samverkan?"}, by=by
    )
