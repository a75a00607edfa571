"""The patches fit exactly one version, and say so the day it changes.

Each test that compares with stock code fails when upstream mends the same thing: then the patch
goes.
"""

import re
from importlib import metadata
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pikepdf
import pydyf
import pytest
import weasyprint
from weasyprint.pdf import tags as stock_tags
from weasyprint.text.line_break import Layout

from core.pdf import boxes, engine, patches, shaping
from core.pdf.static_files import ROOT

from .conformance import problems
from .samples import ASSETS, DATED, EVERYTHING, everything, page, render, rows

LOCK = ROOT.parent / "requirements.txt"


def test_the_versions_are_those_the_patches_name() -> None:
    assert metadata.version("weasyprint") == patches.WEASYPRINT
    assert metadata.version("pydyf") == patches.PYDYF


@pytest.mark.parametrize(("name", "version"), [("weasyprint", "70.0"), ("pydyf", "0.13.0")])
def test_the_lock_pins_them(name: str, version: str) -> None:
    assert re.search(rf"^{name}=={re.escape(version)}\b", LOCK.read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    ("library", "version"), [(weasyprint, "70.1"), (weasyprint, "71.0"), (pydyf, "0.14.0")]
)
def test_another_version_is_refused(
    library: object, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "__version__", version)
    with pytest.raises(patches.UnknownVersion, match=re.escape(version)):
        patches.install()


def test_nothing_else_in_the_project_reaches_into_weasyprint() -> None:
    outside = [
        path
        for folder in ("config", "accounts", "plans", "activities", "evaluations", "appendix",
                       "overview", "core")
        for path in (ROOT.parent / folder).rglob("*.py")
        if path.parent != ROOT.parent / "core" / "pdf"
        and re.search(r"^\s*(?:import|from) (?:weasyprint|pydyf)\b", path.read_text(), re.MULTILINE)
    ]  # fmt: skip
    assert outside == []


@pytest.fixture
def stock_tagging(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint's own tags, with its own numbering of content while drawing."""
    monkeypatch.setattr(weasyprint.pdf, "add_tags", stock_tags.add_tags)
    monkeypatch.setattr(weasyprint.pdf.stream.Stream, "marked", patches.stock_marked)


@pytest.mark.usefixtures("stock_tagging")
def test_stock_tags_still_need_mending() -> None:
    table = f"<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>{rows(60)}</table>"
    link = '<p><a href="https://a.example">Ord</a></p>'
    areas = {problem.split(":")[0] for problem in problems(render(table + link))}
    assert {"tables", "links", "content"} <= areas


@pytest.mark.usefixtures("stock_tagging")
def test_stock_tags_lose_languages_and_list_numbering() -> None:
    with pikepdf.open(BytesIO(render('<ul lang="en"><li>One</li></ul>'))) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        assert not any("/Lang" in item for item in items if "/S" in item)
        assert not any("/ListNumbering" in str(item.get("/A", "")) for item in items)


def test_stock_metadata_still_lacks_pdfua_and_doubles_the_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.pdf.finish.Finisher.__call__", lambda *_arguments: None)
    found = problems(everything())
    assert 'metadata: pdfuaid:part="1" is missing' in found
    assert "files: a file is listed twice" in found


def test_kept_lines_change_no_byte() -> None:
    kept = everything()
    shaping.uninstall()
    try:
        assert everything() == kept
    finally:
        shaping.install()


def test_kept_lines_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the module could go: each line would be shaped again to be drawn."""
    again = Mock(side_effect=shaping.stock_reactivate)
    monkeypatch.setattr(shaping, "stock_reactivate", again)
    render("".join(f"<p>{'ord ' * 90}</p>" for _ in range(9)))
    assert again.call_count < 10
    assert Layout.setup is shaping.setup


def test_plain_boxes_lie_where_stock_boxes_lie() -> None:
    html = EVERYTHING.replace("<td>", '<td style="border-left: 2pt solid #333; padding: 1% 2pt">')
    ours = _positions(engine.render(html, dated=DATED, assets=ASSETS))
    boxes.uninstall()
    try:
        assert _positions(engine.render(html, dated=DATED, assets=ASSETS)) == ours
    finally:
        boxes.install()


def _positions(pdf: bytes) -> list[str]:
    """Every text matrix of every page."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            str(instruction.operands)
            for sheet in opened.pages
            for instruction in pikepdf.parse_content_stream(sheet)
            if str(instruction.operator) == "Tm"
        ]


def test_a_rule_under_a_row_is_one_rectangle() -> None:
    html = page('<p style="border-bottom: 1pt solid #336699">Ord</p>')
    with pikepdf.open(BytesIO(engine.render(html, dated=DATED))) as pdf:
        operators = [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]
    assert operators.count("re") == 1
    assert "W*" not in operators


def test_streams_are_compressed_once_at_level_six() -> None:
    stream = pydyf.Stream([b"q", b"Q"] * 500, compress=True)
    first = stream.data
    assert stream.data is first
    assert first.split(b"stream\n")[1][:2] == b"\x78\x9c"


def test_the_font_folder_is_what_the_configuration_says() -> None:
    configuration = (Path(ROOT) / "fonts/print/fonts.conf").read_text()
    assert "<dir>" not in configuration
