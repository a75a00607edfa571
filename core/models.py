"""The log of all changes, the mails on their way out, and the prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import MailState
from .prints.models import Rendering, RenderingQuerySet, RenderingState

__all__ = [
    "AppendOnlyError",
    "Change",
    "ChangeQuerySet",
    "OutgoingMail",
    "OutgoingMailQuerySet",
    "Rendering",
    "RenderingQuerySet",
    "RenderingState",
]


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of the log."""


class ChangeQuerySet(models.QuerySet["Change"]):
    """Rows of the log; they can be read and added to, nothing else."""

    def in_scope(self, scope: str) -> ChangeQuerySet:
        """The changes of one object and what belongs to it, such as ``plan:12``."""
        return self.filter(scope=scope)

    def of(self, *, scope: str, kind: str, key: str) -> ChangeQuerySet:
        """The history of one thing within its scope."""
        return self.filter(scope=scope, kind=kind, key=key)

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("The log is append-only: its rows are never updated.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("The log is append-only: its rows are never updated.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("The log is append-only: its rows are never deleted.")


class Change(models.Model):
    """One change: who, when, to what, and how it was before and after.

    Add rows with :mod:`core.changes`, in the transaction of the change itself. The name of the
    person is copied, so that the row can be read after the person is gone.
    """

    at = models.DateTimeField(_("när"), default=timezone.now)
    # PostgreSQL's trigger lets through one kind of update only: a deleted person sets this to null.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vem"),
    )
    by_name = models.CharField(_("namn"), max_length=255, blank=True)
    scope = models.CharField(_("område"), max_length=80)
    action = models.CharField(_("händelse"), max_length=60)
    kind = models.CharField(_("slag"), max_length=60)
    key = models.CharField(_("nyckel"), max_length=200)
    before = models.JSONField(_("före"), null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("efter"), null=True, blank=True, encoder=DjangoJSONEncoder)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ändring")
        verbose_name_plural = _("ändringar")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["scope", "-id"], name="core_change_scope"),
            models.Index(fields=["scope", "kind", "key", "-id"], name="core_change_history"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row.

        Raises:
            AppendOnlyError: the row is already in the log.
        """
        if not self._state.adding:
            raise AppendOnlyError("The log is append-only: its rows are never updated.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("The log is append-only: its rows are never deleted.")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails by where they stand."""

    def due(self, now: datetime) -> OutgoingMailQuerySet:
        """What somebody should send: its time has come, or its sender died (the lease ran out)."""
        waiting = Q(state=MailState.QUEUED, next_attempt_at__lte=now)
        abandoned = Q(state=MailState.SENDING, lease_until__lt=now)
        return self.filter(waiting | abandoned)

    def claim(self, pk: int, *, now: datetime, lease_until: datetime) -> bool:
        """Take one due mail; True if it is ours.

        One conditional UPDATE, alike on SQLite and PostgreSQL: of several senders that try at the
        same time, one changes the row and the others find it no longer due. (SKIP LOCKED does
        nothing on SQLite, silently.)
        """
        abandoned = When(state=MailState.SENDING, then=Value(True))
        claimed = (
            self.filter(pk=pk)
            .due(now)
            .update(
                state=MailState.SENDING,
                lease_until=lease_until,
                attempts=F("attempts") + 1,
                # The sender may have died after the mail server took the mail.
                possibly_sent_twice=Case(abandoned, default=F("possibly_sent_twice")),
            )
        )
        return claimed == 1


class OutgoingMail(models.Model):
    """A mail, written before it is sent and kept afterwards for those who answer for it.

    Links that sign somebody in never stand in the stored bodies: these hold a placeholder, the
    links stand in ``secrets`` until the mail is sent or the links are too old to work.

    ``person`` had the address when the mail was written: it stays theirs when they get another one.
    """

    unique_key = models.CharField(_("nyckel"), max_length=200, unique=True, null=True, blank=True)
    to = models.EmailField(_("till"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    subject = models.CharField(_("ämne"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(_("html"), blank=True)
    attachments = models.JSONField(_("bilagor"), default=list, blank=True)
    secrets = models.JSONField(_("engångslänkar"), default=dict, blank=True)
    secrets_until = models.DateTimeField(_("länkarna gäller till"), null=True, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    state = models.CharField(
        _("läge"), max_length=10, choices=MailState, default=MailState.QUEUED, db_index=True
    )
    queued_at = models.DateTimeField(_("lades i kö"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("nästa försök"), default=timezone.now)
    lease_until = models.DateTimeField(_("tas om efter"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("antal försök"), default=0)
    last_error = models.TextField(_("senaste fel"), blank=True)
    sent_at = models.DateTimeField(_("skickades"), null=True, blank=True)
    possibly_sent_twice = models.BooleanField(_("kan ha skickats två gånger"), default=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("utskick")
        verbose_name_plural = _("utskick")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="core_mail_due",
                condition=Q(state__in=[MailState.QUEUED, MailState.SENDING]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | ~Q(state=MailState.SENT) & Q(sent_at__isnull=True),
                name="core_mail_sent_has_time",
                violation_error_message=_("Ett skickat mejl har en tid när det skickades."),
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENDING, lease_until__isnull=False)
                | ~Q(state=MailState.SENDING) & Q(lease_until__isnull=True),
                name="core_mail_sending_has_lease",
                violation_error_message=_("Ett mejl som skickas just nu har en tidsgräns."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
