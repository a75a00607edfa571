"""Every page and link, as everybody: none fails, none is dead, and nothing is written."""

from __future__ import annotations

import hashlib
import inspect
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.template import Engine, Node
from django.template.loader import render_to_string
from pytest_django import Settings

from accounts.models import Organisation

from .crawl import crawl
from .places import PEOPLE, Scene
from .table import rows

pytestmark = pytest.mark.django_db
EVERYBODY = [person for people in PEOPLE.values() for person in people]
SESSIONS = "django_session"
OURS = str(django_settings.BASE_DIR / "templates")


def contents() -> dict[str, str]:
    """A checksum of every table but the sessions'."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != SESSIONS:
                cursor.execute(f'SELECT * FROM "{table}"')
                lines = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
                found[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def starts(scene: Scene) -> list[str]:
    """Every address of the table and of the admin, whatever it stands for."""
    reading = {(row.name, row.word) for row in rows() if row.method == "GET"}
    return [
        path
        for (name, word), path in scene.addresses.items()
        if (name, word) in reading or name.startswith("admin:")
        # Leads to where administrators without a role are strangers; no page links to it.
        if name != "admin:view_on_site"
    ]


class Undefined(str):
    """What Django puts in place of a variable that is not there; notes those that ours ask for.

    Other people's templates, such as the admin's, count on getting nothing.
    """

    __slots__ = ("noted",)
    noted: set[str]

    def __contains__(self, text: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        template = _template_being_drawn()
        if template.startswith(OURS):
            self.noted.add(f"{Path(template).relative_to(OURS)} asks for {name}")
        return ""


def _template_being_drawn() -> str:
    frame = inspect.currentframe()
    while frame := frame.f_back if frame else None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
    return ""


@pytest.fixture
def undefined(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Raise at a GET that writes; note the templates that name what they do not have."""
    settings.MIDDLEWARE = ["core.middleware.ReadOnlyGuard", *settings.MIDDLEWARE]
    noting = Undefined("?")
    noting.noted = set()
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", noting)
    return noting.noted


@pytest.mark.parametrize("person", EVERYBODY)
def test_reading_every_page_changes_nothing(
    scene: Scene, undefined: set[str], person: str | None
) -> None:
    before = contents()
    found = crawl(scene.client(person), starts(scene))
    assert found.problems == []
    assert undefined == set()
    assert len(found.pages) > 60
    assert contents() == before


def test_a_variable_that_is_not_there_is_noted(scene: Scene, undefined: set[str]) -> None:
    render_to_string("components/page_head.html", {})
    assert undefined == {"components/page_head.html asks for heading"}


def test_the_checksum_sees_a_change(scene: Scene) -> None:
    before = contents()
    Organisation.objects.filter(pk=scene.world.association.pk).update(short_name="Annat")
    changed = {table for table, checksum in contents().items() if before[table] != checksum}
    assert changed == {"accounts_organisation"}
