"""A guard that makes a request which should only read raise when it writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final

from django.db import connections
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class WriteDuringReadError(AssertionError):
    """A GET, HEAD or OPTIONS tried to change the database."""


class ReadOnlyGuard:
    """Raises when a request that should only read writes to a database.

    For tests: put it first in MIDDLEWARE. Sessions are let through, since the link of a password
    reset must put its key somewhere before it redirects to an address without it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)


_WRITE: Final = re.compile(
    r"\b(?:insert\s+into|update|delete\s+from|replace\s+into|merge\s+into|truncate|create|alter|drop)"
    r"\s+(?:only\s+)?[\"`]?(?P<table>\w*)",
    re.IGNORECASE,
)
# Text in quotes is data, such as a title that says "update"; so is what follows FOR in SELECT … FOR UPDATE.
_DATA: Final = re.compile(r"'(?:[^']|'')*'|\bfor\s+(?:no\s+key\s+)?update\b", re.IGNORECASE)
_EXEMPT_TABLES: Final = frozenset({"django_session"})


def refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 - Django's signature
    context: dict[str, Any],
) -> Any:
    """An execute wrapper that lets only reading through.

    Raises:
        WriteDuringReadError: the statement writes.
    """
    for match in _WRITE.finditer(_DATA.sub("", sql)):
        if match["table"] not in _EXEMPT_TABLES:
            raise WriteDuringReadError(f"A request that only reads wrote to the database: {sql}")
    return execute(sql, params, many, context)
