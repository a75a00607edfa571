"""The database of PostgreSQL emptied after a test that has committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

_truncate = DatabaseOperations.sql_flush
# The triggers that guard versions rest too, as with TRUNCATE; that is for superusers.
REST = "SET LOCAL session_replication_role = replica"


def _delete(
    self: DatabaseOperations, style: Any, tables: Any, *, reset_sequences: bool = False, **how: Any
) -> list[str]:
    if reset_sequences or not tables or not _is_superuser():
        return _truncate(self, style, tables, reset_sequences=reset_sequences, **how)
    return [REST, *(f"DELETE FROM {self.quote_name(table)}" for table in tables)]


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        return bool(cursor.fetchone()[0])


@contextmanager
def by_deleting() -> Iterator[None]:
    """Delete the few rows of a test: to truncate seventy tables, each with a new file, takes much longer."""
    with patch.object(DatabaseOperations, "sql_flush", _delete):
        yield
