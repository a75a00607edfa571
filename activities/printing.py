"""The year and the brief of an activity as HTML for print, and what draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.prints import keys

from .document import Value
from .enums import Status
from .kind import KIND
from .marks import Numbered, rings_of, row_of, when
from .wheel import draw

STYLESHEET = "css/print-year.css"
SOURCES = (
    "activities/enums.py",
    "activities/printing.py",
    "activities/typesetting.py",
    "static/css/print-year.css",
    "templates/print/archival.html",
    "templates/print/organisations.html",
)
YEAR_SOURCES = (
    *SOURCES,
    "activities/calendar/*.py",
    "activities/kind.py",
    "activities/marks.py",
    "activities/occurrences.py",
    "activities/wheel*.py",
    "templates/print/year*.html",
)
BRIEF_SOURCES = (*SOURCES, "templates/print/brief*.html")


def year_renderer() -> str:
    """What draws a year, for the key of its PDF."""
    return keys.renderer_version(YEAR_SOURCES)


def brief_renderer() -> str:
    """What draws a brief, for the key of its PDF."""
    return keys.renderer_version(BRIEF_SOURCES)


@dataclass(frozen=True)
class Organisation:
    """An organisation at the head of a print; ``logo`` is the address of its picture."""

    name: str
    role: str
    logo: str
    logo_alt: str


def parties(value: Value) -> list[Organisation]:
    """Those whose print it is, side by side at its head."""
    return [
        Organisation(
            name=one.get("name", ""),
            role=one.get("role", ""),
            logo=f"asset:{one['logo']}" if one.get("logo") else "",
            logo_alt=one.get("logo_alt", ""),
        )
        for one in value.get("organisations", [])
    ]


# --- the year -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of the table; ``number`` is that on the wheel."""

    number: int
    name: str
    goal: str
    effect: str
    timing: str
    responsible: str
    status: str
    days: str


@dataclass(frozen=True)
class Covered:
    """What is done for one target group: in each month, in all, and by goal and channel in words."""

    name: str
    months: Sequence[int]
    total: int
    goals: str
    channels: str


def year_html(value: Value) -> str:
    """The year as a page of HTML for the PDF engine."""
    year = value["year"]
    found = list(enumerate(_of(value, "activities"), start=1))
    numbered = [_numbered(number, one, year) for number, one in found]
    columns = beside(numbered)
    context = {
        "title": value.get("title", ""),
        "year": year,
        "organisations": parties(value),
        "rows": [_row(number, one) for number, one in found],
        "wheel": wheel(numbered, year),
        "months": [str(words) for words in MONTHS_3.values()],
        "groups": [_covered(one) for one in _of(value.get("coverage", {}), "groups")],
        "gaps": value.get("coverage", {}).get("gaps", []),
        "columns": columns,
        "drawn": in_columns([one for one in numbered if one.is_drawn], columns),
        "undated": in_columns([one for one in numbered if not one.is_drawn], columns),
    }
    return render_to_string("print/year.html", context)


def wheel(numbered: Sequence[Numbered], year: int) -> SafeString:
    """The year as an SVG."""
    title = _("Årshjul %s. Samma uppgifter står i tabellen, under samma nummer.") % year
    description = _("Insatserna runt året, med januari överst och sedan medurs.")
    drawing = draw(year, rings_of(numbered), title=title, description=description)
    return mark_safe(drawing.svg)  # noqa: S308 - our own drawing, which escapes what it is told


# How the list stands beside the wheel: columns, letters in a line, lines that there is room for.
BESIDE = ((1, 54, 20), (2, 34, 52))


def beside(numbered: Sequence[Numbered]) -> int:
    """In how many columns the names fit beside the wheel; 0 where its numbers lead to the table."""
    for columns, letters, room in BESIDE:
        words = (one.name if one.is_drawn else f"{one.name} {one.why}" for one in numbered)
        if sum(1 + (len(name) - 1) // letters for name in words) <= room:
            return columns
    return 0


def in_columns(numbered: Sequence[Numbered], columns: int) -> list[Sequence[Numbered]]:
    """The list cut into ``columns``, or fewer."""
    length = -(-len(numbered) // columns) if columns else 0
    return [numbered[at : at + length] for at in range(0, len(numbered), length or 1) if length]


def _numbered(number: int, one: Value, year: int) -> Numbered:
    spans, always = when(row_of(one, year), year)
    return Numbered(
        number=number,
        name=one.get("name", ""),
        spans=spans,
        goes_on=always,
        kind=one.get("timing_kind", ""),
        status=one.get("status", ""),
        scopes=one.get("scopes", []),
        words=one.get("timing", ""),
    )


def _covered(one: Value) -> Covered:
    return Covered(
        name=one.get("name", ""),
        months=one.get("months", []),
        total=one.get("total", 0),
        goals=_counted(_of(one, "goals")),
        channels=_counted(_of(one, "channels")),
    )


def _counted(counts: Sequence[Value]) -> str:
    return ", ".join(f"{one['name']} ({one['count']})" for one in counts)


def _row(number: int, one: Value) -> Row:
    words = {name: one.get(name, "") for name, _label in KIND.columns}
    status = str(Status(one["status"]).label)
    return Row(number=number, status=status, days=one.get("days", ""), **words)


# --- the brief ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """A label with words, or with several names."""

    label: str
    words: str
    names: Sequence[str]


@dataclass(frozen=True)
class Group:
    """What answers one question."""

    step: str
    heading: str
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Task:
    """What one party does."""

    party: str
    words: str


@dataclass(frozen=True)
class Material:
    """Something to make; ``due_on`` is an ISO day or empty."""

    words: str
    made_by: str
    due_on: str
    done: bool


@dataclass(frozen=True)
class Question:
    """One that may come."""

    question: str
    answer: str
    answered_by: str


SIZES = ("roomy", "close", "tight")
"""How densely a brief is set, from the size that reads best; the first that fits on a page is taken."""
LEFT = ("purpose", "audience", "message", "occasion")
RIGHT = ("when", "with_whom", "spokesperson")


def brief_html(value: Value, *, size: str) -> str:
    """The brief as a page of HTML for the PDF engine."""
    groups = [_group(group) for group in value.get("groups", [])]
    context = {
        "title": value.get("name", ""),
        "plan": value.get("plan", ""),
        "year": value.get("year", ""),
        "text": value.get("text", ""),
        "status": value.get("status", ""),
        "organisations": parties(value),
        "size": size,
        "left": [group for group in groups if group.step in LEFT],
        "right": [group for group in groups if group.step in RIGHT],
        "rest": [group for group in groups if group.step not in (*LEFT, *RIGHT)],
        "tasks": [Task(one.get("party", ""), one.get("words", "")) for one in _of(value, "tasks")],
        "materials": [
            Material(
                words=one.get("words", ""),
                made_by=one.get("made_by", ""),
                due_on=one.get("due_on", ""),
                done=one.get("done", False),
            )
            for one in _of(value, "materials")
        ],
        "questions": [
            Question(one.get("question", ""), one.get("answer", ""), one.get("answered_by", ""))
            for one in _of(value, "questions")
        ],
        "missing": value.get("missing", []),
    }
    return render_to_string("print/brief.html", context)


def _of(value: Value, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = value.get(name, [])
    return rows


def _group(group: Value) -> Group:
    facts = [
        Fact(_asked(one.get("label", "")), one.get("words", ""), one.get("names", []))
        for one in _of(group, "facts")
    ]
    return Group(group.get("step", ""), group.get("heading", ""), facts)


def _asked(label: str) -> str:
    """A label as it stands before its words."""
    return label if not label or label.endswith("?") else f"{label}:"
