"""Anchoring: buy-in of each role before an activity goes out, as a log."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.enums import AnchoringAnswer
from plans.models import Membership

from .activity import Activity
from .year import AnchoringRole


class AnchoringQuerySet(models.QuerySet["Anchoring"]):
    """Rows of the anchoring log."""

    def waiting(self) -> Self:
        """Those asked and not answered yet."""
        return self.filter(answer="")

    def to_answer_by(self, user: User | int) -> Self:
        """What ``user`` is asked and has not answered, while they have a role and it is in a year."""
        roles = Membership.objects.active().filter(
            user=user, agreement=OuterRef("activity__activity_plan__plan__agreement")
        )
        asked = self.waiting().filter(Exists(roles), asked=user)
        return asked.filter(
            activity__activity_plan__isnull=False, activity__dropped_at__isnull=True
        )


class Anchoring(models.Model):
    """One role, asked or heard, about one activity; rows are added, never changed once answered.

    ``asked`` is the person who got the mail; it is empty where somebody only notes what was said.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="anchorings")
    role = models.ForeignKey(AnchoringRole, models.PROTECT, related_name="anchorings")
    asked = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="asked_to_anchor"
    )
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("frågat"), auto_now_add=True)
    answer = models.CharField(_("svar"), max_length=20, choices=AnchoringAnswer, blank=True)
    words = models.TextField(_("kommentar"), blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("svarat"), null=True, blank=True)

    objects = AnchoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("förankring")
        verbose_name_plural = _("förankringar")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "role", "asked"],
                condition=Q(answer=""),
                name="anchoring_asked_once",
                violation_error_message=_("Personen är redan tillfrågad."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="anchoring_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_answer_display()}"

    def get_absolute_url(self) -> str:
        """Where whoever was asked answers."""
        node = self.activity.node
        return reverse("activities:answer_anchoring", args=[node.plan.slug, node.key, self.pk])
