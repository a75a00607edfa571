"""A PDF as a screen reader meets it: roles and words in the order of the structure tree."""

import re
from io import BytesIO
from typing import Any

import pikepdf

from .conformance import Element, _runs, read_structure


def spoken(data: bytes) -> str:
    """``<Role>`` for each element and the words in it, all in reading order."""
    with pikepdf.open(BytesIO(data)) as pdf:
        words = _words(pdf)
        return "".join(_speak(read_structure(pdf), words))


def _speak(element: Element, words: dict[tuple[Any, int], str]) -> list[str]:
    parts = [f"<{element.role}>"]
    children = iter(element.children)
    kids: list[Any] = list(element.raw.get("/K", []))
    for kid in kids:
        if isinstance(kid, int):
            parts.append(words.get((element.raw.Pg.objgen, kid), ""))
        elif kid.get("/Type") == pikepdf.Name.MCR:
            parts.append(words.get((kid.Pg.objgen, int(kid.MCID)), ""))
        elif kid.get("/Type") != pikepdf.Name.OBJR:
            parts += _speak(next(children), words)
    return parts


def _words(pdf: Any) -> dict[tuple[Any, int], str]:
    words: dict[tuple[Any, int], str] = {}
    maps: dict[Any, dict[bytes, str]] = {}
    for page in pdf.pages:
        for number, glyphs, font in _runs(page):
            if number is None:
                continue
            if font.objgen not in maps:
                maps[font.objgen] = _characters(font)
            characters = maps[font.objgen]
            text = "".join(
                characters.get(glyphs[at : at + 2], "?") for at in range(0, len(glyphs), 2)
            )
            words[page.objgen, number] = words.get((page.objgen, number), "") + text
    return words


def _characters(font: Any) -> dict[bytes, str]:
    pairs = re.findall(
        rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", font.ToUnicode.read_bytes(), re.MULTILINE
    )
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in pairs
    }
