"""Who is at work in a plan, and where."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .node import KEY_LENGTH
from .plan import Plan

GONE_AFTER = timedelta(seconds=45)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Rows of presence."""

    def here(self, now: datetime) -> Self:
        """Windows that have said that they are here lately."""
        return self.filter(seen_at__gte=now - GONE_AFTER)

    def gone(self, now: datetime) -> Self:
        """Windows that have said nothing for a while."""
        return self.filter(seen_at__lt=now - GONE_AFTER)


class Presence(models.Model):
    """One open window of one person; it says every now and then that it is still there."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    window = models.CharField(max_length=36)
    section_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("närvaro")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user", "window"], name="presence_once_a_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section_key}"
