"""Questions to the database whose SQL is worked out once in each process, and asked again and again.

Writing the SQL of a long question takes the ORM milliseconds, each time; of a page that asks a dozen
of them that is most of its time. A ``Question`` lets the ORM write it once, around stand-ins, and
from then on only puts the values in their places. PostgreSQL takes as long again to plan it: there it
is prepared once for each connection, and planned for any values (``plan_cache_mode`` in the settings).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg2.extensions import AsIs  # type: ignore[import-untyped]

M = TypeVar("M", bound=Model)

FIRST_NUMBER: Final = 31_000  # within the smallest of the database's whole numbers
FIRST_DAY: Final = date(9998, 12, 31)


@dataclass(frozen=True)
class _Written:
    sql: str
    slots: tuple[tuple[str, int] | None, ...]
    constants: tuple[Any, ...]


@dataclass
class Question:
    """``build`` makes the rows of a SELECT (``values_list``) out of named values.

    ``numbers`` and ``days`` name these: each stands for itself in a filter or an annotation, and
    nothing may be reckoned from it in ``build``, which sees stand-ins. ``lists`` are numbers of which
    there are at most so many; what is not filled is a number that no row has.
    """

    build: Callable[..., QuerySet[Any, Any]]
    numbers: Sequence[str] = ()
    days: Sequence[str] = ()
    lists: Mapping[str, int] = field(default_factory=dict)
    _written: dict[str, _Written] = field(default_factory=dict)

    def ask(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, as the database gives them (``as_day`` reads a day). ValueError for too long a list."""
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write()
        return _rows(written, self._given(values))

    def rows_of(self, rows: QuerySet[M], **values: Any) -> list[M]:
        """Those of ``rows`` whose keys it finds (the first of each answer), in its order.

        Where it finds none nothing more is asked.
        """
        keys = [key for key, *_rest in self.ask(**values)]
        found = rows.in_bulk(keys) if keys else {}
        return [found[key] for key in keys if key in found]

    def _given(self, values: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
        day = connection.ops.adapt_datefield_value
        given: dict[str, Sequence[Any]] = {name: [values[name]] for name in self.numbers}
        given |= {name: [day(values[name])] for name in self.days}
        for name, most in self.lists.items():
            numbers = list(values[name])
            if len(numbers) > most:
                raise ValueError(f"{name}: {len(numbers)} values, at most {most}")
            given[name] = numbers + [-1] * (most - len(numbers))
        return given

    def _write(self) -> _Written:
        """The SQL around stand-ins; ValueError for a value that it does not hold."""
        numbers = iter(range(FIRST_NUMBER, FIRST_NUMBER + 1_500))
        days = (FIRST_DAY - timedelta(turn) for turn in range(10_000))
        stand_ins: dict[str, Any] = {name: next(numbers) for name in self.numbers}
        stand_ins |= {name: next(days) for name in self.days}
        stand_ins |= {name: [next(numbers) for _one in range(n)] for name, n in self.lists.items()}
        places = self._places(stand_ins)
        sql, parameters = self.build(**stand_ins).query.sql_with_params()
        slots = tuple(places.get(_hashable(one)) for one in parameters)
        lacking = set(places.values()) - set(slots)
        if lacking:
            raise ValueError(f"not in the question: {sorted(lacking)}")
        return _Written(sql, slots, tuple(parameters))

    def _places(self, stand_ins: Mapping[str, Any]) -> dict[Any, tuple[str, int]]:
        places: dict[Any, tuple[str, int]] = {}
        for name, value in stand_ins.items():
            for turn, one in enumerate(value if isinstance(value, list) else [value]):
                stored = connection.ops.adapt_datefield_value(one) if name in self.days else one
                places[stored] = (name, turn)
        return places


def ask_written(sql: str, numbers: Sequence[int], *, times: int = 1) -> list[tuple[Any, ...]]:
    """The rows of a SELECT that is written by hand, with ``numbers`` in its places, ``times`` over."""
    places = tuple(("numbers", place) for place in range(len(numbers)))
    return _rows(_Written(sql, places * times, (0,) * len(numbers) * times), {"numbers": numbers})


def _rows(written: _Written, given: Mapping[str, Sequence[Any]]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            written = _prepared(cursor, written)
        parameters = [
            constant if slot is None else given[slot[0]][slot[1]]
            for slot, constant in zip(written.slots, written.constants, strict=True)
        ]
        cursor.execute(written.sql, parameters)
        return list(cursor.fetchall())


_PREPARED: Final[WeakKeyDictionary[Any, dict[_Written, _Written]]] = WeakKeyDictionary()
"""By connection to PostgreSQL, what it has prepared: by the question as written, how it is executed."""


def _prepared(cursor: Any, written: _Written) -> _Written:
    """``written`` as a statement that the connection has prepared; prepared now if it had not been."""
    known = _PREPARED.setdefault(cursor.connection, {})
    if written not in known:
        slots = tuple(dict.fromkeys(slot for slot in written.slots if slot is not None))
        numbers = {slot: AsIs(f"${turn}") for turn, slot in enumerate(slots, 1)}
        types = (_type(written.constants[written.slots.index(slot)]) for slot in slots)
        parameters = [
            constant if slot is None else numbers[slot]
            for slot, constant in zip(written.slots, written.constants, strict=True)
        ]
        name = f"question_{len(known)}"
        # Beside the count of questions: it is none.
        cursor.cursor.execute(f"PREPARE {name} ({', '.join(types)}) AS {written.sql}", parameters)
        places = ", ".join(["%s"] * len(slots))
        known[written] = _Written(f"EXECUTE {name} ({places})", slots, (None,) * len(slots))
    return known[written]


def _type(value: Any) -> str:
    """The type of a stand-in in PostgreSQL."""
    return "bigint" if isinstance(value, int) else "date"


def _hashable(value: Any) -> Any:
    return value if isinstance(value, (int, str, date)) else None


def as_moment(value: Any) -> datetime:
    """A time as a row of ``Question.ask`` has it: SQLite gives it in UTC without saying so."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def as_day(value: Any) -> date | None:
    """A day as a row of ``Question.ask`` has it: SQLite gives its text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_json(value: Any) -> Any:
    """A JSON value as a row of ``Question.ask`` has it: its text, or what a driver has made of that."""
    return json.loads(value) if isinstance(value, str) else value
