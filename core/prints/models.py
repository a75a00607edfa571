"""Renderings: the queue of PDFs to make, their progress, and the cache of those made."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class RenderingState(models.TextChoices):
    """How far a PDF has come."""

    QUEUED = "queued", _("väntar")
    RUNNING = "running", _("pågår")
    DONE = "done", _("klar")
    FAILED = "failed", _("gick inte att skapa")


class RenderingQuerySet(models.QuerySet["Rendering"]):
    """Rows of renderings."""

    def light(self) -> Self:
        """Without the source and the PDF."""
        return self.defer("source", "pdf")

    def of(self, kind: str, subject_id: int) -> Self:
        """Every print of one thing."""
        return self.filter(kind=kind, subject_id=subject_id)

    def waiting(self, now: datetime) -> Self:
        """Those that nobody works on: queued, or left by a worker whose lease ran out."""
        return self.filter(
            Q(state=RenderingState.QUEUED) | Q(state=RenderingState.RUNNING, leased_until__lt=now)
        )


class Rendering(models.Model):
    """One PDF, asked for once whoever asks: ``key`` stands for everything that it is made of.

    The row is the queue; Celery only nudges. ``subject_id`` is the id of what is printed, in the
    table that its kind knows. The source is copied, so that a print is of the moment when it was
    asked for. Rows are a cache: what has to be kept, its kind stores elsewhere when it is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    subject_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=64)
    source = models.TextField()
    record = models.TextField(blank=True)
    site_url = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=RenderingState, default=RenderingState.QUEUED)
    pages_done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        app_label = "core"
        verbose_name = _("utskrift")
        verbose_name_plural = _("utskrifter")
        constraints = [
            # Not the key alone: two plans may say the same, and be open to different people.
            models.UniqueConstraint(
                fields=["kind", "subject_id", "key"], name="rendering_once_for_its_subject"
            ),
            models.CheckConstraint(
                condition=Q(state=RenderingState.DONE, pdf__isnull=False)
                | (~Q(state=RenderingState.DONE) & Q(pdf__isnull=True)),
                name="rendering_done_has_pdf",
            ),
            models.CheckConstraint(
                condition=~Q(state=RenderingState.FAILED) | ~Q(error=""),
                name="rendering_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The page that shows how far it has come."""
        return reverse("core:rendering", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.state == RenderingState.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == RenderingState.FAILED
