"""HTML in, one PDF out that is PDF/A-3a and PDF/UA-1. The only way to WeasyPrint.

Never import this module in a web process. The output is a function of the arguments: same
arguments, same bytes, in another process and another year.
"""

import ctypes.util
import gc
import logging
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from core.pdf.contract import Asset, Attachment
from core.pdf.static_files import FONTS, locate

# Read by fontconfig whenever it is initialised in this process; see core.pdf.fonts.
os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
# cffi asks gcc and ldconfig for every library name, a quarter of a second in all; WeasyPrint
# falls back on the file names, which the loader finds by itself.
_find_library = ctypes.util.find_library
ctypes.util.find_library = lambda name: None
try:
    with warnings.catch_warnings():
        # "No fonts configured": right, and on purpose.
        warnings.filterwarnings("ignore", message="No fonts configured")
        import weasyprint
        from weasyprint.css.counters import CounterStyle
finally:
    ctypes.util.find_library = _find_library

from core.pdf import patches  # noqa: E402
from core.pdf.fetcher import ClosedFetcher, Refusal  # noqa: E402
from core.pdf.finish import Finisher  # noqa: E402
from core.pdf.fonts import PrintFonts  # noqa: E402
from core.pdf.text import make_printable, without_foreign_breaks  # noqa: E402
from core.pdf.watermark import watermark_css  # noqa: E402

BASE_STYLESHEET = "css/print-base.css"

patches.install()


@cache
def _fonts() -> PrintFonts:
    return PrintFonts()


@cache
def _parsed(names: tuple[str, ...]) -> tuple[list[Any], Any]:
    """Stylesheets, parsed once per process, with the counter styles that they define."""
    counter_style = CounterStyle()
    sheets = [
        weasyprint.CSS(
            string=locate(name).read_text(encoding="utf-8"),
            base_url=f"static:{name}",
            url_fetcher=ClosedFetcher(),
            font_config=_fonts(),
            counter_style=counter_style,
        )
        for name in names
    ]
    return sheets, counter_style


def render(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    assets: Mapping[str, Asset] | None = None,
    attachments: Sequence[Attachment] = (),
    dated: datetime,
    watermark: str = "",
    on_progress: Callable[[int], None] | None = None,
) -> bytes:
    """The PDF of ``html``, a whole page with ``lang`` and ``title``.

    ``stylesheets`` are names of our own files below ``static/``, after the base stylesheet that
    always applies. The HTML may refer to ``asset:NAME`` for the images in ``assets`` and to
    ``static:PATH``. ``dated`` (aware) is the time of creation written into the file; the clock
    is never read. ``watermark`` is a word behind the text of every page. ``on_progress`` is told
    the number of pages laid out so far.

    Raises ``ForbiddenResource``, ``UnusableImage`` and ``MissingDescription``.
    """
    if dated.tzinfo is None:
        raise ValueError("dated needs a time zone")
    try:
        with _collection_paused(), _progress(on_progress):
            names = tuple(stylesheets)
            return _render(html, names, assets or {}, attachments, dated, watermark)
    except Refusal as refusal:
        raise refusal.error from None


def _render(
    html: str,
    stylesheets: tuple[str, ...],
    assets: Mapping[str, Asset],
    attachments: Sequence[Attachment],
    dated: datetime,
    watermark: str,
) -> bytes:
    sheets, counter_style = _parsed((BASE_STYLESHEET, *stylesheets))
    if watermark:
        sheets = [*sheets, weasyprint.CSS(string=watermark_css(watermark))]
    fetcher = ClosedFetcher(assets)
    page = weasyprint.HTML(string=without_foreign_breaks(html), url_fetcher=fetcher)
    make_printable(page)
    document = page.render(
        font_config=_fonts(),
        counter_style=counter_style,
        stylesheets=sheets,
        pdf_variant="pdf/a-3a",
    )
    document.metadata.created = document.metadata.modified = (
        dated.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )
    finisher = Finisher(attachments, dated)
    pdf: bytes = document.write_pdf(
        finisher=finisher, pdf_variant="pdf/a-3a", attachments=finisher.embedded()
    )
    return pdf


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Keep the garbage collector still: boxes live to the end, so its passes find nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _PageCounter(logging.Handler):
    """Hears WeasyPrint's progress log and passes on the number of the page being laid out."""

    def __init__(self, on_progress: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self._on_progress = on_progress

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and record.args and "Page %d" in record.msg:
            self._on_progress(int(str(record.args[0])))


@contextmanager
def _progress(on_progress: Callable[[int], None] | None) -> Iterator[None]:
    if on_progress is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    handler, level = _PageCounter(on_progress), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
