"""What the database itself refuses about closed reviews, on PostgreSQL and on SQLite (ADR 11).

- nothing of a closed review changes, except that its PDF is stored, once
- nothing is added to it and nothing in it changes: participants, agenda, decisions, the picture
- of its action points only what became of them changes, and under which agreement they are done:
  they go over to the one that renews it
- on PostgreSQL none of it is ever deleted

Everywhere a reference may become null, when what it names is deleted. On PostgreSQL a change waits
for somebody who is closing the review at the same moment, and is then refused.

SQLite builds a table anew when it is altered, without its triggers: a migration that alters one of
these tables must install them again (a test tells). SQLite's tests empty tables with DELETE, so
there foreign keys and the models alone refuse deletions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from plans.triggers import differ, on_postgresql

REVIEW = "evaluations_review"
FROZEN = (
    "id",
    "agreement_id",
    "number",
    "state",
    "meets_at",
    "place",
    "version",
    "begun_at",
    "closed_at",
    "period_start",
    "period_end",
    "minutes_number",
    "minutes",
    "minutes_sha256",
)


@dataclass(frozen=True)
class Rows:
    """A table of rows that belong to a review: the columns that stay, those that may become null."""

    table: str
    columns: tuple[str, ...]
    nulled: tuple[str, ...] = ()


ORDERED = ("id", "review_id", "position", "removed_at")
ROWS = (
    Rows(
        "evaluations_participant",
        (*ORDERED, "name", "organisation", "title", "attendance"),
        ("user_id",),
    ),
    Rows(
        "evaluations_agendaitem",
        (*ORDERED, "kind", "title", "notes", "is_done", "is_left"),
        ("activity_id", "left_from_id", "proposed_by_id"),
    ),
    Rows("evaluations_decision", (*ORDERED, "words"), ("item_id",)),
    Rows(
        "evaluations_actionpoint",
        (*ORDERED, "words", "responsible", "due_on"),
        ("item_id", "person_id"),
    ),
    Rows(
        "evaluations_problemareathen",
        (
            "id",
            "review_id",
            "area_id",
            "position",
            "name",
            "description",
            "priority",
            "source",
            "trend",
        ),
    ),
)


@dataclass(frozen=True)
class Rule:
    """One trigger: what is refused, in which words, and which review a change has to wait for."""

    name: str
    table: str
    event: str
    refused: str
    message: str
    review: str = ""

    @property
    def wait(self) -> str:
        """Waits until nobody is closing the review; on PostgreSQL."""
        if not self.review:
            return ""
        return f"PERFORM 1 FROM {REVIEW} WHERE id = {self.review} FOR SHARE;"


def rules(unlike: str) -> Iterator[Rule]:
    """Every rule that holds on both databases; ``unlike`` compares nulls too."""
    pdf = f"(OLD.pdf IS NOT NULL AND {differ(('pdf', 'pdf_sha256'), unlike)})"
    yield Rule(
        "stays",
        REVIEW,
        "UPDATE",
        f"OLD.state = 'closed' AND ({differ(FROZEN, unlike)} OR {pdf}"
        f" OR {_named('closed_by_id', unlike)})",
        "is closed and never changes",
    )
    for rows in ROWS:
        changed = [differ(rows.columns, unlike), *(_named(one, unlike) for one in rows.nulled)]
        yield Rule(
            "not_added",
            rows.table,
            "INSERT",
            _closed("NEW.review_id"),
            "belongs to a closed review",
            "NEW.review_id",
        )
        yield Rule(
            "stays",
            rows.table,
            "UPDATE",
            f"({_closed('OLD.review_id')} OR {_closed('NEW.review_id')})"
            f" AND ({' OR '.join(changed)})",
            "belongs to a closed review",
            "OLD.review_id",
        )


def deletions() -> Iterator[Rule]:
    """What is never deleted, on PostgreSQL alone."""
    yield Rule("kept", REVIEW, "DELETE", "OLD.state = 'closed'", "is closed and never deleted")
    for rows in ROWS:
        closed = _closed("OLD.review_id")
        yield Rule(
            "kept", rows.table, "DELETE", closed, "belongs to a closed review", "OLD.review_id"
        )


def _named(column: str, unlike: str) -> str:
    return f"(NEW.{column} IS NOT NULL AND {differ((column,), unlike)})"


def _closed(review: str) -> str:
    closed = f"SELECT 1 FROM {REVIEW} r WHERE r.id = {review} AND r.state = 'closed'"  # noqa: S608
    return f"EXISTS ({closed})"


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, replacing those that stand."""
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        for rule in (*rules("IS DISTINCT FROM"), *deletions()):
            schema_editor.execute(
                on_postgresql(
                    rule.name,
                    rule.table,
                    rule.event,
                    rule.refused,
                    rule.message,
                    first=rule.wait,
                ),
                params=None,
            )
    else:
        for rule in rules("IS NOT"):
            schema_editor.execute(
                f"CREATE TRIGGER {rule.table}_{rule.name} BEFORE {rule.event} ON {rule.table}"
                f" WHEN {rule.refused}"
                f" BEGIN SELECT RAISE(ABORT, '{rule.table}: {rule.message}'); END",
                params=None,
            )


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    for rule in (*rules("IS NOT"), *deletions()):
        name = f"{rule.table}_{rule.name}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
