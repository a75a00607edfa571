"""The engine's promises to its callers that are not about tags, fonts or reading files."""

import gc
import subprocess
import sys
from datetime import datetime
from io import BytesIO

import pikepdf
import pytest
from weasyprint.formatting_structure.boxes import Box

from core.pdf.static_files import ROOT

from .samples import DATED, PLAN, everything, render, rows


def test_progress_tells_the_pages_laid_out() -> None:
    told: list[int] = []
    pdf = render(f"<table><tbody>{rows(90)}</tbody></table>", on_progress=told.append)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert told == list(range(1, len(opened.pages) + 1))


def test_the_given_time_is_written_and_nothing_else() -> None:
    with pikepdf.open(BytesIO(everything())) as pdf:
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20260301120000Z"
        assert b"CreateDate>2026-03-01T12:00:00Z<" in pdf.Root.Metadata.read_bytes()
        parameters = pdf.Root.AF[0].EF.F.Params
        assert str(parameters.CreationDate) == "D:20260301120000Z"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render("<p>x</p>", dated=datetime(2026, 3, 1))


def test_the_attachment_comes_out_as_it_went_in() -> None:
    with pikepdf.open(BytesIO(everything())) as pdf:
        file = pdf.Root.AF[0]
        assert file.EF.F.read_bytes() == PLAN.data
        assert (str(file.UF), str(file.AFRelationship)) == ("plan.json", "/Source")
        assert (str(file.EF.F.Subtype), str(file.Desc)) == ("/application/json", "Planens innehåll")


def test_attachments_need_different_names() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        render("<p>x</p>", attachments=[PLAN, PLAN])


def test_the_garbage_collector_runs_again_afterwards() -> None:
    render("<p>x</p>")
    assert gc.isenabled()
    with pytest.raises(ValueError):
        render("<p>x</p>", dated=datetime(2026, 3, 1))
    assert gc.isenabled()


def test_page_numbers_and_running_texts_stand_in_the_margins() -> None:
    words = "<p>" + "ord " * 1500 + "</p>"
    body = f'<div class="running" data-left="Vänster" data-right="Höger"></div>{words}'
    text = printed_text(render(body))
    assert text.count("Vänster") == text.count("Höger") == 2
    assert "1 (2)" in text
    assert "2 (2)" in text


def test_hyphens_leave_words_that_can_be_found() -> None:
    narrow = '<div style="width: 28mm">kommunikationsansvarig trygghetssamordnare</div>'
    text = printed_text(render(narrow))
    assert "\N{HYPHEN}" not in text
    assert "-\n" in text


@pytest.mark.parametrize("above", range(26, 44, 3))
def test_no_row_of_a_table_stands_alone_on_a_page(above: int) -> None:
    lines = "<p>Ovanför.</p>" * above
    head = "<thead><tr><th>Insats</th></tr></thead>"
    body = "".join(f"<tr><td>Rad {number}</td></tr>" for number in range(above, 70))
    text = printed_text(render(f"{lines}<table>{head}<tbody>{body}</tbody></table>"))
    on_pages = [page.count("Rad ") for page in text.split("\f")]
    assert sum(on_pages) == 70 - above
    assert 1 not in on_pages


def printed_text(pdf: bytes) -> str:
    """The text as pdftotext finds it."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def test_types_and_exceptions_come_without_weasyprint() -> None:
    script = "import sys, core.pdf.contract; assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT.parent, check=True)


def test_no_web_process_imports_weasyprint() -> None:
    script = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings';"
        "import config.wsgi; from django.urls import get_resolver;"
        "get_resolver().url_patterns; assert 'weasyprint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT.parent, check=True)


def test_many_renders_do_not_grow() -> None:
    """Kept lines, kits and styles belong to one render and go with it."""

    def boxes() -> int:
        gc.collect()
        return sum(isinstance(item, Box) for item in gc.get_objects())

    render(f"<table>{rows(20)}</table>", dated=DATED)
    before = boxes()
    for _round in range(3):
        render(f"<table>{rows(20)}</table>", dated=DATED)
    assert boxes() <= before
