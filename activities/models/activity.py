"""Activities: what the parties do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.enums import Consultation, Photography, Relation, Season, Status, TimingKind
from plans.enums import MembershipRole, VersionState
from plans.models import Membership, PlanVersion, Section, SectionItem
from plans.models.plan import OrderedRow, OrderedRowQuerySet

from .year import ActivityPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

DATED = [TimingKind.DATE, TimingKind.PERIOD, TimingKind.MONTH, TimingKind.WEEK]


class ActivityQuerySet(OrderedRowQuerySet):
    """Rows of activities."""

    def live(self) -> Self:
        """Those that stand somewhere: in the plan, in a year, or in both."""
        return self.filter(
            Q(section__isnull=False, removed_at__isnull=True)
            | Q(activity_plan__isnull=False, dropped_at__isnull=True)
        )

    def in_year(self) -> Self:
        """Those that stand in a year's activity plan."""
        return self.filter(activity_plan__isnull=False, dropped_at__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the years of ``user``'s agreements.

        One who only reads sees those of plans that have been adopted, and no mere ideas.
        """
        if not user.is_authenticated:
            return self.none()
        roles = Membership.objects.active().filter(
            user=user, agreement=OuterRef("activity_plan__plan__agreement")
        )
        works = roles.exclude(role=MembershipRole.READER)
        adopted = PlanVersion.objects.filter(
            plan=OuterRef("activity_plan__plan"), state=VersionState.ADOPTED
        )
        return self.in_year().filter(
            Exists(works) | (~Q(status=Status.IDEA) & Exists(roles) & Exists(adopted))
        )


class Activity(SectionItem):
    """One communication effort: in a section of a plan, in a year's activity plan, or in both.

    ``timing``, ``goal``, ``effect`` and ``responsible`` hold the author's words, which a plan
    prints; typed values and keys of the plan's own goals, target groups, messages, channels and
    spokespersons stand beside them (``plans.models.Reference``, fields ``goals``, ``audience``,
    ``messages``, ``channels``, ``speakers``, ``followers``). Only what ``activities.kind`` names
    stands in the document; all else is work, and changes no plan.

    ``removed_at`` is the plan's bin, ``dropped_at`` the year's: a row may leave one and stay in the
    other. ``recurrence`` is a rule as ``activities.calendar.recurrence`` writes it, counted from
    ``starts_on``; ``ends_on`` is then the last day of the first occurrence.
    """

    section = models.ForeignKey(  # type: ignore[assignment]  # an activity may stand in a year alone
        Section, models.CASCADE, null=True, blank=True, related_name="activity_items"
    )
    activity_plan = models.ForeignKey(
        ActivityPlan, models.CASCADE, null=True, blank=True, related_name="activities"
    )
    dropped_at = models.DateTimeField(_("borttagen ur året"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("föregångare"),
    )

    goal = models.TextField(_("kommunikationsmål"), blank=True)
    effect = models.TextField(_("effekt"), blank=True)
    timing = models.TextField(_("tidplan"), blank=True)
    timing_kind = models.CharField(
        _("sorts tidpunkt"), max_length=30, choices=TimingKind, blank=True
    )
    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    times_a_year = models.PositiveSmallIntegerField(_("gånger per år"), null=True, blank=True)
    responsible = models.TextField(_("ansvarig"), blank=True)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.IDEA)
    purpose = models.TextField(_("syfte"), blank=True)
    occasion = models.TextField(_("sammanhang"), blank=True)
    audience_words = models.TextField(_("målgrupp med egna ord"), blank=True)
    message_words = models.TextField(_("budskap med egna ord"), blank=True)
    channel_words = models.TextField(_("kanal med egna ord"), blank=True)
    place = models.TextField(_("plats"), blank=True)
    starts_time = models.TimeField(_("från kl."), null=True, blank=True)
    ends_time = models.TimeField(_("till kl."), null=True, blank=True)
    recurrence = models.TextField(_("upprepning"), blank=True)
    season = models.CharField(_("årstid"), max_length=10, choices=Season, blank=True)
    relation = models.CharField(
        _("i förhållande till"), max_length=10, choices=Relation, blank=True
    )
    relates_to = models.TextField(_("händelse, möte eller organ"), blank=True)
    cooperation = models.TextField(_("samarbete"), blank=True)
    speaker_words = models.TextField(_("talesperson med egna ord"), blank=True)
    follower_words = models.TextField(_("svarar på följdfrågor, med egna ord"), blank=True)
    photography = models.CharField(
        _("fotografering"), max_length=20, choices=Photography, blank=True
    )
    documentation = models.TextField(_("dokumentation"), blank=True)
    evaluated_by = models.TextField(_("hur det utvärderas"), blank=True)
    lesson = models.TextField(_("lärdom"), blank=True)
    consultation = models.CharField(_("samråd"), max_length=20, choices=Consultation, blank=True)
    consultation_words = models.TextField(_("om samrådet"), blank=True)
    people = models.ManyToManyField(
        User, related_name="activities", blank=True, verbose_name=_("ansvariga personer")
    )
    changed_at = models.DateTimeField(_("senast ändrad"), auto_now=True)

    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]

    class Meta(SectionItem.Meta):
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        indexes = [
            models.Index(
                fields=["activity_plan", "starts_on"],
                condition=Q(dropped_at__isnull=True),
                name="activity_of_a_year_by_day",
            )
        ]
        constraints = [
            *SectionItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(section__isnull=False) | Q(activity_plan__isnull=False),
                name="activity_stands_somewhere",
                violation_error_message=_(
                    "En aktivitet hör till ett avsnitt, en aktivitetsplan eller båda."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_starts",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            ),
            models.CheckConstraint(
                condition=~Q(timing_kind__in=DATED) | Q(starts_on__isnull=False),
                name="activity_dated_has_date",
                violation_error_message=_("Ange vilken dag det gäller."),
            ),
            models.CheckConstraint(
                condition=Q(times_a_year__isnull=True) | Q(timing_kind=TimingKind.TIMES_A_YEAR),
                name="activity_times_belong_to_timing",
                violation_error_message=_(
                    "Antal gånger per år hör ihop med tidpunkten ”ett antal gånger per år”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(recurrence="") | Q(timing_kind=TimingKind.RECURRENCE),
                name="activity_recurrence_belongs_to_timing",
                violation_error_message=_("Upprepning hör ihop med tidpunkten ”återkommande”."),
            ),
            models.CheckConstraint(
                condition=Q(recurrence="") | Q(starts_on__isnull=False),
                name="activity_recurrence_has_first_day",
                violation_error_message=_("Ange vilken dag upprepningen börjar."),
            ),
            models.CheckConstraint(
                condition=Q(starts_time__isnull=True) | Q(starts_on__isnull=False),
                name="activity_time_has_day",
                violation_error_message=_("Ange vilken dag klockslaget gäller."),
            ),
            models.CheckConstraint(
                condition=Q(ends_time__isnull=True) | Q(starts_time__isnull=False),
                name="activity_end_time_has_start",
                violation_error_message=_("Ange när det börjar, inte bara när det slutar."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("pk")),
                name="activity_not_its_own_predecessor",
                violation_error_message=_("En aktivitet kan inte följa på sig själv."),
            ),
            models.UniqueConstraint(
                fields=["activity_plan", "predecessor"],
                name="activity_rolled_over_once",
                violation_error_message=_("Aktiviteten är redan överförd till det året."),
            ),
        ]

    @property
    def is_gone(self) -> bool:
        """Whether it stands in neither plan nor year any more."""
        stands = self.section_id is not None and self.removed_at is None
        return not stands and not self.is_in_year

    @property
    def is_in_year(self) -> bool:
        """Whether it is one of a year's activities."""
        return self.activity_plan_id is not None and self.dropped_at is None

    def get_absolute_url(self) -> str:
        """The page of the activity."""
        return reverse("activities:activity", args=[self.node.plan.slug, self.node.key])

    def clean(self) -> None:
        """Refuse a day whose end time lies before its start."""
        super().clean()
        starts, ends = self.starts_time, self.ends_time
        one_day = self.ends_on is None or self.ends_on == self.starts_on
        if starts is not None and ends is not None and one_day and ends < starts:
            raise ValidationError({"ends_time": _("Det kan inte sluta innan det börjar.")})


class Part(OrderedRow):
    """A row that belongs to one activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="%(class)s_rows")

    class Meta(OrderedRow.Meta):
        abstract = True


class PartyTask(Part):
    """What one of the parties does in an activity."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("part")
    )
    words = models.TextField(_("gör"))

    class Meta(Part.Meta):
        verbose_name = _("parts uppgift")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.words}"


