"""The application's pages against the unit page U, in a small database and in a large one.

    python -m bench.pages [--short] [--sqlite] [--only PAGE ...]

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

LINEAR = {50: None, 500: 10.0, 5000: 10.0}
"""By the activities of a year, how many times as long it may take as the next smaller one."""


class Page(NamedTuple):
    """A page to measure, by its name in the world, and what it may cost."""

    title: str
    target: float | None
    most_queries: int | None = None
    beside: tuple[str, float] | None = None
    """Another page, and how many times as long as that one it may take."""
    growth: float | None = FLAT
    """How many times as long it may take in the large database; None where nothing is promised."""


PAGES = {
    "start": Page("list of plans (start page)", 1.5),
    "agreement": Page("agreement", 1.5),
    "plan": Page("plan in force", 1.5),
    "draft": Page("draft", 1.5),
    "version_pdf": Page("PDF of a version", 1.5),
    "draft_pdf": Page("PDF of an unchanged draft", 1.5),
    "editor": Page("editor, section of 80 rows", 2.5, 12, growth=None),
    "editor_800": Page("editor, section of 800 rows", None, 12, ("editor", 6.0), growth=None),
    "advice": Page("panel of checks", None, growth=None),
    "save": Page("save a row", 1.2, 14, growth=None),
    "approve": Page("approve a version", 3.0, growth=None),
}
YEARS = {
    "table": "table of {} activities",
    "board": "board of {}",
    "month": "month of {}",
    "wheel": "wheel of {}",
    "coverage": "coverage of {}",
}
PAGES |= {
    f"{view}_{size}": Page(
        title.format(f"{size:,}"),
        None if most else 1.5,
        beside=(f"{view}_{size // 10}", most) if most else None,
    )
    for view, title in YEARS.items()
    for size, most in LINEAR.items()
}
PAGES["wheel_200"] = Page("wheel of 200", 1.5)
STATUS = {
    "status": Page("status, 25 of 300 agreements", 4.0, 25, ("status_few", FLAT)),
    "status_few": Page("status, 25 of 25", 4.0, 25),
    "status_one": Page("status of one agreement", 4.0, 25),
}
PAGES |= STATUS
PACKS = {
    "pack_20": Page("review pack of 20", None, 45),
    "pack_200": Page("review pack of 200", 3.0, 45),
    "pack_old": Page("the same beside 4,000", 3.0, 45, ("pack_200", FLAT)),
}
PAGES |= PACKS
SIZES = ("small", "large")
Measured = dict[tuple[str, str], tuple[Samples, Samples]]
"""By page and size: the samples of the page, and of U beside it."""
Worlds = dict[str, dict[str, Any]]
"""By size: what a client must know."""
Visitors = dict[tuple[str, str], Visitor]
"""By size and page."""


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
    parser.add_argument("--only", nargs="+", choices=PAGES, default=list(PAGES), metavar="PAGE")
    options = parser.parse_args()
    options.copies = options.copies or (10 if options.sqlite else 50 if options.short else 1000)
    options.rounds = options.rounds or (10 if options.short or options.sqlite else 30)
    return options


def _bench(folder: Path, options: argparse.Namespace) -> int:
    databases = Databases(folder, sqlite=options.sqlite)
    try:
        worlds = _prepare(folder, databases, options)
        with _visitors(folder, databases, worlds) as visitors:
            _describe_unit(visitors["small", "unit"], worlds["small"])
            measured = _measure(visitors, options.only, options.rounds)
    finally:
        databases.drop()
    return _report(measured, options.only, worlds["large"]["queries"])


def _prepare(folder: Path, databases: Databases, options: argparse.Namespace) -> Worlds:
    """Make both databases; what a client must know of each."""
    start = time.monotonic()
    databases.create("small")
    small = environment(folder, databases.url("small"))
    world: dict[str, Any] = json.loads(run("bench.world", environment=small))
    databases.copy("small", "large")
    large = environment(folder, databases.url("large"))
    plans, activities = run("bench.growth", str(options.copies - 1), environment=large).split()
    run("bench.growth", "0", environment=small)
    worlds = {
        size: _with_work(world, of_size, options)
        for size, of_size in (("small", small), ("large", large))
    }
    kind = "PostgreSQL" if databases.address else "SQLite"
    print(
        f"{kind}: {world['plans']} plans and {world['activities']} activities against "
        f"{int(plans):,} and {int(activities):,}; made in {time.monotonic() - start:.0f} s"
    )
    return worlds


def _with_work(
    world: dict[str, Any], size: dict[str, str], options: argparse.Namespace
) -> dict[str, Any]:
    """The world with its people: who reads, who works, who sees many agreements; as far as asked for."""
    visits = WARM_UP + options.rounds * VISITS
    people = [{name: world[name] for name in ("cookies", "visits", "queries")}]
    if not (STATUS | PACKS).keys() >= set(options.only) - world["visits"].keys():
        people.append(json.loads(run("bench.work", str(visits), environment=size)))
    if STATUS.keys() & set(options.only):
        people += json.loads(run("bench.status", environment=size))["people"]
    if PACKS.keys() & set(options.only):
        people += json.loads(run("bench.packs", environment=size))["people"]
    queries = {name: asked for one in people for name, asked in one["queries"].items()}
    return {**world, "people": people, "queries": queries}


@contextmanager
def _visitors(folder: Path, databases: Databases, worlds: Worlds) -> Iterator[Visitors]:
    """Who visits each page of each server."""
    with ExitStack() as stack:
        visitors: Visitors = {}
        for size, world in worlds.items():
            server = stack.enter_context(serving(folder, databases.url(size)))
            unit = {"unit": world["visits"]["unit"]}
            for one in world["people"]:
                visits = one["visits"]
                visitor = Visitor(server, one["cookies"], world["csrf"], visits | unit)
                stack.callback(visitor.close)
                visitors |= {(size, name): visitor for name in visits}
        yield visitors


def _describe_unit(visitor: Visitor, world: dict[str, Any]) -> None:
    """Print how large U is, and how it compares with an empty page asked for by nobody."""
    nobody = Visitor(visitor.server, {}, world["csrf"], {"empty": world["visits"]["empty"]})
    empty, unit = Samples(), Samples()
    for samples in (Samples(), empty):  # the first is thrown away: it warms up
        for _round in range(WARM_UP):
            visitor.measure("unit", VISITS, unit if samples is empty else Samples())
            nobody.measure("empty", VISITS, samples)
    nobody.close()
    least, most = UNIT_RANGE
    print(
        f"U: {world['queries']['unit'][0]} queries, "
        f"{len(visitor.page('unit')) / 1000:.1f} KB, {unit.median * 1000:.1f} ms, "
        f"{unit.cpu_each * 1000:.1f} ms CPU: {unit.times_as_long_as(empty):.1f} times an empty page "
        f"by time, {unit.cpu_each / empty.cpu_each:.1f} by CPU ({least}-{most} where U was set)"
    )


def _measure(visitors: Visitors, names: list[str], rounds: int) -> Measured:
    """Visit everything in turns, until the rounds or the time are over."""
    for size in SIZES:
        for name in names:
            visitors[size, name].measure(name, WARM_UP, Samples())
    measured: Measured = {(name, size): (Samples(), Samples()) for name in names for size in SIZES}
    end = time.monotonic() + MOST_SECONDS
    for number in range(rounds):
        for name in names:
            # Who goes first takes turns too: the first of two finds colder caches.
            for size in SIZES if number % 2 else SIZES[::-1]:
                page, unit = measured[name, size]
                visitors[size, name].measure("unit", VISITS, unit)
                visitors[size, name].measure(name, VISITS, page)
        if time.monotonic() > end:
            print(f"Time is up after {number + 1} of {rounds} rounds.")
            break
    return measured


def _report(measured: Measured, names: list[str], queries: dict[str, list[int]]) -> int:
    """Print a line for each page; 1 when a target is missed."""
    print(
        f"\n{'':28}{'queries':>8}{'ms':>8}{'x U':>7}{'CPU':>7}{'target':>8}"
        f"{'large/small':>13}{'CPU':>7}{'target':>8}"
    )
    missed = [name for name in names if not _line(name, measured, queries[name])]
    missed += [name for name in names if not _beside(name, measured)]
    print(f"\nMissed: {', '.join(missed)}" if missed else "\nAll targets are met.")
    return 1 if missed else 0


def _line(name: str, measured: Measured, queries: list[int]) -> bool:
    """Print the figures of one page; whether they are within its targets."""
    page, unit = measured[name, "large"]
    small, _ = measured[name, "small"]
    by_time, by_cpu = page.times_as_long_as(unit), page.cpu_each / unit.cpu_each
    growth, cpu_growth = page.times_as_long_as(small), page.cpu_each / small.cpu_each
    wanted = PAGES[name]
    met = wanted.target is None or max(by_time, by_cpu) <= wanted.target
    few = wanted.most_queries is None or sum(queries) <= wanted.most_queries
    flat = wanted.growth is None or max(growth, cpu_growth) <= wanted.growth
    asked = "+".join(map(str, queries))
    print(
        f"{wanted.title:28}{asked:>8}{page.median * 1000:8.1f}{by_time:7.2f}{by_cpu:7.2f}"
        f"{wanted.target or '':>8}{growth:13.2f}{cpu_growth:7.2f}{wanted.growth or '':>8}"
        f"  {'ok' if met and few and flat else 'MISSED'}"
    )
    return met and few and flat


def _beside(name: str, measured: Measured) -> bool:
    """Print how a page compares with the one beside it; whether that is within its target."""
    other, most = PAGES[name].beside or (name, 1.0)
    if other == name or (other, "large") not in measured:
        return True
    page, shorter = measured[name, "large"][0], measured[other, "large"][0]
    by_time, by_cpu = page.times_as_long_as(shorter), page.cpu_each / shorter.cpu_each
    met = max(by_time, by_cpu) <= most
    print(
        f"{PAGES[name].title} takes {by_time:.2f} times as long as {PAGES[other].title}, "
        f"{by_cpu:.2f} times the CPU; target {most}  {'ok' if met else 'MISSED'}"
    )
    return met


if __name__ == "__main__":
    sys.exit(main())
