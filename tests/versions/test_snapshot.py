"""A document is built of rows as they stood at one moment, also while others write."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from accounts.models import Organisation
from core.snapshot import snapshot


def rename(name: str) -> None:
    """As somebody else would, at the same time."""

    def save() -> None:
        Organisation.objects.update(name=name)
        connection.close()

    other = threading.Thread(target=save)
    other.start()
    other.join()


def name() -> str:
    return Organisation.objects.get().name


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_others_commit_meanwhile_is_not_seen() -> None:
    Organisation.objects.create(name="Före", slug="x", kind="other")
    with snapshot():
        assert name() == "Före"
        rename("Efter")
        assert name() == "Före"
    assert name() == "Efter"


@pytest.mark.django_db
def test_it_may_stand_inside_a_transaction() -> None:
    with snapshot():
        Organisation.objects.create(name="Går", slug="x", kind="other")
    assert name() == "Går"
