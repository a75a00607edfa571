"""Reminders: what an agreement has set, and each due notice to each person, once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import OutgoingMail
from plans.models import Agreement


class ReminderSettings(models.Model):
    """How many days before something its notices are due, where an agreement has its own wish.

    ``offsets``: kind of notice → days before (negative: after); a kind that is not named has the
    usual ones (``evaluations.offsets``).
    """

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="reminder_settings")
    offsets = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("inställningar för påminnelser")

    def __str__(self) -> str:
        return str(self.agreement)


class Notice(models.Model):
    """One thing to tell one person, queued once: ``unique_key`` says what it is about.

    ``mail`` is the mail that carries it; a notice that waits for the weekly digest has none yet,
    and one for a person who wants no mails never gets one, but is seen in the application.
    ``due_on`` is the day of what it is about, ``told_on`` the day by which its words are true, and
    ``reason`` says in words why it is told then.
    """

    unique_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    due_on = models.DateField(_("gäller"))
    told_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    waits_for_digest = models.BooleanField(default=False)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    queued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("avisering")
        verbose_name_plural = _("aviseringar")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["user"],
                condition=models.Q(waits_for_digest=True),
                name="notice_waits_for_digest",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class ReminderRound(models.Model):
    """Until which day an agreement's notices have been queued, and what could not be.

    Not what is due, only what has been done: a stamp that spares the minutes of the rest of the
    day. Were it lost, the keys of the notices would still keep each from being told twice. With
    ``failed_at`` the round is made again after a while.
    """

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    trouble = models.TextField(_("kunde inte påminna om"), blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dagens påminnelser")
        verbose_name_plural = _("dagens påminnelser")

    def __str__(self) -> str:
        return f"{self.agreement}: {self.done_on}"
