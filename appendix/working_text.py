"""The document of the working text, built anew only when one of its rows has changed.

Building asks the database about each kind of row and makes an object of each row. Here all of them
come as text in one question; the same text gives the same document.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from django.db import connection, models

from core.kept import Kept
from plans import registry
from plans.models import Node, Plan, Reference, Section

from .document import build, canonical_bytes
from .document.canonical import Document
from .document.shape import LISTS

MOST_KEPT = 32
LARGEST_KEPT = 500_000  # bytes; a document with large images is built each time


@dataclass(frozen=True)
class _Dialect:
    """What the two databases call the same thing."""

    row: str
    ties: str
    one_of: str


# Each row looks up its own key and ties: joined, PostgreSQL would rather read whole tables, while
# they are small enough, than look some hundred rows up.
DIALECTS = {
    "postgresql": _Dialect(
        row="json_build_array",
        ties="string_agg(tie.field || tie.target_id, ' ' ORDER BY tie.id)",
        one_of="= ANY(ARRAY({}))",
    ),
    "sqlite": _Dialect(
        row="json_array", ties="group_concat(tie.field || tie.target_id)", one_of="IN ({})"
    ),
}


@dataclass(frozen=True)
class WorkingText:
    """A document and its SHA-256; shared between requests, so never to be changed."""

    document: Document
    sha256: str
    size: int  # bytes


_kept: Kept[WorkingText] = Kept(most=MOST_KEPT, fits=lambda text: text.size <= LARGEST_KEPT)


def working_text(plan: Plan) -> WorkingText:
    """The document of ``plan``, the rows below it as they stand in the database now.

    Somebody may save while it is built. Then it is kept under rows that are never seen again, since
    each save counts up the version of its row.
    """
    return _kept.get(_rows_of(plan), lambda: _read(plan))


def _read(plan: Plan) -> WorkingText:
    document = build(plan)
    data = canonical_bytes(document)
    return WorkingText(document, hashlib.sha256(data).hexdigest(), len(data))


def _rows_of(plan: Plan) -> bytes:
    """The SHA-256 of every row that the document is made of, that of the plan as ``plan`` has it.

    Images are left out: rows name them by their content.
    """
    own = [str(getattr(plan, field.attname)) for field in Plan._meta.local_concrete_fields]
    question, parameters = _question(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(question, [plan.pk] * parameters)
        rows = sorted(row for (row,) in cursor.fetchall())
    return hashlib.sha256("\0".join(own + rows).encode()).digest()


@cache
def _question(vendor: str) -> tuple[str, int]:
    """One SELECT of all rows of a plan, and how many times it asks for the plan's primary key."""
    dialect = DIALECTS[vendor]
    sections = f'SELECT id FROM "{Section._meta.db_table}" WHERE plan_id = %s'  # noqa: S608
    in_plan = f"row.section_id {dialect.one_of.format(sections)}"
    kinds = {kind.model for kind in registry.kinds() if kind.model}
    parts = [
        _rows(dialect, Section, "row.plan_id = %s"),
        *(_rows(dialect, model, "row.plan_id = %s") for _name, model, _fields in LISTS),
        *(_rows(dialect, model, in_plan) for model in sorted(kinds, key=lambda m: m.__name__)),
    ]
    return " UNION ALL ".join(parts), len(parts)


def _rows(dialect: _Dialect, model: type[models.Model], where: str) -> str:
    """A SELECT of whole rows of ``model`` as text, each with its key in the plan and its ties."""
    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    values = [f"'{table}'", *(f'row."{field.column}"' for field in fields)]
    if any(field.name == "node" for field in fields):
        values += [_of_node(Node, "key", "id"), _of_node(Reference, dialect.ties, "source_id")]
    text = f"CAST({dialect.row}({', '.join(values)}) AS text)"
    return f'SELECT {text} FROM "{table}" AS row WHERE {where}'  # noqa: S608


def _of_node(model: type[models.Model], wanted: str, column: str) -> str:
    table = model._meta.db_table
    return f'(SELECT {wanted} FROM "{table}" AS tie WHERE tie.{column} = row.node_id)'  # noqa: S608
