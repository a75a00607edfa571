"""What is printed the same with less work, and that the stock code still does the work.

Where a test of stock code fails, upstream has mended it, and the shortcut goes.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import ModuleType

import pytest
from weasyprint.css import ComputedStyle

from core.pdf import cascade, contents

from .samples import everything, render
from .test_engine import printed_text

LISTS = "".join(
    f'<section id="s{number}" class="part"><h2 id="h{number}">Rubrik</h2><ul><li>Punkt</li></ul>'
    f'<p lang="en" style="color: #333">Words <a href="#s1">here</a>.</p></section>'
    for number in range(20)
)


@contextmanager
def stock(module: ModuleType) -> Iterator[None]:
    """The same engine without the shortcuts of ``module``."""
    module.uninstall()
    try:
        yield
    finally:
        module.install()


@pytest.mark.parametrize("document", [everything, lambda: render(LISTS)], ids=["all", "lists"])
def test_shared_styles_change_no_byte(document: Callable[[], bytes]) -> None:
    shared = document()
    with stock(cascade):
        assert document() == shared


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


def numbers(pdf: bytes) -> list[tuple[int, float]]:
    """The numbers at the end of the lines of contents, and their right edges in points."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    words = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', boxes)
    return [
        (int(word), round(float(right), 1))
        for (_edge, before), (right, word) in pairwise(words)
        if before.endswith(".") and word.isdigit()
    ]


def test_contents_name_the_page_of_each_part_at_the_right_edge() -> None:
    found = numbers(render(nav(*["Del"] * 120)))
    assert [number for number, _edge in found] == list(range(4, 124))
    assert len({edge for _number, edge in found}) == 1


def lines(pdf: bytes) -> list[list[str]]:
    """The words of each line, without leaders."""
    return [line.replace(".", " ").split() for line in printed_text(pdf).splitlines()]


def test_contents_look_as_stock_contents_do() -> None:
    html = nav("Kort", "Ett " + "långt " * 40 + "namn", *["Del"] * 9)
    ours = render(html)
    with stock(contents):
        assert numbers(render(html)) == numbers(ours)
        assert lines(render(html)) == lines(ours)


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
