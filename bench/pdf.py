"""Our archival, tagged PDF against headless Chromium's tagged print of the same documents.

    python -m bench.pdf [--rounds 5] [--only "6 pages"]

Both engines are warm: one Python process with fonts and stylesheets loaded, one browser that has
printed before. They take turns, round by round. A ratio is the median of the ratios of the rounds,
whose two sides stand next to each other in time; seconds are the best of the rounds, since other
work on the machine only ever adds to them. Beside the clock stands the CPU time of our process and
of all processes of the browser, which other work hardly touches. Chromium opens a tab for each
document, as a service that prints for many people would; what it needs when every document
goes through the same tab, whose fonts are already decoded, is printed beside it. Memory is the
peak of a process of its own. Prints ratios; exit status 1 if one by the clock is over its target.
"""

import argparse
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pikepdf
from playwright.sync_api import sync_playwright

from bench import processes
from bench.pdf_documents import documents, stylesheets_of
from core.pdf import engine

TARGETS = {
    "6 pages": 1.0, "12 pages": 1.7, "40 pages": 3.5, "500 rows": 4.5, "2000 rows": 5.5,
    "pack of 200": 3.5,
}  # fmt: skip
MAX_MEMORY = 550
SETTLING = 0.3  # seconds until the process of a closed tab has ended
GROWTH = {("6 pages", "40 pages"): 1.3, ("500 rows", "2000 rows"): 1.1}
DATED = datetime(2026, 1, 1, tzinfo=UTC)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
STATIC = Path(__file__).resolve().parents[1] / "static"
FACES = (
    (400, "normal", "SourceSans3-Regular.ttf"),
    (400, "italic", "SourceSans3-It.ttf"),
    (600, "normal", "SourceSans3-Semibold.ttf"),
    (700, "normal", "SourceSans3-Bold.ttf"),
)


class Spent(NamedTuple):
    """What one print took, in seconds."""

    clock: float
    cpu: float


class Measured(NamedTuple):
    """The rounds of one document: ours, Chromium with a tab per document, with one tab for all."""

    ours: list[Spent]
    tab: list[Spent]
    same: list[Spent]
    pages: int


