"""Any character may stand in a plan; none may break the print or vanish without a trace."""

import re
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pdf.fonts import REPLACEMENT, unprintable

from .conformance import problems
from .reading import spoken
from .samples import page, render

STRANGE = {
    "emoji": "Bra 🦩 jobbat 👩\u200d👩\u200d👧",
    "chinese": "漢字かな",
    "arabic": "العربية עברית",
    "combining": "å ä\u0323 q\u0307\u0323 \u0301ensam",
    "unassigned": "\U000e0fff \u0378",
    "private": "\ue000 \U000f0000",
    "controls": "a\x01\x02\x7f\x85b",
    "noncharacters": "a\ufffe\uffffb",
    "invisible": "a\u200b\u200d\ufe0f\u2060\ufeff\u00adb",
    "bidi": "a\u202e\u2066bcd\u2069\u202c",
    "surrogate": "a\ud83db",
    "spaces": "a\u2003\u3000\u2028b\u2029c\u0085d",
    "latin": "Ő ř ș ț ğ ı ẞ Ł đ ħ ŋ þ ð ǿ",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_characters_print_and_conform(name: str) -> None:
    text = STRANGE[name]
    body = (
        f'<div class="running" data-left="{text}"></div><h2>{text}</h2><p>{text}<b>{text}</b>'
        f'<i>{text}</i></p><ul><li>{text}</li></ul><p><a href="https://a.example">{text}</a></p>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>Bild</title>'
        f'<text y="15" font-size="12">{text}</text></svg>'
    )
    assert problems(render(body)) == []


@settings(max_examples=25)
@given(st.text(st.characters(exclude_characters="<&"), min_size=1, max_size=60))
def test_random_text_prints_and_conforms(text: str) -> None:
    assert problems(render(f"<p>Först</p><p>{text}</p>")) == []


def test_entities_are_no_way_around() -> None:
    assert problems(render("<p>&#x1F9A9; &#x6f22;</p>")) == []


def test_what_cannot_be_drawn_is_still_read_and_found() -> None:
    pdf = render("<p>Före 漢 efter</p>")
    assert REPLACEMENT in spoken(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        words = [
            str(item.ActualText)
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and "/ActualText" in item
        ]
        assert words == ["漢"]
        assert b"/ActualText" in opened.pages[0].Contents.read_bytes()


def test_the_title_keeps_its_characters() -> None:
    with pikepdf.open(BytesIO(render("<p>x</p>"))) as pdf:
        assert str(pdf.docinfo.Title) == "Plan för Älvhamra"
    assert "漢" not in re.findall("<title>.*</title>", page(""))[0]


@pytest.mark.parametrize("char", "aåäöÅÄÖéüß–—”’…•→✓½€№αДžș")
def test_what_swedish_plans_use_is_drawn(char: str) -> None:
    assert not unprintable().search(char)


@pytest.mark.parametrize("char", ["漢", "\x01", "\ue000", "\U0001f9a9", "\ufffe"])
def test_what_no_font_has_is_caught(char: str) -> None:
    assert unprintable().search(char)
