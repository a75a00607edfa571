"""What a document being printed may read: its own named images and our static files.

WeasyPrint's own fetcher opens ``file://`` and the network. This one knows ``asset:NAME``,
``static:PATH`` and the engine's own ``watermark:``, and stops the print at anything else.
"""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.pdf.contract import Asset, ForbiddenResource, PrintError, UnusableImage
from core.pdf.static_files import MEDIA_TYPES, locate
from core.pdf.watermark import watermark_svg

MAX_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
PRINTABLE_MODES = {"RGB", "RGBA", "L", "LA", "P", "1"}


class Refusal(FatalURLFetchingError):  # type: ignore[misc]
    """Carries our exception through WeasyPrint, which swallows every ordinary ``Exception``."""

    def __init__(self, error: PrintError) -> None:
        super().__init__(str(error))
        self.error = error


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves ``asset:`` from memory and ``static:`` from our own folder, nothing else."""

    def __init__(self, assets: Mapping[str, Asset] | None = None) -> None:
        super().__init__(allowed_protocols=("asset", "static", "watermark"), allow_redirects=False)
        self._assets = assets or {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The response for ``url``; raises ``Refusal``, never opens a connection."""
        try:
            data, media_type = self._read(url)
        except PrintError as error:
            raise Refusal(error) from error
        return URLFetcherResponse(url, data, {"Content-Type": media_type})

    def open(self, url: object, data: object = None, timeout: object = None) -> URLFetcherResponse:
        """Closes the way past ``fetch`` that ``urllib`` would offer."""
        return self.fetch(str(getattr(url, "full_url", url)))

    def _read(self, url: str) -> tuple[bytes, str]:
        scheme, _separator, name = url.partition(":")
        if scheme == "asset" and name in self._assets:
            return printable(name, self._assets[name])
        if scheme == "watermark":
            return watermark_svg(_word(name)), "image/svg+xml"
        if scheme == "static":
            path = locate(name)
            return path.read_bytes(), MEDIA_TYPES[path.suffix]
        raise ForbiddenResource(url)


def _word(encoded: str) -> str:
    try:
        return bytes.fromhex(encoded[:200]).decode()
    except ValueError:
        raise ForbiddenResource(encoded) from None


def printable(name: str, asset: Asset) -> tuple[bytes, str]:
    """The image in a form that PDF/A takes, checked by its content and not by its label.

    The size is read from the header, before a decompression bomb could unfold. Colours other
    than grey and RGB are converted, since the archival profile of the file is sRGB.
    """
    try:
        with Image.open(BytesIO(asset.data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnusableImage(name)
            if image.mode in PRINTABLE_MODES and image.format in {"PNG", "JPEG"}:
                image.load()
                return asset.data, f"image/{image.format.lower()}"
            return _as_png(image), "image/png"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnusableImage(name) from error
    except Image.DecompressionBombError as error:
        raise UnusableImage(name) from error


def _as_png(image: Image.Image) -> bytes:
    target = "RGBA" if image.has_transparency_data else "RGB"
    output = BytesIO()
    image.convert(target).save(output, format="PNG")
    return output.getvalue()
