"""Our archival, tagged PDF against headless Chromium's tagged print of the same documents.

    python -m bench.pdf [--rounds 5] [--only "6 pages"]

Both engines are warm: one Python process with fonts and stylesheets loaded, one browser with a
page open. They take turns, round by round; times are medians. Memory is the peak of a process
that renders the document after a small one. Prints ratios; exit status 1 if one is over target.
"""

import argparse
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.pdf_documents import documents

TARGETS = {"6 pages": 1.0, "12 pages": 1.7, "40 pages": 3.5, "500 rows": 4.5, "2000 rows": 5.5}
MAX_MEMORY = 550
GROWTH = {("6 pages", "40 pages"): 1.3, ("500 rows", "2000 rows"): 1.1}
DATED = datetime(2026, 1, 1, tzinfo=UTC)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
STATIC = Path(__file__).resolve().parents[1] / "static"


def main() -> int:
    """Run the comparison and print one line per document."""
    options = _options()
    if options.peak:
        return _print_peak(options.peak)
    chosen = [item for item in documents() if options.only in ("", item[0])]
    times = _measure(chosen, options.rounds)
    return _report(chosen, times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pdf", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="name of one document")
    parser.add_argument("--peak", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(chosen: list[tuple[str, str]], rounds: int) -> dict[str, tuple[float, float, int]]:
    """Median seconds of both engines and our number of pages, per document."""
    from playwright.sync_api import sync_playwright

    from core.pdf import engine

    engine.render(chosen[0][1], dated=DATED)
    measured = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_OPTIONS, env=_plain_environment()
        )
        page = browser.new_page()
        page.route("**/*", lambda route: route.abort())
        for name, html in chosen:
            theirs_html = _for_chromium(html)
            ours: list[float] = []
            theirs: list[float] = []
            _chromium_print(page, theirs_html)
            pages = _page_count(engine.render(html, dated=DATED))
            for _round in range(rounds if "2000" not in name else max(1, rounds // 2)):
                ours.append(_timed(lambda: engine.render(html, dated=DATED)))  # noqa: B023
                theirs.append(_timed(lambda: _chromium_print(page, theirs_html)))  # noqa: B023
            measured[name] = (median(ours), median(theirs), pages)
        browser.close()
    return measured


def _plain_environment() -> dict[str, str | float | bool]:
    """Without the engine's font configuration, which is for its own process."""
    return {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}


def _for_chromium(html: str) -> str:
    """The same page with the same stylesheet and the same font files."""
    from base64 import b64encode

    faces = "".join(
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; font-style: {style};'
        f" src: url(data:font/ttf;base64,{b64encode(path.read_bytes()).decode()}) }}"
        for weight, style, path in (
            (400, "normal", STATIC / "fonts/print/SourceSans3-Regular.ttf"),
            (400, "italic", STATIC / "fonts/print/SourceSans3-It.ttf"),
            (600, "normal", STATIC / "fonts/print/SourceSans3-Semibold.ttf"),
            (700, "normal", STATIC / "fonts/print/SourceSans3-Bold.ttf"),
        )
        if path.exists()
    )
    base = (STATIC / "css/print-base.css").read_text(encoding="utf-8")
    return html.replace("<style>", f"<style>{faces}{base}", 1)


def _chromium_print(page: object, html: str) -> bytes:
    page.set_content(html)  # type: ignore[attr-defined]
    return page.pdf(  # type: ignore[attr-defined,no-any-return]
        tagged=True, outline=True, prefer_css_page_size=True, print_background=True
    )


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _page_count(pdf: bytes) -> int:
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _peak(name: str) -> float:
    """Megabytes at the peak of a fresh process that renders the document."""
    command = [sys.executable, "-m", "bench.pdf", "--peak", name]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _print_peak(name: str) -> int:
    import resource

    from core.pdf import engine

    engine.render(dict(documents())[name], dated=DATED)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def _report(
    chosen: list[tuple[str, str]], times: dict[str, tuple[float, float, int]]
) -> int:
    over = 0
    print(f"{'document':<12}{'pages':>6}{'ours s':>9}{'chromium s':>12}{'ratio':>8}{'target':>8}"
          f"{'peak MB':>9}")  # fmt: skip
    for name, _html in chosen:
        ours, theirs, pages = times[name]
        ratio, target, peak = ours / theirs, TARGETS[name], _peak(name)
        over += ratio > target or peak > MAX_MEMORY
        print(f"{name:<12}{pages:>6}{ours:>9.2f}{theirs:>12.2f}{ratio:>8.2f}{target:>8.1f}"
              f"{peak:>9.0f}")  # fmt: skip
    for (small, large), target in GROWTH.items():
        if small in times and large in times:
            exponent = _exponent(times, small, large)
            over += exponent > target
            print(f"growth from {small} to {large}: exponent {exponent:.2f}, target {target}")
    return 1 if over else 0


def _exponent(times: dict[str, tuple[float, float, int]], small: str, large: str) -> float:
    sizes = int(large.split()[0]) / int(small.split()[0])
    return math.log(times[large][0] / times[small][0]) / math.log(sizes)


if __name__ == "__main__":
    sys.exit(main())
