"""What is printed the same with less work, and that the stock code still does the work.

Where a test of stock code fails, upstream has mended it, and the shortcut goes.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import groupby, pairwise
from types import ModuleType
from xml.etree.ElementTree import tostring

import pikepdf
import pytest
import tinyhtml5  # type: ignore[import-untyped]
from weasyprint.css import ComputedStyle
from weasyprint.text.line_break import Layout

from core.pdf import boxes, cascade, contents, drawing, lines, parsing

from .samples import everything, page, render
from .test_engine import printed_text

LISTS = "".join(
    f'<section id="s{number}" class="part"><h2 id="h{number}">Rubrik</h2><ul><li>Punkt</li></ul>'
    f'<p lang="en" style="color: #333">Words <a href="#s1">here</a>.</p></section>'
    for number in range(20)
)


PROSE = (
    "Kommunikationsansvarig i Älvhamra–Norrskog skriver (varje månad) till trygghetssamordnare, "
    "polis- och räddningstjänst; 50\u00a0% av mål/delmål följs upp… ”Alltid” <b>svar i\u00a0tid</b>, "
    'AVVÄGNING <a href="https://samrad.example/en/lang/adress">samrad.example/en/lang/adress</a> '
    "brotts\u00adförebyggande WAVE Type Yta Vi To. <i>Kursivt, kort.</i> "
)
WIDTHS = "".join(
    f'<div style="width: {width}pt; overflow-wrap: {wrap}">{PROSE * 2}<br>{PROSE[:-5]} العربية ord'
    f"<table><tr><td>{PROSE}</td><th>Trygghet i centrum</th></tr></table></div>"
    for width in range(40, 470, 23)
    for wrap in ("normal", "anywhere")
)


@contextmanager
def stock(module: ModuleType) -> Iterator[None]:
    """The same engine without the shortcuts of ``module``."""
    module.uninstall()
    try:
        yield
    finally:
        module.install()


ODD = (
    '<div style="direction: rtl; margin-inline-start: 20pt">Åt höger<p style="margin: inherit">a</p></div>'
    '<p style="text-indent: calc(10pt + 1%)">Indrag</p><section style="page: cover">Omslag</section>'
    '<section><div style="page: cover; border-radius: 4pt; border: 1pt solid">Ett</div></section>'
    '<p style="position: absolute; top: 0; float: right">Lös</p><p style="float: left">Flytande</p>ord'
)


@pytest.mark.parametrize("module", [cascade, boxes], ids=["styles", "boxes"])
@pytest.mark.parametrize("body", [LISTS, ODD], ids=["lists", "odd"])
def test_kept_styles_and_boxes_change_no_byte(module: ModuleType, body: str) -> None:
    ours = render(body)
    with stock(module):
        assert render(body) == ours


def test_shared_styles_change_no_byte_of_the_sample() -> None:
    shared = everything()
    with stock(cascade):
        assert everything() == shared


def test_stock_styles_are_still_made_for_each_section(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[type] = Counter()
    plain = ComputedStyle.__init__

    def count(style: ComputedStyle, *arguments: object) -> None:
        made[type(style)] += 1
        plain(style, *arguments)

    monkeypatch.setattr(ComputedStyle, "__init__", count)
    body = LISTS.replace(' lang="en" style="color: #333"', "")
    render(body)
    ours = made[ComputedStyle]
    with stock(cascade):
        render(body)
    assert made[cascade.AnchoredStyle] == 40
    assert ours < 90
    assert made[ComputedStyle] - ours > 5 * ours


def nav(*titles: str) -> str:
    """Contents of parts that each begin on a new page."""
    links = "".join(f'<li><a href="#p{i}">{title}</a></li>' for i, title in enumerate(titles))
    parts = "".join(
        f'<section id="p{i}" style="break-before: page"><h2>{title}</h2></section>'
        for i, title in enumerate(titles)
    )
    return f'<nav role="doc-toc"><ol>{links}</ol></nav>{parts}'


def boxes_of_words(pdf: bytes) -> str:
    """What pdftotext says of each word and where it stands, in points."""
    command = ["pdftotext", "-bbox", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def numbers(pdf: bytes) -> list[tuple[int, float]]:
    """The numbers at the end of the lines of contents, and their right edges in points."""
    words = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', boxes_of_words(pdf))
    return [
        (int(word), round(float(right), 1))
        for (_edge, before), (right, word) in pairwise(words)
        if before.endswith(".") and word.isdigit()
    ]


def test_contents_name_the_page_of_each_part_at_the_right_edge() -> None:
    found = numbers(render(nav(*["Del"] * 120)))
    assert [number for number, _edge in found] == list(range(4, 124))
    assert len({edge for _number, edge in found}) == 1


def words_of_lines(pdf: bytes) -> list[list[str]]:
    """The words of each line, without leaders."""
    return [line.replace(".", " ").split() for line in printed_text(pdf).splitlines()]


def test_contents_look_as_stock_contents_do() -> None:
    html = nav("Kort", "Ett " + "långt " * 40 + "namn", *["Del"] * 9)
    ours = render(html)
    with stock(contents):
        assert numbers(render(html)) == numbers(ours)
        assert words_of_lines(render(html)) == words_of_lines(ours)


def test_a_long_title_leaves_room_for_any_number() -> None:
    """Else the number of pages of the contents could depend on the numbers in them."""
    for length in range(90, 110):
        words = printed_text(render(nav("i" * length + " slut", "Del"))).split()
        assert words.count("slut") == 2


def test_stock_contents_are_still_laid_out_three_times() -> None:
    html = nav("Ett", "Två")
    told: list[int] = []
    render(html, on_progress=told.append)
    assert told == [1, 2, 3]
    told.clear()
    with stock(contents):
        render(html, on_progress=told.append)
    assert told.count(1) == 3


def test_lines_break_where_stock_lines_break() -> None:
    ours = render(WIDTHS)
    with stock(lines):
        assert render(WIDTHS) == ours


def test_stock_lines_are_still_shaped_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    shaped = 0
    plain = Layout.set_text

    def count(*arguments: object) -> None:
        nonlocal shaped
        shaped += 1
        plain(*arguments)

    monkeypatch.setattr(Layout, "set_text", count)
    html = "".join(f"<p>Stycke {number}: {'några korta ord ' * 90}slut</p>" for number in range(9))
    render(html)
    ours, shaped = shaped, 0
    with stock(lines):
        render(html)
    assert shaped > 2 * ours


def test_a_long_word_in_a_group_breaks_within_its_column() -> None:
    groups = f"""<div class="doc-grid"><p>{"e" * 150}</p><p>Ord</p></div>"""
    pdf = render(groups, stylesheets=["css/print.css"])
    edges = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">ee', boxes_of_words(pdf))
    assert len(edges) > 2
    assert all(float(edge) < 595 / 2 for edge in edges)


def shown(pdf: bytes) -> list[str]:
    """What each page shows in order: glyphs and kerning by whole units, and objects."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for sheet in opened.pages:
            for instruction in pikepdf.parse_content_stream(sheet):
                if str(instruction.operator) == "TJ":
                    parts = [part for part in instruction.operands[0] if part != 0]
                    joined = groupby(parts, key=lambda part: isinstance(part, pikepdf.String))
                    found += [
                        b"".join(map(bytes, run)).hex() if is_text else str(list(run))
                        for is_text, run in joined
                    ]
                elif str(instruction.operator) in ("Tf", "Tm", "Do"):
                    found.append(str(instruction.operands))
    return found


