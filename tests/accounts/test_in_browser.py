"""Signing in and administering in a real browser, under the real Content-Security-Policy."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Organisation, User
from core.mail import queue_mail

from .conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained of, such as a script that the policy forbids."""
    heard: list[str] = []
    page.on(
        "console", lambda message: heard.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def sign_in(page: Page, live_server: LiveServer, path: str) -> None:
    page.goto(live_server.url + path)
    page.get_by_label("E-post").fill("admin@alvhamra.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()


def test_an_administrator_adds_a_person(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    administrator: User,
    municipality: Organisation,
) -> None:
    sign_in(page, live_server, "/admin/accounts/user/add/")
    page.get_by_label("Namn").fill("Bo Alm")
    page.get_by_label("E-post").fill("bo@alvhamra.example")
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("Älv")
    page.get_by_role("option", name="Älvhamra kommun").click()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("link", name="Bo Alm").first).to_be_visible()
    assert User.objects.get(email="bo@alvhamra.example").organisation == municipality
    assert complaints == []


def test_every_page_of_the_admin_obeys_the_policy(
    page: Page,
    live_server: LiveServer,
    complaints: list[str],
    administrator: User,
    municipality: Organisation,
) -> None:
    mail = queue_mail(
        to="a@b.example",
        template="password_changed",
        context={"at": timezone.now()},
    )
    sign_in(page, live_server, "/admin/")
    for path in (
        "accounts/user/",
        f"accounts/user/{administrator.pk}/change/",
        f"accounts/user/{administrator.pk}/history/",
        "accounts/organisation/",
        "accounts/organisation/add/",
        f"accounts/organisation/{municipality.pk}/delete/",
        "core/outgoingmail/",
        f"core/outgoingmail/{mail.pk}/change/",
    ):
        response = page.goto(f"{live_server.url}/admin/{path}")
        assert response is not None
        assert response.status == 200, path
        assert "unsafe" not in response.headers["content-security-policy"]
    page.get_by_role("button", name="Logga ut").click()
    expect(page).to_have_url(f"{live_server.url}/konto/logga-in/")
    assert complaints == []
