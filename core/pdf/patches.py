"""What public hooks of WeasyPrint and pydyf cannot reach, mended in one place.

Written against exactly the versions below; ``install`` refuses others, so that an upgrade
starts with reading this module and running ``tests/core/pdf``. What it mends:

1. ``weasyprint.pdf.add_tags``: the structure tree (see :mod:`core.pdf.tags`).
2. ``Stream.marked``: everything is drawn as an artifact and becomes content when the tagger
   claims it. Stock code numbers content while drawing, when nobody can know yet whether a box
   belongs to a margin or to the second copy of a table head.
3. ``pydyf.Stream.data``: compresses at level 9 and, since the file identifier is a checksum of
   all objects, twice. Level 6 and once: a tenth of the time of a long document.
4. :mod:`core.pdf.shaping` and :mod:`core.pdf.boxes`: the time of lines and of plain boxes.
5. :mod:`core.pdf.cascade`: styles shared below an ``id``, and by pseudo-elements.
6. :mod:`core.pdf.contents`: contents laid out once instead of three times, light leaders.
7. :mod:`core.pdf.lines`: a paragraph measured once for all its breaks.
8. :mod:`core.pdf.drawing`: one watermark a file, glyphs written by the line.
9. :mod:`core.pdf.parsing`: patterns of the HTML parser that are found again.
"""

import zlib
from contextlib import suppress
from types import TracebackType
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf.stream import Stream

from core.pdf import boxes, cascade, contents, drawing, lines, parsing, shaping
from core.pdf.tags import add_tags

WEASYPRINT = "70.0"
PYDYF = "0.13.0"
COMPRESSION = 6

stock_marked = Stream.marked


class UnknownVersion(RuntimeError):
    """Another version of the PDF library is installed than the one these patches mend."""


def install() -> None:
    """Apply the patches; raises ``UnknownVersion`` rather than mend code nobody has read."""
    found = (weasyprint.__version__, pydyf.__version__)
    if found != (WEASYPRINT, PYDYF):
        raise UnknownVersion(
            f"core.pdf.patches is written for WeasyPrint {WEASYPRINT} and pydyf {PYDYF}, "
            f"found {found[0]} and {found[1]}: read the module, run tests/core/pdf, then raise "
            "the versions named there"
        )
    weasyprint.pdf.add_tags = add_tags
    Stream.marked = marked
    pydyf.Stream.data = property(stream_data)
    boxes.install()
    cascade.install()
    contents.install()
    drawing.install()
    lines.install()
    parsing.install()
    shaping.install()


def marked(stream: Any, box: Any, tag: str) -> "Mark":
    """Takes the place of ``Stream.marked``; the tag is decided later."""
    return Mark(stream, box)


class Mark:
    """Context manager that draws an artifact and notes where, so that it can be claimed."""

    __slots__ = ("box", "start", "stream")

    def __init__(self, stream: Any, box: Any) -> None:
        self.stream = stream
        self.box = box
        self.start = -1

    def __enter__(self) -> None:
        if self.stream._tags is None or _draws_nothing(self.box):
            return
        items = self.stream.stream
        self.start = len(items)
        items.append(b"/Artifact BMC")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.start >= 0:
            items = self.stream.stream
            self.stream._tags[self.box] = (items, self.start, len(items))
            items.append(b"EMC")


def _draws_nothing(box: Any) -> bool:
    """Whether WeasyPrint skips the box: white space, unless it is underlined."""
    return (
        isinstance(box, TextBox)
        and not box.text.strip()
        and box.style["text_decoration_line"] == "none"
    )


def stream_data(stream: Any) -> bytes:
    """The bytes of a stream object, compressed once."""
    with suppress(AttributeError):
        kept: bytes = stream.kept_data
        return kept
    body = b"\n".join(map(pydyf._to_bytes, stream.stream))
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        body = zlib.compress(body, COMPRESSION)
    extra["Length"] = len(body)
    stream.kept_data = b"\n".join((extra.data, b"stream", body, b"endstream"))
    return stream.kept_data  # type: ignore[no-any-return]
