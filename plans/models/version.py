"""Frozen versions of a plan, and what each party has said of them."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.enums import Validity, Verdict, VersionState

from .agreement import Party
from .plan import Plan

SHA256 = r"^[0-9a-f]{64}$"
LARGE = ("document", "pdf")


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    """Rows of versions."""

    def light(self) -> Self:
        """Without the document and the PDF, for lists."""
        return self.defer(*LARGE)

    def in_force(self, on: date) -> Self:
        """The one version of each plan that is in force on ``on``."""
        return self.latest_begun(on).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            Q(plan__agreement__ends_on__isnull=True) | Q(plan__agreement__ends_on__gte=on),
        )

    def latest_begun(self, on: date) -> Self:
        """Of each plan the adopted version whose first day came last, expired or not."""
        return self.filter(self._is_latest_begun(on))

    def counting(self, on: date) -> Self:
        """Of each plan the latest begun, and the one that is being decided on."""
        return self.filter(self._is_latest_begun(on) | Q(state=VersionState.PROPOSED))

    @staticmethod
    def _is_latest_begun(on: date) -> Q:
        newest = (
            PlanVersion.objects.filter(
                plan=models.OuterRef("plan"), state=VersionState.ADOPTED, valid_from__lte=on
            )
            .order_by("-valid_from", "-number")
            .values("pk")[:1]
        )
        return Q(state=VersionState.ADOPTED, pk=models.Subquery(newest))


class PlanVersion(models.Model):
    """A plan as it was proposed: the document's bytes, their SHA-256, and the version's record.

    What is approved is the document. Number, dates and approvals are the record, printed with it
    and no part of the SHA-256. Nothing of an adopted version is ever changed, except that its PDF
    is stored once; a trigger in the database holds that.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("nummer"))
    document = models.TextField()
    schema = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    image_sha256s = models.JSONField(default=list, blank=True)
    state = models.CharField(
        _("läge"), max_length=20, choices=VersionState, default=VersionState.PROPOSED
    )
    proposed_at = models.DateTimeField(_("föreslagen"))
    proposed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("av")
    )
    proposed_by_name = models.CharField(max_length=300, blank=True)
    wished_from = models.DateField(_("önskad första dag"), null=True, blank=True)
    decided_at = models.DateTimeField(_("avgjord"), null=True, blank=True)
    adopted_on = models.DateField(_("fastställd"), null=True, blank=True)
    valid_from = models.DateField(_("gäller från och med"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till och med"), null=True, blank=True)
    code = models.CharField(_("kontrollkod"), max_length=20, unique=True)
    pdf = models.BinaryField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versioner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once_in_plan"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=VersionState.PROPOSED),
                name="version_one_proposal_at_a_time",
                violation_error_message=_("En version av planen är redan föreslagen."),
            ),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="version_sha256_form"),
            models.CheckConstraint(
                condition=Q(state=VersionState.PROPOSED, decided_at__isnull=True)
                | (~Q(state=VersionState.PROPOSED) & Q(decided_at__isnull=False)),
                name="version_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=VersionState.ADOPTED, adopted_on__isnull=False, valid_from__isnull=False
                )
                | (
                    ~Q(state=VersionState.ADOPTED)
                    & Q(adopted_on__isnull=True, valid_from__isnull=True)
                ),
                name="version_adopted_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="version_state_known"
            ),
            models.CheckConstraint(
                condition=Q(pdf__isnull=True, pdf_sha256="")
                | Q(pdf__isnull=False, pdf_sha256__regex=SHA256, state=VersionState.ADOPTED),
                name="version_pdf_has_sha256_and_is_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"

    def get_absolute_url(self) -> str:
        """The page of this version."""
        return reverse("appendix:version", args=[self.plan.slug, self.number])

    @property
    def printed_code(self) -> str:
        """The check code in two groups, as it is read aloud and typed."""
        half = len(self.code) // 2
        return f"{self.code[:half]}-{self.code[half:]}"

    @property
    def document_bytes(self) -> bytes:
        """The bytes whose SHA-256 the parties approve."""
        return self.document.encode()

    def is_intact(self) -> bool:
        """Whether the stored document still has the SHA-256 that was approved."""
        return hashlib.sha256(self.document_bytes).hexdigest() == self.sha256

    def first_day(self, adopted_on: date) -> date:
        """The first day in force if adopted on ``adopted_on``: never earlier, whatever was wished for."""
        return max(self.wished_from or adopted_on, adopted_on)

    def has_begun(self) -> bool:
        """Whether the version is adopted and its first day has come."""
        return self.valid_from is not None and self.valid_from <= localdate()

    def validity(self, on: date, *, current: PlanVersion | None) -> Validity | None:
        """Where the version stands on ``on``; None when it is not adopted.

        ``current`` is the plan's latest begun version on that day (``latest_begun``); the caller
        has it at hand, so that a list of versions costs one question, not one a row.
        """
        if self.state != VersionState.ADOPTED or self.valid_from is None:
            return None
        if self.valid_from > on:
            return Validity.UPCOMING
        if current is not None and current.pk != self.pk:
            return Validity.SUPERSEDED
        if self.plan.agreement.has_expired(on) or (self.valid_to and self.valid_to < on):
            return Validity.EXPIRED
        return Validity.IN_FORCE


class Approval(models.Model):
    """What one party, through one of its own people, has said of one SHA-256."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="approvals")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    party_name = models.CharField(_("part"), max_length=200)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(_("av"), max_length=300)
    by_title = models.CharField(_("titel"), max_length=150, blank=True)
    verdict = models.CharField(_("svar"), max_length=20, choices=Verdict)
    sha256 = models.CharField(max_length=64)
    comment = models.TextField(_("kommentar"), blank=True)
    at = models.DateTimeField(_("tid"))

    class Meta:
        verbose_name = _("godkännande")
        verbose_name_plural = _("godkännanden")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                name="approval_once_per_party",
                violation_error_message=_("Parten har redan svarat på den här versionen."),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="approval_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVED) | ~Q(comment=""),
                name="approval_rejection_has_reason",
                violation_error_message=_("Skriv varför versionen avslås."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_name}: {self.get_verdict_display()}"
