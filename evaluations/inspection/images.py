"""Images: decoded for real and written anew, without what tells where, when and by whom."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps

from evaluations.inspection.verdicts import (
    KEPT,
    THUMBNAIL,
    Limits,
    RefusedError,
    Verdict,
    main,
)

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
# A JPEG with more pixels is unpacked at half its size, which costs a quarter.
FULL_SIZE = 16_000_000
THUMBNAIL_SIDE = 480
JPEG_QUALITY = 88


def inspect(source: Path, folder: Path, limits: Limits) -> Verdict:
    """Write the image anew into ``folder``, and a thumbnail beside it.

    Of an animation the first picture is kept. Raises RefusedError for what cannot be decoded whole
    or has too many pixels.
    """
    # The limit that counts is our own, before anything is unpacked.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=FORMATS) as opened:
            return _written_anew(opened, folder, limits)
    except (RefusedError, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise RefusedError("pixels") from None
    except Exception:  # Pillow raises whatever a broken file provokes, SyntaxError included
        raise RefusedError("broken") from None


def _written_anew(opened: Image.Image, folder: Path, limits: Limits) -> Verdict:
    is_jpeg = opened.format in {"JPEG", "MPO"}
    if is_jpeg and opened.width * opened.height > FULL_SIZE:
        opened.draft(None, (opened.width // 2, opened.height // 2))
    if opened.width * opened.height > limits.pixels:
        raise RefusedError("pixels")
    opened.load()
    picture = _bare(opened)
    is_photo = is_jpeg or (opened.format == "WEBP" and picture.mode != "RGBA")
    _save(picture, folder / KEPT, is_photo=is_photo)
    size = picture.size
    small = _fewer(picture) if picture.mode == "RGBA" else picture
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
    _save(small, folder / THUMBNAIL, is_photo=is_photo)
    return Verdict("image/jpeg" if is_photo else "image/png", *size)


def _fewer(picture: Image.Image) -> Image.Image:
    """A picture with alpha, coarser if it is large, band by band: whole it would be copied first."""
    factor = min(picture.size) // (2 * THUMBNAIL_SIDE)
    if factor < 2:
        return picture
    bands = [picture.getchannel(band).reduce(factor) for band in picture.getbands()]
    return Image.merge(picture.mode, bands)


def _bare(opened: Image.Image) -> Image.Image:
    """The pixels alone, turned as the camera was held, in a mode that both formats write."""
    ImageOps.exif_transpose(opened, in_place=True)
    is_clear = "A" in opened.getbands() or "transparency" in opened.info
    if opened.mode.startswith("I"):  # sixteen bits a pixel
        picture = opened.convert("I").point([value / 256 for value in range(65536)], "L")
    else:
        mode = "RGBA" if is_clear else "L" if opened.mode in {"1", "L"} else "RGB"
        picture = opened if opened.mode == mode else opened.convert(mode)
    picture.info = {}
    return picture


def _save(picture: Image.Image, path: Path, *, is_photo: bool) -> None:
    if is_photo:
        if picture.mode == "RGBA":
            picture = picture.convert("RGB")
        picture.save(path, "JPEG", quality=JPEG_QUALITY)
    else:
        picture.save(path, "PNG", compress_level=3)


if __name__ == "__main__":
    main(inspect)
