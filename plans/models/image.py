"""Images that plans print, under the SHA-256 of their bytes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LARGEST_IMAGE = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000


class Image(models.Model):
    """The bytes of a logo or a figure; never changed, shared by all who use the same bytes."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    media_type = models.CharField(
        _("typ"), max_length=20, choices=[("image/png", "PNG"), ("image/jpeg", "JPEG")]
    )
    data = models.BinaryField()

    class Meta:
        verbose_name = _("bild")
        verbose_name_plural = _("bilder")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="image_sha256_form"
            ),
            models.CheckConstraint(
                condition=models.Q(media_type__in=["image/png", "image/jpeg"]),
                name="image_media_type",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
