"""Every page and link, as everybody: none fails, none is dead, and nothing is written."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import Settings

from accounts.models import Organisation
from appendix import reading
from core.kept import Kept
from tests.undefined import undefined as undefined

from .crawl import crawl
from .places import PEOPLE, Scene
from .table import rows

pytestmark = pytest.mark.django_db
EVERYBODY = [person for people in PEOPLE.values() for person in people]
SESSIONS = "django_session"


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


# Opening a link for a new password signs out whoever is signed in, and ends their crawl there.
SIGNS_OUT = ("account_reset_password_from_key", "fresh")


def starts(scene: Scene, person: str | None) -> list[str]:
    """Every address of the table and of the admin, whatever it stands for."""
    reading = {(row.name, row.word) for row in rows() if row.method == "GET"}
    if person is not None:
        reading.discard(SIGNS_OUT)
    return [
        path
        for (name, word), path in scene.addresses.items()
        if (name, word) in reading or name.startswith("admin:")
        # Leads to where administrators without a role are strangers; no page links to it.
        if name != "admin:view_on_site"
    ]


@pytest.fixture(autouse=True)
def _guarded(settings: Settings) -> None:
    """Raise at a GET that writes, draw each plan anew, and forget counted attempts."""
    cache.clear()
    settings.MIDDLEWARE = ["core.middleware.ReadOnlyGuard", *settings.MIDDLEWARE]
    reading._kept = Kept(reading.MOST_KEPT)


@pytest.mark.parametrize("person", EVERYBODY)
def test_reading_every_page_changes_nothing(
    scene: Scene, undefined: set[str], person: str | None
) -> None:
    before = contents()
    client = scene.client(person)
    found = crawl(client, starts(scene, person))
    assert client.get("/").status_code == (302 if person is None else 200), "signed out on the way"
    assert found.problems == []
    assert undefined == set()
    assert len(found.pages) > 60
    assert contents() == before


def test_the_checksum_sees_a_change(scene: Scene) -> None:
    before = contents()
    Organisation.objects.filter(pk=scene.world.association.pk).update(short_name="Annat")
    changed = {table for table, checksum in contents().items() if before[table] != checksum}
    assert changed == {"accounts_organisation"}
