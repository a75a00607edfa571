"""The print fonts, and text made fit for them.

The fonts of the machine must not decide what a document looks like, nor its bytes. So the
engine runs with a font configuration of its own that knows the files in ``static/fonts/print``
only, and characters that none of them can draw are replaced before the layout: ``.notdef``
is forbidden in PDF/A.
"""

import os
import re
import unicodedata
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from core.pdf.static_files import FONTS

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Zero-width by nature; Pango draws nothing for them, whatever the font says.
INVISIBLE = {
    0x00AD,
    0x034F,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
}
INVISIBLE |= {*range(0x2066, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF}
WHITE = {0x09, 0x0A, 0x0D, 0x20}


class PrintFonts(FontConfiguration):  # type: ignore[misc]
    """The fonts beside ``fonts.conf``, straight from their files, and no others."""

    def __init__(self) -> None:
        super().__init__()
        for path in sorted(FONTS.glob("*.ttf")):
            if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(path)):
                raise RuntimeError(f"cannot load the print font {path.name}")
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """Ignore ``@font-face``: it is for the screen; prints use the fonts loaded above."""


@cache
def unprintable() -> re.Pattern[str]:
    """Matches one character, or a joined sequence of them, that no print font can draw."""
    covered = INVISIBLE | WHITE
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            covered |= font.getBestCmap().keys()
    drawable = _character_class(sorted(covered - INVISIBLE))
    joined = _character_class(sorted(INVISIBLE))
    return re.compile(f"[^{drawable}{joined}](?:[{joined}]+[^{drawable}{joined}]|[{joined}])*")


def _character_class(codepoints: list[int]) -> str:
    ranges: list[list[int]] = []
    for codepoint in codepoints:
        if ranges and ranges[-1][1] == codepoint - 1:
            ranges[-1][1] = codepoint
        else:
            ranges.append([codepoint, codepoint])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def spoken(sequence: str) -> str:
    """The words for a sequence that could not be drawn, for reading aloud and for search.

    The sequence itself, unless it holds what no reader can use (control characters, unassigned
    code points, halves of surrogate pairs).
    """
    useless = {"Cc", "Cn", "Cs"}
    kept = "".join(char for char in sequence if unicodedata.category(char) not in useless)
    return kept or REPLACEMENT
