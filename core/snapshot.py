"""Reading many rows as they stood at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """What is read inside is from one moment, however many questions it takes.

    PostgreSQL's usual isolation shows each question whatever was committed before it: a section
    could be read before somebody moved an item out of it, and the item after. REPEATABLE READ, read
    only, sees one moment and neither waits for those who write nor can be refused. It can only be
    set where a transaction begins: inside another one, such as a command's, what is read is as
    consistent as that one is. On SQLite a transaction reads one moment by itself.
    """
    connection = transaction.get_connection()
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
