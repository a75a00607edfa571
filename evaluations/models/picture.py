"""The situational picture: problem areas, as they are now and as they were at each review."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from evaluations.enums import AreaPriority, Trend
from plans.models import Agreement
from plans.models.plan import OrderedRow


class AreaWords(models.Model):
    """What is said of a problem area, now or at a review."""

    name = models.CharField(_("problemområde"), max_length=200)
    description = models.TextField(_("beskrivning"), blank=True)
    priority = models.CharField(
        _("prioritet"), max_length=10, choices=AreaPriority, default=AreaPriority.MEDIUM
    )
    source = models.TextField(_("källa"), blank=True)
    trend = models.CharField(_("utveckling"), max_length=10, choices=Trend, default=Trend.UNKNOWN)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ProblemArea(OrderedRow, AreaWords):
    """A problem that the parties focus on, as they see it now; removed ones lie in the bin."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="problem_areas")
    activities = models.ManyToManyField(Activity, related_name="problem_areas", blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("problemområde")
        verbose_name_plural = _("problemområden")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="problem_area_has_name",
                violation_error_message=_("Problemområdet behöver ett namn."),
            )
        ]


class ProblemAreaThen(AreaWords):
    """A problem area as the picture was when a review was closed; never changed."""

    review = models.ForeignKey("evaluations.Review", models.CASCADE, related_name="picture")
    area = models.ForeignKey(ProblemArea, models.CASCADE, related_name="then")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("problemområde vid en översyn")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "area"], name="area_once_in_a_picture")
        ]
