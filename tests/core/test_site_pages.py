"""What surrounds every page, and the pages about the site itself."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

from core.templatetags.icons import icon
from core.version import VERSION


@pytest.mark.parametrize("address", ["/tillganglighet/", "/kakor/"])
def test_a_stranger_may_read_the_pages_about_the_site(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("address", ["/tillganglighet/", "/kakor/"])
def test_they_only_answer_reading(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/tillganglighet/", "/konto/logga-in/"])
def test_every_page_has_skip_link_language_and_foot(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert '<html lang="sv">' in page
    assert 'href="#innehall">Hoppa till innehållet' in page
    assert 'id="innehall"' in page
    assert 'href="/tillganglighet/"' in page
    assert 'href="/kakor/"' in page
    assert f"Samråd {VERSION}" in page


def test_statement_names_the_address_to_write_to_if_there_is_one(client: Client) -> None:
    with override_settings(CONTACT_EMAIL="hjalp@alvhamra.example"):
        assert "mailto:hjalp@alvhamra.example" in client.get("/tillganglighet/").content.decode()
    with override_settings(CONTACT_EMAIL=""):
        assert "mailto:" not in client.get("/tillganglighet/").content.decode()


def test_cookie_page_names_the_cookies_by_the_names_they_have_here(client: Client) -> None:
    with override_settings(
        SESSION_COOKIE_NAME="__Host-sessionid", CSRF_COOKIE_NAME="__Host-csrftoken"
    ):
        page = client.get("/kakor/").content.decode()
    assert "__Host-sessionid" in page
    assert "__Host-csrftoken" in page


@pytest.mark.parametrize(
    "template", ["403.html", "403_csrf.html", "404.html", "405.html", "500.html"]
)
def test_error_pages_need_no_context(template: str) -> None:
    page = render_to_string(template)
    assert "Felkod" in page
    assert "Till startsidan" in page


def test_icon_beside_a_word_is_hidden_and_alone_it_is_named() -> None:
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="Klar &lt;"' in icon("check", "Klar <")


def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        icon("nothing")


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("draft", "Utkast"),
        ("proposed", "Föreslagen"),
        ("rejected", "Avslagen"),
        ("withdrawn", "Återtagen"),
        ("adopted", "Fastställd"),
        ("upcoming", "Kommande"),
        ("in_force", "Gällande"),
        ("superseded", "Ersatt"),
        ("expired", "Utgången"),
    ],
)
def test_a_state_is_said_with_an_icon_and_a_word(state: str, word: str) -> None:
    drawn = render_to_string("components/state.html", {"state": state})
    assert "<svg" in drawn
    assert word in drawn
    assert "ord" in render_to_string("components/state.html", {"state": state, "label": "ord"})
