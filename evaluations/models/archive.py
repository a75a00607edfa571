"""The archive: what is kept of an activity, as a public record (rule 7 of the glossary)."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import Activity
from evaluations.enums import ArchiveKind, Recognisable

SHA256 = r"^[0-9a-f]{64}$"


class StoredFile(models.Model):
    """A file under the SHA-256 of its bytes, once however many items show it.

    The bytes lie in the installation's media folder (``evaluations.store``); this row says that
    they are whole there.
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    media_type = models.CharField(_("typ"), max_length=100)
    size = models.PositiveBigIntegerField(_("storlek i byte"))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lagrad fil")
        verbose_name_plural = _("lagrade filer")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="stored_file_sha256_form"
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class ArchiveItemQuerySet(models.QuerySet["ArchiveItem"]):
    """Rows of the archive."""

    def kept(self) -> Self:
        """Those that have not been disposed of."""
        return self.filter(disposed_at__isnull=True)


class ArchiveItem(models.Model):
    """A kept piece of evidence: a file or a link.

    One that is disposed of keeps its row, without the file: who, when and on what ground.
    ``original_sha256`` is of the bytes as they were uploaded, ``file`` of those that are kept.
    ``token`` names it in addresses, so that none can be guessed.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="archive")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("typ"), max_length=20, choices=ArchiveKind)
    title = models.CharField(_("titel"), max_length=300)
    alt = models.TextField(_("alternativtext"), blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="items"
    )
    thumbnail = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    original_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(_("filnamn"), max_length=300, blank=True)
    address = models.URLField(_("adress"), max_length=2000, blank=True)
    captured_on = models.DateField(_("tagen eller sparad"))
    captured_time = models.TimeField(_("klockslag"), null=True, blank=True)
    captured_by = models.CharField(_("tagen eller sparad av"), max_length=150, blank=True)
    rights = models.TextField(_("rättigheter"), blank=True)
    recognisable = models.CharField(
        _("kan någon kännas igen?"),
        max_length=20,
        choices=Recognisable,
        default=Recognisable.UNKNOWN,
    )
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    disposed_at = models.DateTimeField(_("gallrad"), null=True, blank=True)
    disposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    disposed_by_name = models.CharField(max_length=300, blank=True)
    disposal_ground = models.TextField(_("grund för gallring"), blank=True)

    objects = ArchiveItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("arkivmaterial")
        verbose_name_plural = _("arkivmaterial")
        ordering = ["captured_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=False) | Q(file__isnull=False) | ~Q(address=""),
                name="archive_item_has_file_or_address",
                violation_error_message=_("Lägg till en fil eller en länk."),
            ),
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True, disposal_ground="")
                | (Q(disposed_at__isnull=False, file__isnull=True) & ~Q(disposal_ground="")),
                name="archive_item_disposed_on_a_ground",
                violation_error_message=_("Skriv på vilken grund materialet gallras."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_gone(self) -> bool:
        """Whether it has been disposed of: nothing of it can be changed."""
        return self.disposed_at is not None

    @property
    def is_image(self) -> bool:
        """Whether there is a picture to show."""
        return self.thumbnail_id is not None
