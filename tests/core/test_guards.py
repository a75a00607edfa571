"""Saying no, and the guard that a reading request writes nothing."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Organisation
from core.access import require
from core.middleware import ReadOnlyGuard, WriteDuringReadError


def test_require() -> None:
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)


def add_organisation() -> None:
    Organisation.objects.create(name="Älvhamra kommun", kind="municipality", slug="alvhamra")


def rename() -> None:
    Organisation.objects.update(name="insert into x")


def remove() -> None:
    Organisation.objects.all().delete()


def raw() -> None:
    connection.cursor().execute(
        "WITH x AS (SELECT 1) INSERT INTO accounts_organisation (name) SELECT 'x' FROM x"
    )


def read() -> None:
    list(Organisation.objects.filter(name="DELETE FROM accounts_organisation"))
    list(Organisation.objects.extra(where=["name = 'update accounts_organisation'"]))
    if connection.features.has_select_for_update:
        list(Organisation.objects.select_for_update().all())


def keep_session() -> None:
    Session.objects.create(session_key="x", session_data="", expire_date=timezone.now())


def answer(method: str, act: Callable[[], None]) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        act()
        return HttpResponse()

    return ReadOnlyGuard(view)(RequestFactory().generic(method, "/"))  # type: ignore[return-value]


def test_every_answer_tells_the_browser_what_it_may_not(client: Client) -> None:
    headers = client.get("/tillganglighet/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("act", [add_organisation, rename, remove, raw])
def test_a_reading_request_that_writes_raises(method: str, act: Callable[[], None]) -> None:
    Organisation.objects.create(name="Norrskogs kommun", kind="municipality", slug="norrskog")
    with pytest.raises(WriteDuringReadError), transaction.atomic():
        answer(method, act)
    assert Organisation.objects.get().name == "Norrskogs kommun"


@pytest.mark.django_db
@pytest.mark.parametrize("act", [read, keep_session])
def test_reading_and_sessions_pass(act: Callable[[], None]) -> None:
    assert answer("GET", act).status_code == 200


@pytest.mark.django_db
def test_a_post_may_write() -> None:
    answer("POST", add_organisation)
    assert Organisation.objects.count() == 1