def test_glyphs_are_drawn_as_stock_glyphs_are() -> None:
    document = everything(watermark="") + b""
    prose = render(WIDTHS)
    with stock(drawing):
        assert shown(everything(watermark="")) == shown(document)
        assert shown(render(WIDTHS)) == shown(prose)
        assert len(render(WIDTHS)) > len(prose)


def watermarks(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return sum(item.get("/Subtype") == "/Form" for item in opened.objects if is_stream(item))


def is_stream(item: object) -> bool:
    return isinstance(item, pikepdf.Stream)


def test_a_file_has_one_watermark_on_all_pages() -> None:
    html = nav("Ett", "Två")
    pdf = render(html, watermark="UTKAST")
    assert watermarks(pdf) == 1
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert [page.Contents.read_bytes().count(b" Do") for page in opened.pages] == [1, 1, 1]
    with stock(drawing):
        assert watermarks(render(html, watermark="UTKAST")) == 3


def test_pictures_in_backgrounds_keep_their_places() -> None:
    address = f"watermark:{b'X'.hex()}"
    style = f"background: url({address}) no-repeat; width: 50pt; height: 50pt"
    body = "".join(f'<div style="{style}; margin-left: {i}pt">{i}</div>' for i in range(0, 90, 30))
    ours = render(body)
    with stock(drawing):
        assert shown(render(body)) == shown(ours)


def test_stock_patterns_are_still_never_found_again() -> None:
    with stock(parsing):
        parsing.stock_patterns.clear()
        render("<p>Ett</p>")
        assert all(isinstance(characters, re.Pattern) for characters, _ in parsing.stock_patterns)


def test_html_is_read_as_with_stock_patterns() -> None:
    html = page(
        f"{PROSE}<p class=a data-b='c&amp;d'>e &lt; f &nbsp;<!-- g --><br/>h</p><svg a=b />"
    )
    read = tostring(tinyhtml5.parse(html))
    with stock(parsing):
        assert tostring(tinyhtml5.parse(html)) == read
