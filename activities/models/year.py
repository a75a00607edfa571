"""The year: which activities a plan has for one year, and what an agreement decides about its years."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from plans.models import Agreement, Plan
from plans.models.plan import OrderedRow

FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST_GAP = 90


class ActivityPlan(models.Model):
    """The activities of one plan for one year."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="activity_plans")
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
                condition=Q(year__gte=FIRST_YEAR) & Q(year__lte=LAST_YEAR),
                name="activity_plan_year",
                violation_error_message=_("Året ska ligga mellan 1990 och 2200."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"

    def get_absolute_url(self) -> str:
        """The table of the year."""
        return reverse("activities:table", args=[self.plan.slug, self.year])


class YearSettings(models.Model):
    """What the parties of an agreement decide about their years.

    ``shares_dates``: other agreements that share a party may see title, date, target groups and
    channels of what is planned here. ``too_close_days``: the same audience or channel twice within
    so many days is pointed out.
    """

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="year_settings")
    shares_dates = models.BooleanField(
        _("visa titel, datum, målgrupp och kanal för parternas andra överenskommelser"),
        default=False,
    )
    too_close_days = models.PositiveSmallIntegerField(
        _("påpeka samma målgrupp eller kanal inom så många dagar"),
        default=7,
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_GAP)],
    )

    class Meta:
        verbose_name = _("inställningar för året")
        constraints = [
            models.CheckConstraint(
                condition=Q(too_close_days__lte=LONGEST_GAP),
                name="year_settings_too_close_days",
                violation_error_message=_("Ange högst 90 dagar."),
            )
        ]

    def __str__(self) -> str:
        return str(self.agreement)


class SchoolBreak(models.Model):
    """Days without school, last day included, as the agreement has set them."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="school_breaks")
    name = models.CharField(_("namn"), max_length=100)
    starts_on = models.DateField(_("från och med"))
    ends_on = models.DateField(_("till och med"))

    class Meta:
        verbose_name = _("lov")
        verbose_name_plural = _("lov")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="school_break_ends_after_it_starts",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AnchoringRole(OrderedRow):
    """Somebody whom an activity is anchored with before it goes out; each plan has its own list.

    ``organisation`` is empty for a role that may sit with any party.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="anchoring_roles")
    name = models.CharField(_("roll"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("roll att förankra hos")
        verbose_name_plural = _("roller att förankra hos")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="anchoring_role_has_name",
                violation_error_message=_("Rollen behöver ett namn."),
            )
        ]

    def __str__(self) -> str:
        return self.name
