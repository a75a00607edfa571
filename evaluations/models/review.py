"""The steering group's review: who came, what was gone through, decided and left to do."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import Activity
from evaluations.enums import AgendaKind, Attendance, ReviewState
from plans.models import Agreement
from plans.models.plan import OrderedRow


class ReviewQuerySet(models.QuerySet["Review"]):
    """Rows of reviews."""

    def closed(self) -> Self:
        """Those whose minutes are locked."""
        return self.filter(state=ReviewState.CLOSED)

    def light(self) -> Self:
        """Without the minutes and their PDF."""
        return self.defer("minutes", "pdf")


class Review(models.Model):
    """The n-th review of an agreement. Its due day and its period follow from n (``periods``).

    ``version`` counts up whenever time or place changes: calendars tell by it which file is newer.
    ``shown`` is the item that the recorder has up, for the screen on the wall to follow, and
    ``shown_activity`` the one of the period that is gone through under it. A closed review is
    locked, with all that stands in it (``triggers``): ``minutes`` are canonical JSON, with the pack
    that was gone through inside, printed once and kept.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField(_("nummer"))
    state = models.CharField(
        _("läge"), max_length=10, choices=ReviewState, default=ReviewState.PLANNED
    )
    meets_at = models.DateTimeField(_("möte"), null=True, blank=True)
    place = models.CharField(_("plats"), max_length=300, blank=True)
    pack_sent_at = models.DateTimeField(_("underlaget skickat"), null=True, blank=True)
    begun_at = models.DateTimeField(_("mötet började"), null=True, blank=True)
    shown = models.ForeignKey(
        "AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shown_activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    minutes_number = models.PositiveIntegerField(_("anteckningarnas nummer"), null=True, blank=True)
    minutes = models.TextField(blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("översyn")
        verbose_name_plural = _("översyner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="review_once",
                violation_error_message=_("Översynen finns redan."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "minutes_number"], name="minutes_numbered_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="review_number"),
            models.CheckConstraint(
                condition=Q(
                    state=ReviewState.CLOSED,
                    closed_at__isnull=False,
                    period_start__isnull=False,
                    period_end__isnull=False,
                    minutes_number__isnull=False,
                )
                | (~Q(state=ReviewState.CLOSED) & Q(closed_at__isnull=True, minutes="")),
                name="review_closed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.PLANNED, begun_at__isnull=True)
                | Q(state=ReviewState.HELD, begun_at__isnull=False)
                | Q(state=ReviewState.CLOSED),
                name="review_begun_when",
                violation_error_message=_("Ett möte som pågår har en tid när det började."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.number}"

    def get_absolute_url(self) -> str:
        """The page of the review."""
        return reverse("evaluations:review", args=[self.agreement.slug, self.number])

    @property
    def on_screen(self) -> AgendaItem | None:
        """The item that is ``shown``, as long as it stands on the agenda; None is the title."""
        item = self.shown
        return item if item is not None and item.removed_at is None else None

    @property
    def is_closed(self) -> bool:
        """Whether its minutes are locked."""
        return self.state == ReviewState.CLOSED

    @property
    def is_held(self) -> bool:
        """Whether the meeting is going on."""
        return self.state == ReviewState.HELD


class Participant(OrderedRow):
    """Somebody with a seat at a review, or who came along."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("namn"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    title = models.CharField(_("titel"), max_length=150, blank=True)
    attendance = models.CharField(
        _("närvaro"), max_length=10, choices=Attendance, default=Attendance.INVITED
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("deltagare")
        verbose_name_plural = _("deltagare")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"],
                name="participant_once",
                violation_error_message=_("Personen är redan med."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="participant_has_name",
                violation_error_message=_("Skriv vem det är."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(OrderedRow):
    """One thing to go through: from the pack, left from last time, or somebody's own."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="agenda")
    kind = models.CharField(max_length=10, choices=AgendaKind, default=AgendaKind.OWN)
    title = models.CharField(_("punkt"), max_length=300)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="agenda_items"
    )
    left_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="left_to"
    )
    notes = models.TextField(_("anteckningar"), blank=True)
    is_done = models.BooleanField(_("genomgången"), default=False)
    is_left = models.BooleanField(_("tas upp nästa gång"), default=False)
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(OrderedRow.Meta):
        verbose_name = _("punkt på dagordningen")
        verbose_name_plural = _("punkter på dagordningen")
        constraints = [
            models.UniqueConstraint(fields=["review", "left_from"], name="agenda_item_left_once"),
            models.UniqueConstraint(
                fields=["review", "kind"],
                condition=~Q(kind__in=[AgendaKind.ACTIVITY, AgendaKind.OWN]),
                name="agenda_heading_once",
                violation_error_message=_("Punkten finns redan på dagordningen."),
            ),
            models.UniqueConstraint(
                fields=["review", "activity"],
                name="agenda_activity_once",
                violation_error_message=_("Insatsen finns redan på dagordningen."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="agenda_item_has_title",
                violation_error_message=_("Punkten behöver en rubrik."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Decision(OrderedRow):
    """What the steering group decided, under an item of the agenda."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    words = models.TextField(_("beslut"))

    class Meta(OrderedRow.Meta):
        verbose_name = _("beslut")
        verbose_name_plural = _("beslut")
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="decision_has_words",
                violation_error_message=_("Skriv vad ni beslutade."),
            )
        ]

    def __str__(self) -> str:
        return self.words


class ActionPoint(OrderedRow):
    """Something to be done, by somebody, by a day. It is open once its review is closed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="action_points")
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="action_points"
    )
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="action_points"
    )
    words = models.TextField(_("åtgärd"))
    responsible = models.CharField(_("ansvarig"), max_length=200, blank=True)
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="action_points"
    )
    due_on = models.DateField(_("klart senast"), null=True, blank=True)
    done_at = models.DateTimeField(_("klart"), null=True, blank=True)
    done_words = models.TextField(_("vad det blev"), blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("åtgärd")
        verbose_name_plural = _("åtgärder")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_at__isnull=True, removed_at__isnull=True),
                name="action_point_open_by_day",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="action_point_has_words",
                violation_error_message=_("Skriv vad som ska göras."),
            ),
            models.CheckConstraint(
                condition=Q(done_words="") | Q(done_at__isnull=False),
                name="action_point_done_words_when_done",
                violation_error_message=_("Skriv vad det blev när åtgärden är klar."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
