"""The application's pages against the unit page U, in a small database and in a large one.

    python -m bench.pages [--short] [--sqlite]

Two databases are made, filled and thrown away: a small one (10 plans, 1,000 activities) and a large
one, a thousand times that (with --short fifty times, on SQLite ten times). The person who
visits has the same agreements in both. Each is served by gunicorn with two workers and production
settings; both are visited in turns, over kept connections on loopback: U, page, U, page ... The
figures are medians, and CPU time of the workers per request. Prints ratios; exit status 1 if one is
over its target.

DATABASE_URL names the PostgreSQL to make the databases on (127.0.0.1:5432 unless set), as somebody
who may make databases and switch triggers off.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bench.load import Samples, Visitor
from bench.server import BenchError, Databases, environment, run, serving

FLAT = 1.25
UNIT_RANGE = (20, 28)  # times an empty page
MOST_SECONDS = 240
VISITS = 4  # of each page in its turn
WARM_UP = 24


class Page(NamedTuple):
    """A page to measure, by its name in the world, and what it may cost."""

    title: str
    target: float | None


PAGES = {
    "start": Page("list of plans (start page)", 1.5),
    "agreement": Page("agreement", 1.5),
    "plan": Page("plan in force", 1.5),
    "draft": Page("draft", 1.5),
    "version_pdf": Page("PDF of a version", 1.5),
    "draft_pdf": Page("PDF of an unchanged draft", 1.5),
}
SIZES = ("small", "large")
Measured = dict[tuple[str, str], tuple[Samples, Samples]]
"""By page and size: the samples of the page, and of U beside it."""


def main() -> int:
    """Make the worlds, measure and report."""
    options = _options()
    try:
        with TemporaryDirectory(prefix="samrad-bench-") as name:
            return _bench(Path(name), options)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a smaller database, fewer rounds")
    parser.add_argument("--sqlite", action="store_true", help="on the embedded database; short")
    parser.add_argument("--copies", type=int, help="how many times larger the large database is")
    parser.add_argument("--rounds", type=int)
    options = parser.parse_args()
    options.copies = options.copies or (10 if options.sqlite else 50 if options.short else 1000)
    options.rounds = options.rounds or (10 if options.short or options.sqlite else 30)
    return options


def _bench(folder: Path, options: argparse.Namespace) -> int:
    databases = Databases(folder, sqlite=options.sqlite)
    try:
        world = _prepare(folder, databases, options.copies)
        with _visitors(folder, databases, world) as visitors:
            _describe_unit(visitors["small"], world)
            measured = _measure(visitors, world["paths"], options.rounds)
    finally:
        databases.drop()
    return _report(measured, world["queries"])


def _prepare(folder: Path, databases: Databases, copies: int) -> dict[str, Any]:
    """Make both databases; what a client must know of them."""
    start = time.monotonic()
    databases.create("small")
    small = environment(folder, databases.url("small"))
    world: dict[str, Any] = json.loads(run("bench.world", environment=small))
    databases.copy("small", "large")
    large = environment(folder, databases.url("large"))
    plans, activities = run("bench.growth", str(copies - 1), environment=large).split()
    run("bench.growth", "0", environment=small)
    kind = "PostgreSQL" if databases.address else "SQLite"
    print(
        f"{kind}: {world['plans']} plans and {world['activities']} activities against "
        f"{int(plans):,} and {int(activities):,}; made in {time.monotonic() - start:.0f} s"
    )
    return world


@contextmanager
def _visitors(
    folder: Path, databases: Databases, world: dict[str, Any]
) -> Iterator[dict[str, Visitor]]:
    """Somebody at each server."""
    with ExitStack() as stack:
        visitors = {}
        for size in SIZES:
            server = stack.enter_context(serving(folder, databases.url(size)))
            visitors[size] = Visitor(server, world["cookies"], world["csrf"])
            stack.callback(visitors[size].close)
        yield visitors


def _describe_unit(visitor: Visitor, world: dict[str, Any]) -> None:
    """Print how large U is, and how it compares with an empty page asked for by nobody."""
    paths = world["paths"]
    nobody = Visitor(visitor.server, {}, world["csrf"])
    empty, unit = Samples(), Samples()
    for samples in (Samples(), empty):  # the first is thrown away: it warms up
        for _round in range(WARM_UP):
            visitor.measure(paths["unit"], VISITS, unit if samples is empty else Samples())
            nobody.measure(paths["empty"], VISITS, samples)
    nobody.close()
    least, most = UNIT_RANGE
    print(
        f"U: {world['queries']['unit'][0]} queries, "
        f"{len(visitor.page(paths['unit'][0])) / 1000:.1f} KB, {unit.median * 1000:.1f} ms, "
        f"{unit.cpu_each * 1000:.1f} ms CPU: {unit.times_as_long_as(empty):.1f} times an empty page "
        f"by time, {unit.cpu_each / empty.cpu_each:.1f} by CPU ({least}-{most} where U was set)"
    )


def _measure(visitors: dict[str, Visitor], paths: dict[str, list[str]], rounds: int) -> Measured:
    """Visit everything in turns, until the rounds or the time are over."""
    for visitor in visitors.values():
        for name in PAGES:
            visitor.measure(paths[name], WARM_UP, Samples())
    measured: Measured = {
        (name, size): (Samples(), Samples()) for name in PAGES for size in visitors
    }
    end = time.monotonic() + MOST_SECONDS
    for number in range(rounds):
        for name in PAGES:
            # Who goes first takes turns too: the first of two finds colder caches.
            for size in SIZES if number % 2 else SIZES[::-1]:
                page, unit = measured[name, size]
                visitors[size].measure(paths["unit"], VISITS, unit)
                visitors[size].measure(paths[name], VISITS, page)
        if time.monotonic() > end:
            print(f"Time is up after {number + 1} of {rounds} rounds.")
            break
    return measured


def _report(measured: Measured, queries: dict[str, list[int]]) -> int:
    """Print a line for each page; 1 when a target is missed."""
    print(
        f"\n{'':28}{'queries':>8}{'ms':>8}{'x U':>7}{'CPU':>7}{'target':>8}"
        f"{'large/small':>13}{'CPU':>7}{'target':>8}"
    )
    missed = [name for name in PAGES if not _line(name, measured, queries)]
    print(f"\nMissed: {', '.join(missed)}" if missed else "\nAll targets are met.")
    return 1 if missed else 0


def _line(name: str, measured: Measured, queries: dict[str, list[int]]) -> bool:
    """Print the figures of one page; whether they are within its targets."""
    page, unit = measured[name, "large"]
    small, _ = measured[name, "small"]
    by_time, by_cpu = page.times_as_long_as(unit), page.cpu_each / unit.cpu_each
    growth, cpu_growth = page.times_as_long_as(small), page.cpu_each / small.cpu_each
    title, target = PAGES[name]
    met = target is None or max(by_time, by_cpu) <= target
    flat = max(growth, cpu_growth) <= FLAT
    asked = "+".join(map(str, queries[name]))
    print(
        f"{title:28}{asked:>8}{page.median * 1000:8.1f}{by_time:7.2f}{by_cpu:7.2f}"
        f"{target or '':>8}{growth:13.2f}{cpu_growth:7.2f}{FLAT:8}"
        f"  {'ok' if met and flat else 'MISSED'}"
    )
    return met and flat


if __name__ == "__main__":
    sys.exit(main())
