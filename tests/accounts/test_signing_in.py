"""Signing in and out, and choosing a password."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from accounts.models import User
from core.enums import MailState
from core.models import OutgoingMail

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

# What the test client answers with: redirect_chain and the like are known to it alone.
Response = Any

LOGIN = "/konto/logga-in/"
FORGOTTEN = "/konto/glomt-losenord/"
CHANGE = "/konto/losenord/"
NEW = "helt nytt hus vid sjön"


def sign_in(
    client: Client, email: str = "anna@alvhamra.example", password: str = PASSWORD
) -> Response:
    return client.post(LOGIN, {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_form_speaks_swedish(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    for words in ("E-post", "Lösenord", "Logga in", "Glömt lösenordet?"):
        assert words in page
    assert "placeholder" not in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.parametrize("email", ["anna@alvhamra.example", " Anna@ALVHAMRA.example"])
def test_sign_in_and_out(client: Client, anna: User, email: str) -> None:
    response = sign_in(client, email)
    assert response.status_code == 302
    assert is_signed_in(client)
    assert client.get("/konto/logga-ut/").status_code == 200
    assert is_signed_in(client), "looking at the page signed the person out"
    client.post("/konto/logga-ut/")
    assert not is_signed_in(client)


def test_a_wrong_word_says_the_same_for_all(client: Client, anna: User) -> None:
    User.objects.create_user("inaktiv@alvhamra.example", PASSWORD, full_name="I", is_active=False)
    answers = {
        re.sub(r'value="[^"]*"', "", sign_in(client, email, password).content.decode())
        for email, password in [
            ("anna@alvhamra.example", "fel lösenord"),
            ("ingen@alvhamra.example", "fel lösenord"),
            ("inaktiv@alvhamra.example", PASSWORD),
        ]
    }
    assert len(answers) == 1
    assert "E-postadressen eller lösenordet stämmer inte." in answers.pop()


def test_what_is_missing_is_said_beside_the_field_and_on_top(client: Client) -> None:
    page = sign_in(client, "", "").content.decode()
    assert page.count("Detta fält måste fyllas i.") == 4


def test_a_person_who_was_shut_out_is_out_at_once(client: Client, anna: User) -> None:
    sign_in(client)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get(CHANGE).status_code == 302
    assert client.get(CHANGE)["Location"].startswith(LOGIN)


def test_attempts_are_limited(client: Client, anna: User) -> None:
    for _ in range(5):
        assert "stämmer inte" in sign_in(client, password="gissning").content.decode()
    page = sign_in(client).content.decode()
    assert "för många försök" in page
    assert not is_signed_in(client)


@pytest.mark.parametrize("scheme", ["https://", "//", "///", "\\\\", "https:///", "\t//", "https:"])
def test_nobody_is_sent_to_another_site(client: Client, anna: User, scheme: str) -> None:
    """However the address is disguised."""
    answer = client.post(
        f"{LOGIN}?{urlencode({'next': f'{scheme}ond.example/'})}",
        {"login": anna.email, "password": PASSWORD, "next": f"{scheme}ond.example/"},
    )
    assert "ond.example" not in answer["Location"]


def ask_for_link(client: Client, email: str = "anna@alvhamra.example") -> Response:
    return client.post(FORGOTTEN, {"email": email})


def open_link(client: Client, link: str) -> Response:
    """Follow the link of a mail, as far as the form."""
    path = link.removeprefix("http://127.0.0.1:8000")
    return client.get(path, follow=True)


def choose(client: Client, response: Response, password: str = NEW) -> Response:
    path = response.redirect_chain[-1][0]
    return client.post(path, {"password1": password, "password2": password}, follow=True)


def test_a_forgotten_password(
    client: Client, anna: User, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    response = ask_for_link(client, "Anna@alvhamra.example")
    assert response["Location"] == "/konto/glomt-losenord/skickat/"
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.state) == (anna.email, MailState.KEPT)
    link = mail.secrets["link"]
    assert link.startswith(settings.SITE_URL)
    assert link not in mail.text + mail.html

    done = choose(client, open_link(client, link))
    assert done.redirect_chain[-1][0] == "/konto/nytt-losenord/klart/"
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    told = OutgoingMail.objects.latest("pk")
    assert told.subject == "Ditt lösenord i Samråd är ändrat"
    assert mailoutbox == [], "a mail went past the queue"

    sign_in(client, password=NEW)
    assert is_signed_in(client)


def test_a_link_works_once(client: Client, anna: User) -> None:
    ask_for_link(client)
    link = OutgoingMail.objects.get().secrets["link"]
    choose(client, open_link(client, link))
    client.logout()
    again = open_link(client, link)
    assert again.redirect_chain == []
    assert "password1" not in again.content.decode()


def test_looking_at_a_link_writes_nothing_but_the_session(
    client: Client, anna: User, settings: Settings
) -> None:
    ask_for_link(client)
    link = OutgoingMail.objects.get().secrets["link"]
    settings.MIDDLEWARE = ["core.middleware.ReadOnlyGuard", *settings.MIDDLEWARE]
    assert "password1" in open_link(Client(), link).content.decode()
    assert Session.objects.count() == 1


def test_the_link_is_ours_whatever_the_request_calls_us(anna: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["ond.example"]
    Client(headers={"host": "ond.example"}).post(FORGOTTEN, {"email": anna.email})
    assert OutgoingMail.objects.get().secrets["link"].startswith(settings.SITE_URL)


@pytest.mark.parametrize("mail_is_sent", [True, False])
def test_who_asks_is_told_where_the_link_is(
    client: Client, settings: Settings, mail_is_sent: bool
) -> None:
    settings.MAIL_IS_SENT = mail_is_sent
    page = client.get("/konto/glomt-losenord/skickat/").content.decode()
    assert ("skickar inga mejl" in page) is not mail_is_sent


@pytest.mark.parametrize("email", ["ingen@alvhamra.example", "inaktiv@alvhamra.example"])
def test_asking_for_a_link_tells_nothing_about_who_is_here(client: Client, email: str) -> None:
    User.objects.create_user("inaktiv@alvhamra.example", PASSWORD, full_name="I", is_active=False)
    assert ask_for_link(client, email)["Location"] == "/konto/glomt-losenord/skickat/"
    assert not OutgoingMail.objects.exists()


def test_a_weak_password_is_refused_in_swedish(client: Client, anna: User) -> None:
    ask_for_link(client)
    form = open_link(client, OutgoingMail.objects.get().secrets["link"])
    page = choose(client, form, "kort").content.decode()
    assert "minst 12 tecken" in page
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_changing_the_password(client: Client, anna: User) -> None:
    sign_in(client)
    wrong = client.post(CHANGE, {"oldpassword": "fel", "password1": NEW, "password2": NEW})
    assert "Skriv ditt nuvarande lösenord." in wrong.content.decode()
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    assert OutgoingMail.objects.get().to == anna.email


def test_who_has_no_password_is_led_to_where_one_is_chosen(client: Client, anna: User) -> None:
    anna.set_unusable_password()
    anna.save()
    client.force_login(anna)
    for answer in (client.get(CHANGE, follow=True), client.post(CHANGE, {}, follow=True)):
        assert answer.redirect_chain == [(FORGOTTEN, 302)]
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("page", "then"),
    [
        ("http://testserver/planer/x/utkast/?fran=start", "/planer/x/utkast/%3Ffran%3Dstart"),
        ("https://elsewhere.example/planer/x/utkast/", "/"),
        ("", "/"),
    ],
)
def test_a_form_that_meets_an_ended_session_leads_back_to_its_page(
    client: Client, page: str, then: str
) -> None:
    answer = client.post("/planer/x/utkast/skriv-ut/", headers={"Referer": page})
    assert answer["Location"] == f"{LOGIN}?next={then}"


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_nobody_signs_up_or_manages_addresses(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_allauths_own_table_of_addresses_stays_empty(client: Client, anna: User) -> None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - the only use

    test_a_link_works_once(client, anna)
    sign_in(client, password=NEW)
    assert not EmailAddress.objects.exists()