def main() -> int:
    """Run the comparison and print one line per document."""
    options = _options()
    if options.peak:
        return _print_peak(options.peak)
    chosen = [item for item in documents() if options.only in ("", item[0])]
    return _report(chosen, _measure(chosen, options.rounds))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pdf", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="name of one document")
    parser.add_argument("--peak", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(chosen: list[tuple[str, str]], rounds: int) -> dict[str, Measured]:
    """Both engines in turns, per document."""
    _ours(chosen[0][1])
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_OPTIONS, env=_plain_environment()
        )
        chromium = Chromium(browser)
        file = Path(folder) / "document.html"
        measured = {
            name: _rounds(
                chromium, html, file, rounds if "2000" not in name else max(2, rounds // 2)
            )
            for name, html in chosen
        }
        browser.close()
    return measured


def _rounds(chromium: "Chromium", html: str, file: Path, rounds: int) -> Measured:
    file.write_text(_for_chromium(html), encoding="utf-8")
    chromium.print_in_new_tab(file)
    measured = Measured([], [], [], _page_count(_ours(html)))
    for _round in range(rounds):
        measured.ours.append(_spent(partial(_ours, html), time.process_time))
        measured.tab.append(_spent(partial(chromium.print_in_new_tab, file), chromium.cpu_seconds))
        measured.same.append(
            _spent(partial(chromium.print_in_same_tab, file), chromium.cpu_seconds)
        )
    return measured


class Chromium:
    """A running browser and one tab that stays open."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._tab = browser.new_page()
        below = processes.descendants(os.getpid())
        self._pid = next(pid for pid in below if processes.called(pid, "chrom"))

    def cpu_seconds(self) -> float:
        """What all processes of the browser have used so far, those of closed tabs included."""
        time.sleep(SETTLING)
        return processes.cpu_seconds(self._pid)

    def print_in_new_tab(self, file: Path) -> bytes:
        """The tagged PDF of ``file``, from opening a tab to closing it."""
        tab = self._browser.new_page()
        pdf = self._print(tab, file)
        tab.close()
        return pdf

    def print_in_same_tab(self, file: Path) -> bytes:
        """The same in the tab that has printed every document before."""
        return self._print(self._tab, file)

    def _print(self, tab: Any, file: Path) -> bytes:
        tab.goto(file.as_uri())
        pdf: bytes = tab.pdf(
            tagged=True, outline=True, prefer_css_page_size=True, print_background=True
        )
        return pdf


def _plain_environment() -> dict[str, str | float | bool]:
    """Without the engine's font configuration, which is for its own process."""
    return {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}


def _for_chromium(html: str) -> str:
    """The same page with the same stylesheet and the same font files."""
    faces = "".join(
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; font-style: {style};'
        f' src: url("{(STATIC / "fonts/print" / name).as_uri()}") }}'
        for weight, style, name in FACES
    )
    names = ("css/print-base.css", *stylesheets_of(html))
    styles = "".join((STATIC / name).read_text(encoding="utf-8") for name in names)
    return html.replace("</head>", f"<style>{faces}{styles}</style></head>", 1)


def _ours(html: str) -> bytes:
    """Our PDF of ``html``: a draft's, with its watermark."""
    return engine.render(html, stylesheets=stylesheets_of(html), dated=DATED, watermark="UTKAST")


def _spent(action: Callable[[], object], cpu_seconds: Callable[[], float]) -> Spent:
    cpu = cpu_seconds()
    start = time.perf_counter()
    action()
    clock = time.perf_counter() - start
    return Spent(clock, cpu_seconds() - cpu)


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _peak(name: str) -> float:
    """Megabytes at the peak of a fresh process that renders the document."""
    command = [sys.executable, "-m", "bench.pdf", "--peak", name]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _print_peak(name: str) -> int:
    _ours(next(html for one, html in documents() if one == name))
    # Not getrusage: its figure survives fork and exec and would be the parent's.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
    return 0


def _report(chosen: list[tuple[str, str]], measured: dict[str, Measured]) -> int:
    over = 0
    print(f"{'':<17}{'a tab for each document':^42}{'one tab for all':^16}")
    print(f"{'document':<11}{'pages':>6}{'ours s':>8}{'chromium s':>12}{'ratio':>7}{'CPU':>6}"
          f"{'target':>8}{'ratio':>9}{'CPU':>6}{'ours CPU s':>12}{'peak MB':>9}")  # fmt: skip
    for name, _html in chosen:
        item, target, peak = measured[name], TARGETS[name], _peak(name)
        ratio = _ratio(item.ours, item.tab, "clock")
        over += ratio > target or peak > MAX_MEMORY
        print(f"{name:<11}{item.pages:>6}{_best(item.ours):>8.2f}{_best(item.tab):>12.2f}"
              f"{ratio:>7.2f}{_ratio(item.ours, item.tab, 'cpu'):>6.2f}{target:>8.1f}"
              f"{_ratio(item.ours, item.same, 'clock'):>9.2f}"
              f"{_ratio(item.ours, item.same, 'cpu'):>6.2f}"
              f"{_best(item.ours, 'cpu'):>12.2f}{peak:>9.0f}")  # fmt: skip
    for (small, large), target in GROWTH.items():
        if small in measured and large in measured:
            exponent = _exponent(measured[small], measured[large], small, large)
            over += exponent > target
            print(f"growth from {small} to {large}: exponent {exponent:.2f}, target {target}")
    if os.getloadavg()[0] > (os.cpu_count() or 1) + 1:
        print("The machine is busy with other work: the ratios are less certain than they look.")
    return 1 if over else 0


def _ratio(ours: list[Spent], theirs: list[Spent], what: str) -> float:
    """The median of the rounds: a busy minute strikes both sides of one."""
    rounds = zip(ours, theirs, strict=True)
    return float(median(getattr(mine, what) / getattr(other, what) for mine, other in rounds))


def _best(rounds: list[Spent], what: str = "clock") -> float:
    return min(float(getattr(spent, what)) for spent in rounds)


def _exponent(first: Measured, second: Measured, small: str, large: str) -> float:
    """Growth of CPU time by rows as they are asked for, by pages as they came out."""
    if "rows" in small:
        sizes = int(large.split()[0]) / int(small.split()[0])
    else:
        sizes = second.pages / first.pages
    return math.log(_best(second.ours, "cpu") / _best(first.ours, "cpu")) / math.log(sizes)


if __name__ == "__main__":
    sys.exit(main())
