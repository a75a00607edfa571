"""What came of an activity: its evaluation, figures, and the indicators of the plan's goals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import Activity
from core.templatetags.swedish import figure
from evaluations.enums import GoalReached, Measure
from plans.models import Node
from plans.models.plan import OrderedRow


class Evaluation(models.Model):
    """The answers of the parties after one activity.

    The lesson stands with the activity itself (``Activity.lesson``), where those who plan the next
    one meet it. ``version`` guards the row against two who write at once. ``finished_at`` is when
    somebody said that it is done; it can be taken up again.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="evaluation")
    goal_reached = models.CharField(
        _("nåddes målet?"), max_length=20, choices=GoalReached, blank=True
    )
    went_well = models.TextField(_("vad gick bra?"), blank=True)
    went_less_well = models.TextField(_("vad gick mindre bra?"), blank=True)
    again = models.TextField(_("anledning att kommunicera igen?"), blank=True)
    follow_up = models.OneToOneField(
        Activity, models.SET_NULL, null=True, blank=True, related_name="follows_up"
    )
    version = models.PositiveIntegerField(default=1)
    finished_at = models.DateTimeField(_("klar"), null=True, blank=True)
    finished_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("utvärdering")
        verbose_name_plural = _("utvärderingar")
        constraints = [
            models.CheckConstraint(
                condition=Q(goal_reached__in=["", *GoalReached.values]),
                name="evaluation_goal_reached_known",
                violation_error_message=_("Välj ett av svaren i listan."),
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)


class EvaluationAnswer(models.Model):
    """The answer to one of the plan's own evaluation questions."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Node, models.CASCADE, related_name="+")
    choice = models.CharField(_("svar"), max_length=20, blank=True)
    text = models.TextField(_("svar"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("svar på utvärderingsfråga")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "question"], name="evaluation_question_answered_once"
            )
        ]

    def __str__(self) -> str:
        return self.text or self.choice


class Outcome(OrderedRow):
    """A number that tells how an activity went."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="outcomes")
    measure = models.CharField(_("mått"), max_length=20, choices=Measure)
    label = models.CharField(_("eget namn"), max_length=100, blank=True)
    value = models.DecimalField(_("värde"), max_digits=14, decimal_places=2)
    source = models.CharField(_("källa"), max_length=300, blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("siffra")
        verbose_name_plural = _("siffror")
        constraints = [
            models.CheckConstraint(
                condition=~Q(measure=Measure.OWN) | ~Q(label=""),
                name="outcome_of_own_measure_has_name",
                violation_error_message=_("Ge ditt eget mått ett namn."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label or self.get_measure_display()}: {figure(self.value)}"


class IndicatorValue(models.Model):
    """A measured value of a goal's indicator on one day; baseline and target stand with the goal."""

    goal = models.ForeignKey(Node, models.CASCADE, related_name="indicator_values")
    measured_on = models.DateField(_("mätt den"))
    value = models.DecimalField(_("värde"), max_digits=14, decimal_places=2)
    source = models.CharField(_("källa"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("mätvärde")
        verbose_name_plural = _("mätvärden")
        ordering = ["measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "measured_on"],
                name="indicator_measured_once_a_day",
                violation_error_message=_("Målet har redan ett värde den dagen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.measured_on}: {figure(self.value)}"
