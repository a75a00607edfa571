"""Pictures that people upload: decoded, made small enough, and written anew without what came along."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageOps

from plans.models import Image
from plans.models.image import LARGEST_IMAGE, MOST_PIXELS

LONGEST_SIDE = 2400  # at 15 cm on paper 400 dots to the inch
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
JPEG_QUALITY = 90


def store_picture(upload: IO[bytes]) -> Image:
    """The uploaded picture as a row; the same bytes are stored once.

    It is decoded for real and written anew: place, camera and whatever else hides in the file stay
    behind, and a file that is two things at once is a picture only. Raises ValidationError when it
    is no PNG or JPEG, too large, or broken.
    """
    raw = upload.read(LARGEST_IMAGE + 1)
    if len(raw) > LARGEST_IMAGE:
        limit = LARGEST_IMAGE // 1024 // 1024
        raise ValidationError(_("Bilden är större än %s MB. Välj en mindre.") % limit)
    data, media_type = _written_anew(raw)
    image, _made = Image.objects.get_or_create(
        sha256=hashlib.sha256(data).hexdigest(), defaults={"media_type": media_type, "data": data}
    )
    return image


def _written_anew(raw: bytes) -> tuple[bytes, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(raw), formats=list(KINDS)) as picture:
                _refuse_many_pixels(picture)
                form = str(picture.format)
                return _saved(picture, form), KINDS[form]
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except ValidationError:
        raise
    except Exception:  # Pillow raises whatever a broken file provokes, SyntaxError included
        message = _("Filen går inte att läsa som en bild. Välj en PNG eller en JPEG.")
        raise ValidationError(message) from None


def _refuse_many_pixels(picture: Picture.Image) -> None:
    """Before anything is unpacked."""
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()


def _saved(picture: Picture.Image, form: str) -> bytes:
    """The pixels alone, turned as the camera was held, no larger than a print needs."""
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    mode = _mode(turned, form)
    bare = Picture.new(mode, turned.size)
    bare.paste(turned.convert(mode))
    output = io.BytesIO()
    options = {"quality": JPEG_QUALITY} if form == "JPEG" else {"optimize": True}
    bare.save(output, form, **options)
    return output.getvalue()


def _mode(picture: Picture.Image, form: str) -> str:
    if form == "JPEG":
        return "L" if picture.mode == "L" else "RGB"
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    return "RGBA" if has_alpha else "L" if picture.mode in ("1", "L") else "RGB"


def _too_many_pixels() -> ValidationError:
    limit = MOST_PIXELS // 1_000_000
    return ValidationError(_("Bilden har fler än %s miljoner bildpunkter.") % limit)