class Material(Part):
    """Something to make for an activity, by whom and by when."""

    words = models.TextField(_("vad"))
    made_by = models.TextField(_("vem tar fram det"), blank=True)
    due_on = models.DateField(_("klart senast"), null=True, blank=True)
    done_at = models.DateTimeField(_("klart"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("material")

    def __str__(self) -> str:
        return self.words


class ExpectedQuestion(Part):
    """A question that may come, its answer, and who gives it."""

    question = models.TextField(_("fråga"))
    answer = models.TextField(_("svar"), blank=True)
    answered_by = models.TextField(_("vem svarar"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("väntad fråga")

    def __str__(self) -> str:
        return self.question


class ChecklistAnswer(models.Model):
    """The answer in free text to one of the plan's own checklist questions."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="checklist_answers")
    question = models.ForeignKey("plans.Node", models.CASCADE, related_name="+")
    text = models.TextField(_("svar"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("svar i checklistan")
        constraints = [
            models.UniqueConstraint(fields=["activity", "question"], name="checklist_answered_once")
        ]

    def __str__(self) -> str:
        return self.text


class LessonSeen(models.Model):
    """That somebody has taken in the lesson of another activity while planning this one."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="lessons_seen")
    source = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    seen_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    seen_at: models.DateTimeField[Any, datetime] = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lärdom som tagits med")
        constraints = [
            models.UniqueConstraint(fields=["activity", "source"], name="lesson_seen_once")
        ]

    def __str__(self) -> str:
        return str(self.source)
