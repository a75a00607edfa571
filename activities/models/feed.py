"""Calendar feeds: an address that a calendar program asks, without signing in."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.models import Agreement, Plan


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Rows of feeds."""

    def open(self) -> Self:
        """Those that have not been revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """One person's feed: of all that is theirs, of an agreement, or of a plan.

    Only the SHA-256 of the token is kept: who reads the database learns no address.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("skapad"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("återkallad"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kalenderadress")
        verbose_name_plural = _("kalenderadresser")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=True) | Q(plan__isnull=True),
                name="calendar_feed_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.plan or self.agreement or self.user)
