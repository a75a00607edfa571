"""What an agreement's people are reminded of: one function a kind, from rows to matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from activities.enums import Status
from activities.models import Activity
from core.questions import Question
from core.templatetags.swedish import clock, long_date
from plans.enums import MembershipRole, Verdict, VersionState
from plans.lookup import section_in_bin
from plans.models import PlanVersion
from plans.models.kinds.spokespersons import Spokesperson
from plans.services.subjects import name_of

from .due import Matter, Source, Standing
from .enums import NoticeKind, ReviewState
from .last_day import last_day, may_end
from .meetings import link_to, meeting_of
from .models import ActionPoint
from .notice_words import away, expires
from .offsets import reach
from .open_reviews import OpenReviews
from .pack_matters import SEATED, packs

STEERING, COORDINATOR = MembershipRole.STEERING, MembershipRole.COORDINATOR


def _acting(agreement: int, first: date, last: date) -> QuerySet[Any, Any]:
    """Action points that were decided on, are due in those days and are not done."""
    rows = ActionPoint.objects.live().filter(
        agreement=agreement, done_at__isnull=True, due_on__gte=first, due_on__lte=last
    )
    decided = Q(review__isnull=True) | Q(review__state=ReviewState.CLOSED)
    return rows.filter(decided).order_by("pk").values_list("pk")


def _proposed(agreement: int) -> QuerySet[Any, Any]:
    """Versions that wait for an answer."""
    rows = PlanVersion.objects.filter(plan__agreement=agreement, state=VersionState.PROPOSED)
    return rows.order_by("pk").values_list("pk")


def _expiring(agreement: int, today: date, first: date, last: date) -> QuerySet[Any, Any]:
    """Versions begun whose last day is one of those days, and that no adopted one follows."""
    next_one = PlanVersion.objects.filter(
        plan=OuterRef("plan"), state=VersionState.ADOPTED, valid_from__gt=today
    )
    rows = PlanVersion.objects.latest_begun(today).filter(
        plan__agreement=agreement, valid_to__gte=first, valid_to__lte=last
    )
    return rows.exclude(Exists(next_one)).order_by("pk").values_list("pk")


def _leaving(agreement: int, first: date, last: date) -> QuerySet[Any, Any]:
    """Those who speak or answer until one of those days."""
    rows = Spokesperson.objects.live().filter(
        section__plan__agreement=agreement, ends_on__gte=first, ends_on__lte=last
    )
    return rows.filter(~section_in_bin()).order_by("pk").values_list("pk")


@lru_cache(maxsize=4)
def _unevaluated(first: date, last: date) -> Question:
    """Activities that may have ended in those days and are not evaluated; of every agreement the same days."""

    def of(agreement: int) -> QuerySet[Any, Any]:
        rows = (
            Activity.objects.in_year()
            .filter(may_end(first, last), activity_plan__plan__agreement=agreement)
            .exclude(status__in=[Status.IDEA, Status.CANCELLED])
            .exclude(evaluation__finished_at__isnull=False)
        )
        return rows.order_by("pk").values_list("pk")

    return Question(of, numbers=["agreement"])


# Asked of every agreement every day, and most of them have nothing of the kind.
ACTING: Final = Question(_acting, numbers=["agreement"], days=["first", "last"])
PROPOSED: Final = Question(_proposed, numbers=["agreement"])
EXPIRING: Final = Question(_expiring, numbers=["agreement"], days=["today", "first", "last"])
LEAVING: Final = Question(_leaving, numbers=["agreement"], days=["first", "last"])


def reviews(standing: Standing) -> Iterator[Matter]:
    """The review to hold, until it is closed, and those that come; none that a closed one covers."""
    coming = standing.reviews
    if coming is None:
        return
    _first, furthest = reach(standing.pattern(NoticeKind.REVIEW), standing.today)
    for number in coming.near(standing.today, furthest):
        yield _review(standing, coming, number)


def _review(standing: Standing, reviews: OpenReviews, number: int) -> Matter:
    """One review: on the day of its meeting, where that is set."""
    agreement, row, day = standing.agreement, reviews.rows.get(number), reviews.day(number)
    link = link_to(agreement, number)
    words = {"number": number, "agreement": agreement.title, "day": long_date(day)}
    words["away"] = away(day, standing.today)
    subject, text = (
        said % words
        for said in _of_review(
            is_late=day < standing.today, is_held=row is not None and row.is_held
        )
    )
    meeting = None if row is None or day < standing.today else meeting_of(row)
    if meeting is not None:
        text += " " + _("Styrgruppen möts %(at)s.") % {
            "at": ", ".join(filter(None, [clock(meeting.at), meeting.place]))
        }
    elif day >= standing.today:
        text += " " + _("Mötet har ingen tid än.")
    people = standing.in_roles(STEERING, COORDINATOR)
    key = f"review:{agreement.pk}:{number}"
    return Matter(NoticeKind.REVIEW, key, day, subject, text, link, people, meeting)


def _of_review(*, is_late: bool, is_held: bool) -> tuple[str, str]:
    """Subject and text: what is to come, what should have been, or what was held and is not closed."""
    if not is_late:
        return (
            _("Översyn %(number)d är %(away)s: %(agreement)s"),
            _("Översyn %(number)d av ”%(agreement)s” är %(away)s, %(day)s."),
        )
    if is_held:
        return (
            _("Översyn %(number)d är inte avslutad: %(agreement)s"),
            _(
                "Mötet om översyn %(number)d av ”%(agreement)s” har börjat, men dess"
                " minnesanteckningar är inte avslutade. Samråd påminner varje vecka tills de är det."
            ),
        )
    return (
        _("Översyn %(number)d är försenad: %(agreement)s"),
        _(
            "Översyn %(number)d av ”%(agreement)s” skulle ha hållits %(day)s. Samråd påminner varje"
            " vecka tills dess minnesanteckningar är avslutade."
        ),
    )


def evaluations(standing: Standing) -> Iterator[Matter]:
    """Activities that are over and not evaluated, to those responsible or else the coordinators."""
    first, last = reach(standing.pattern(NoticeKind.EVALUATION), standing.today)
    workers = {user.pk for user in standing.in_roles(MembershipRole.COMMUNICATOR, COORDINATOR)}
    rows = Activity.objects.select_related("node__plan", "activity_plan").prefetch_related("people")
    question = _unevaluated(first, last)
    for activity in question.rows_of(rows, agreement=standing.agreement.pk):
        day = last_day(activity)
        if first <= day <= last:
            people = tuple(user for user in activity.people.all() if user.pk in workers)
            yield _evaluation(standing, activity, day, people)


def _evaluation(
    standing: Standing, activity: Activity, day: date, people: tuple[User, ...]
) -> Matter:
    words = {
        "name": name_of(activity),
        "plan": activity.node.plan.title,
        "day": long_date(day),
    }
    return Matter(
        NoticeKind.EVALUATION,
        f"evaluation:{activity.pk}",
        day,
        _("Hur gick det? %(name)s") % words,
        _(
            "”%(name)s” i %(plan)s hade sin sista dag %(day)s och är inte utvärderad. Skriv några"
            " rader medan ni minns, så finns de med vid nästa översyn."
        )
        % words,
        activity.get_absolute_url(),
        people or standing.in_roles(COORDINATOR),
    )


def actions(standing: Standing) -> Iterator[Matter]:
    """Action points that are not done, to who is responsible and can open them, or else the coordinators."""
    first, last = reach(standing.pattern(NoticeKind.ACTION), standing.today)
    able = {user.pk for user in standing.in_roles(MembershipRole.COMMUNICATOR, *SEATED)}
    points = ActionPoint.objects.select_related("person")
    for row in ACTING.rows_of(points, agreement=standing.agreement.pk, first=first, last=last):
        mine = row.person if row.person_id in able else None
        words = {
            "name": name_of(row),
            "agreement": standing.agreement.title,
            "day": long_date(row.due_on),
            "away": away(row.due_on, standing.today),
        }
        yield Matter(
            NoticeKind.ACTION,
            f"action:{row.pk}",
            row.due_on,
            _("Åtgärd, klar %(away)s: %(name)s") % words
            if row.due_on >= standing.today
            else _("Åtgärden är försenad: %(name)s") % words,
            _("”%(name)s” ska vara klart %(day)s. Det bestämdes inom ”%(agreement)s”.") % words,
            reverse("evaluations:actions", args=[standing.agreement.slug]),
            (mine,) if mine else standing.in_roles(COORDINATOR),
        )


def approvals(standing: Standing) -> Iterator[Matter]:
    """Proposed versions, to those who decide for a party that has not answered yet."""
    versions = PlanVersion.objects.light().select_related("plan")
    waiting = PROPOSED.rows_of(versions, agreement=standing.agreement.pk)
    if not waiting:
        return
    parties = dict(standing.agreement.parties.values_list("pk", "organisation_id"))
    for version in waiting:
        answered = version.approvals.filter(verdict=Verdict.APPROVED)
        silent = set(parties) - set(answered.values_list("party_id", flat=True))
        asked = {parties[party] for party in silent}
        day = localdate(version.proposed_at)
        words = {
            "plan": version.plan.title,
            "number": version.number,
            "day": long_date(day),
        }
        yield Matter(
            NoticeKind.APPROVAL,
            f"approval:{version.pk}",
            day,
            _("Väntar på ditt svar: %(plan)s, version %(number)d") % words,
            _(
                "Version %(number)d av %(plan)s föreslogs %(day)s. Din part har inte svarat än. Läs"
                " den och godkänn eller avslå."
            )
            % words,
            version.get_absolute_url(),
            tuple(user for user in standing.in_roles(STEERING) if user.organisation_id in asked),
        )


def agreements(standing: Standing) -> Iterator[Matter]:
    """The agreement itself, if it has a last day and none renews it."""
    agreement = standing.agreement
    if agreement.ends_on is None or hasattr(agreement, "renewed_by"):
        return
    ending = expires(agreement.ends_on, standing.today)
    yield Matter(
        NoticeKind.AGREEMENT,
        f"agreement:{agreement.pk}",
        agreement.ends_on,
        f"{agreement.title}: {ending}",
        _(
            "Överenskommelsen ”%(title)s” %(ending)s. Sista dagen är %(day)s. Förnya den, eller"
            " bestäm att den ska ta slut: planerna under den gäller bara så länge den gör det."
        )
        % {"title": agreement.title, "ending": ending, "day": long_date(agreement.ends_on)},
        agreement.get_absolute_url(),
        standing.in_roles(STEERING, COORDINATOR),
    )


def plans(standing: Standing) -> Iterator[Matter]:
    """Versions in force that have a last day and that no adopted one follows."""
    first, last = reach(standing.pattern(NoticeKind.PLAN), standing.today)
    agreement, today = standing.agreement.pk, standing.today
    versions = PlanVersion.objects.light().select_related("plan")
    for version in EXPIRING.rows_of(
        versions, agreement=agreement, today=today, first=first, last=last
    ):
        day = version.valid_to
        if day is None:
            continue
        ending = expires(day, standing.today)
        yield Matter(
            NoticeKind.PLAN,
            f"plan:{version.plan_id}",
            day,
            f"{version.plan.title}: {ending}",
            _("%(plan)s, version %(number)d, %(ending)s. Sista dagen är %(day)s.")
            % {
                "plan": version.plan.title,
                "number": version.number,
                "ending": ending,
                "day": long_date(day),
            },
            version.plan.get_absolute_url(),
            standing.in_roles(STEERING, COORDINATOR),
        )


def spokespersons(standing: Standing) -> Iterator[Matter]:
    """Those who speak or answer for a time that ends."""
    first, last = reach(standing.pattern(NoticeKind.SPOKESPERSON), standing.today)
    people = Spokesperson.objects.select_related("section__plan")
    for row in LEAVING.rows_of(people, agreement=standing.agreement.pk, first=first, last=last):
        plan = row.section.plan
        yield Matter(
            NoticeKind.SPOKESPERSON,
            f"spokesperson:{row.pk}",
            row.ends_on,
            _("Tiden går ut för %(name)s i %(plan)s") % {"name": name_of(row), "plan": plan.title},
            _("%(name)s står i %(plan)s till och med %(day)s. Skriv in vem som tar vid.")
            % {"name": name_of(row), "plan": plan.title, "day": long_date(row.ends_on)},
            plan.get_absolute_url(),
            standing.in_roles(COORDINATOR),
        )


SOURCES: Final[Mapping[NoticeKind, Source]] = {
    NoticeKind.REVIEW: reviews,
    NoticeKind.PACK: packs,
    NoticeKind.EVALUATION: evaluations,
    NoticeKind.ACTION: actions,
    NoticeKind.APPROVAL: approvals,
    NoticeKind.AGREEMENT: agreements,
    NoticeKind.PLAN: plans,
    NoticeKind.SPOKESPERSON: spokespersons,
}
