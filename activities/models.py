"""Activities: what the parties do. So far as a plan prints them; the year comes on top."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Section, SectionItem

from .enums import TimingKind

DATED = [TimingKind.DATE, TimingKind.PERIOD, TimingKind.MONTH, TimingKind.WEEK]


class ActivityPlan(models.Model):
    """The activities of one plan for one year."""

    plan = models.ForeignKey("plans.Plan", models.CASCADE, related_name="activity_plans")
    year = models.PositiveSmallIntegerField(_("år"))

    class Meta:
        verbose_name = _("aktivitetsplan")
        verbose_name_plural = _("aktivitetsplaner")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"],
                name="activity_plan_once_a_year",
                violation_error_message=_("Planen har redan en aktivitetsplan för det året."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990) & Q(year__lte=2200), name="activity_plan_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"


class Activity(SectionItem):
    """One communication effort: in a section of a plan, in a year's activity plan, or in both.

    ``timing`` and ``responsible`` hold the author's words, which are printed; the typed values
    beside them are for calendars and questions.
    """

    section = models.ForeignKey(  # type: ignore[assignment]  # an activity may stand in a year alone
        Section, models.CASCADE, null=True, blank=True, related_name="activity_items"
    )
    activity_plan = models.ForeignKey(
        ActivityPlan, models.CASCADE, null=True, blank=True, related_name="activities"
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

    class Meta(SectionItem.Meta):
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
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
                | Q(ends_on__gte=models.F("starts_on")),
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
        ]
