"""The document of the working text, built anew only when one of its rows has changed.

Building asks the database about each kind of row and makes an object of each row. Here all of them
come as text in one question; the same text gives the same document.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.db import connection, models

from plans import registry
from plans.models import Plan, Reference, Section

from .document import build, canonical_bytes
from .document.canonical import Document
from .document.shape import LISTS

MOST_KEPT = 32
LARGEST_KEPT = 500_000  # bytes; a document with large images is built each time
JSON_OF_A_ROW = {"postgresql": "json_build_array", "sqlite": "json_array"}


@dataclass(frozen=True)
class WorkingText:
    """A document and its SHA-256; shared between requests, so never to be changed."""

    document: Document
    sha256: str


def working_text(plan: Plan) -> WorkingText:
    """The document of ``plan``, the rows below it as they stand in the database now.

    Somebody may save while it is built. Then it is kept under rows that are never seen again, since
    each save counts up the version of its row.
    """
    rows = _rows_of(plan)
    if kept := _kept.get(rows):
        return kept
    document = build(plan)
    data = canonical_bytes(document)
    text = WorkingText(document, hashlib.sha256(data).hexdigest())
    if len(data) <= LARGEST_KEPT:
        _kept.put(rows, text)
    return text


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
    kinds = {kind.model for kind in registry.kinds() if kind.model}
    in_plan = f'row.section_id IN (SELECT id FROM "{Section._meta.db_table}" WHERE plan_id = %s)'  # noqa: S608
    parts = [
        _rows(vendor, Section, "row.plan_id = %s"),
        *(_rows(vendor, model, "row.plan_id = %s") for _name, model, _fields in LISTS),
        *(_rows(vendor, model, in_plan) for model in sorted(kinds, key=lambda m: m.__name__)),
        _references(vendor),
    ]
    return " UNION ALL ".join(parts), len(parts)


def _rows(vendor: str, model: type[models.Model], where: str) -> str:
    """A SELECT of whole rows of ``model`` as text, each with its key in the plan."""
    fields = model._meta.local_concrete_fields
    values = [f"'{model._meta.db_table}'", *(f'row."{field.column}"' for field in fields)]
    node = ""
    if any(field.name == "node" for field in fields):
        node = ' JOIN "plans_node" AS node ON node.id = row.node_id'
        values.append("node.key")
    return (
        f'SELECT {_text(vendor, values)} FROM "{model._meta.db_table}" AS row{node} WHERE {where}'  # noqa: S608
    )


def _references(vendor: str) -> str:
    """A SELECT of the ties between the plan's keys."""
    values = ["'reference'", "row.id", "row.source_id", "row.field", "target.key"]
    return (
        f'SELECT {_text(vendor, values)} FROM "{Reference._meta.db_table}" AS row '  # noqa: S608
        'JOIN "plans_node" AS source ON source.id = row.source_id '
        'JOIN "plans_node" AS target ON target.id = row.target_id WHERE source.plan_id = %s'
    )


def _text(vendor: str, values: list[str]) -> str:
    return f"CAST({JSON_OF_A_ROW[vendor]}({', '.join(values)}) AS text)"


class _Kept:
    """The texts used last, by their rows; bounded, and safe with threads."""

    def __init__(self) -> None:
        self._texts: OrderedDict[bytes, WorkingText] = OrderedDict()
        self._lock = Lock()

    def get(self, rows: bytes) -> WorkingText | None:
        with self._lock:
            if rows in self._texts:
                self._texts.move_to_end(rows)
            return self._texts.get(rows)

    def put(self, rows: bytes, text: WorkingText) -> None:
        with self._lock:
            self._texts[rows] = text
            if len(self._texts) > MOST_KEPT:
                self._texts.popitem(last=False)


_kept = _Kept()
