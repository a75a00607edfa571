"""Same input, same bytes: whatever the process, the year, the place, the fonts of the machine."""

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.pdf.static_files import FONTS, ROOT

from .samples import DATED, everything

SCRIPT = """
import hashlib, sys
import time_machine
from tests.core.pdf.samples import everything
with time_machine.travel(sys.argv[1]):
    print(hashlib.sha256(everything()).hexdigest())
"""


def digest_elsewhere(when: str, **environment: str) -> str:
    """The SHA-256 of the sample, printed by another process in other surroundings."""
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, when],
        cwd=ROOT.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()


@pytest.fixture(scope="module")
def digest() -> str:
    return hashlib.sha256(everything()).hexdigest()


def test_the_same_twice_in_one_process(digest: str) -> None:
    assert hashlib.sha256(everything()).hexdigest() == digest


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_the_same_in_another_process_year_place_and_language(digest: str, seed: str) -> None:
    elsewhere = {"PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "tr_TR"}
    assert digest_elsewhere("2050-07-01T12:00:00Z", **elsewhere) == digest


def test_the_same_with_other_fonts_on_the_machine(digest: str, tmp_path: Path) -> None:
    """A font that claims to be ours, in the places where fontconfig looks."""
    fonts = tmp_path / ".fonts"
    fonts.mkdir()
    shutil.copy(FONTS / "DejaVuSans.ttf", fonts / "SourceSans3-Regular.ttf")
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", encoding="utf-8")
    machine = {"HOME": str(tmp_path), "FONTCONFIG_FILE": str(settings), "XDG_DATA_HOME": str(fonts)}
    assert digest_elsewhere("2026-01-01T00:00:00Z", **machine) == digest


@pytest.mark.parametrize(
    "change",
    [{"dated": DATED + timedelta(days=1)}, {"watermark": ""}, {"attachments": []}],
)
def test_other_input_gives_other_bytes(digest: str, change: dict[str, object]) -> None:
    assert hashlib.sha256(everything(**change)).hexdigest() != digest


def test_the_time_may_be_given_in_any_zone(digest: str) -> None:
    there = DATED.astimezone(ZoneInfo("Asia/Tokyo"))
    assert hashlib.sha256(everything(dated=there)).hexdigest() == digest
