"""Nonsense in every parameter and every field: whatever is answered, the server does not fail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from .places import Scene
from .table import Row, rows

# PostgreSQL is the stricter one: what it takes, SQLite takes.
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
BASE: Path = settings.BASE_DIR
APPS = ("core", "accounts", "plans", "activities", "evaluations", "appendix", "overview")
READ_FROM = re.compile(r"""(?:GET|POST|data|asked|params)(?:\.get(?:list)?\(|\[)["']([\w-]+)["']""")
# A digit that int() refuses, more than any column holds, what PostgreSQL stores in no text, no day.
NONSENSE = ("²", "9" * 30, "a\x00b" * 4, "2026-02-31")
PEOPLE = {"coordinator": "coordinator", "administrator": "administrator", "police_chief": "chief"}
REFUSED = {"404", "403", "405", "in"}


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("name")
        if tag in {"input", "select", "textarea", "button"} and name:
            self.names.add(name)


@pytest.fixture(scope="module")
def names(scene: Scene) -> list[str]:
    """Every name that the code looks for, and every field of every page."""
    found = {
        name
        for app in APPS
        for path in (BASE / app).rglob("*.py")
        for name in READ_FROM.findall(path.read_text(encoding="utf-8"))
    }
    fields = _Fields()
    for path in {scene.addresses[row.name, row.word] for row in rows() if row.method == "GET"}:
        for person in PEOPLE:
            answer = ask(scene.client(person), "GET", path, {})
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                fields.feed(answer.getvalue().decode())
    found |= fields.names
    assert {"sida", "kod", "after", "change", "version", "base-text", "email"} <= found
    return sorted(found - {"csrfmiddlewaretoken"})


def ask(client: Client, method: str, path: str, values: Mapping[str, Any]) -> HttpResponseBase:
    """The answer; what was written is undone."""
    cache.clear()
    with transaction.atomic():
        answer = client.get(path, values) if method == "GET" else client.post(path, values)
        transaction.set_rollback(True)
    return answer


def let_in(row: Row) -> str | None:
    """Somebody who gets past the door."""
    people = [person for person, column in PEOPLE.items() if row.answers[column] not in REFUSED]
    return people[0] if people else None


# One row of the table for each address and method: the code behind it is the same for all objects.
ROWS = {(row.name, row.method): row for row in rows() if let_in(row)}


@pytest.mark.parametrize("row", ROWS.values(), ids=str)
def test_nonsense_is_answered(scene: Scene, names: list[str], row: Row) -> None:
    path = scene.addresses[row.name, row.word]
    client = scene.client(let_in(row))
    for nonsense in NONSENSE:
        answer = ask(client, row.method, path, dict.fromkeys(names, nonsense))
        assert answer.status_code < 500, nonsense
    if row.method == "POST":
        files = {name: SimpleUploadedFile("a\n.png", b"\x89PNG nonsense") for name in names}
        assert ask(client, "POST", path, files).status_code < 500
