"""What an administrator does: by command, and in the admin."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Organisation, User
from core.enums import MailState
from core.mail import queue_mail
from core.models import Change, OutgoingMail

from .test_signing_in import NEW, choose, is_signed_in, open_link, sign_in

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


def create_administrator(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command and return the link it prints."""
    call_command("create_administrator", *arguments)
    [link] = re.findall(r"^http\S+$", capsys.readouterr().out, re.MULTILINE)
    return str(link)


def logged(column: str) -> dict[str, Any]:
    """One side of the only row in the log."""
    return dict(getattr(Change.objects.get(), column))


def test_the_first_administrator(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    link = create_administrator(capsys, "Ada@alvhamra.example", "--name", "Ada Admin")
    user = User.objects.get()
    assert (user.email, user.full_name) == ("ada@alvhamra.example", "Ada Admin")
    assert user.is_administrator
    choose(client, open_link(client, link))
    sign_in(client, user.email, NEW)
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200
    assert open_link(Client(), link).redirect_chain == [], "the link worked twice"


def test_running_it_again_makes_nobody_new(capsys: pytest.CaptureFixture[str]) -> None:
    first = create_administrator(capsys, "ada@alvhamra.example")
    second = create_administrator(capsys, "ADA@alvhamra.example")
    assert User.objects.count() == 1
    assert first.startswith("http://127.0.0.1:8000/konto/nytt-losenord/")
    assert second.startswith("http://127.0.0.1:8000/konto/nytt-losenord/")
    assert Change.objects.count() == 1


def test_an_ordinary_person_becomes_administrator(
    anna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    create_administrator(capsys, anna.email)
    anna.refresh_from_db()
    assert anna.is_administrator
    assert anna.full_name == "Anna Ek"
    before, after = logged("before"), logged("after")
    assert (before["is_administrator"], after["is_administrator"]) == (False, True)


@pytest.mark.parametrize(
    ("email", "said"), [("ada", "giltig e-postadress"), ("anna@alvhamra.example", "inaktiv")]
)
def test_what_cannot_be_done_is_said(anna: User, email: str, said: str) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match=said):
        call_command("create_administrator", email)


def test_the_admin_is_for_administrators(client: Client, anna: User) -> None:
    response = client.get("/admin/core/", follow=True)
    assert response.redirect_chain[-1][0] == "/konto/logga-in/?next=/admin/core/"
    client.force_login(anna)
    for path in ("/admin/", USERS, "/admin/login/"):
        assert client.get(path).status_code == 403


def test_the_admin_has_no_second_door(client: Client, administrator: User) -> None:
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith("/konto/logga-in/")
    client.force_login(administrator)
    for path in ("/admin/logout/", "/admin/password_change/", "/admin/auth/group/"):
        assert client.get(path).status_code == 404


def test_adding_a_person_mails_them_a_link(
    client: Client, administrator: User, municipality: Organisation
) -> None:
    client.force_login(administrator)
    given = {"full_name": "Bo Alm", "email": "Bo@Alvhamra.example", "is_active": "on"}
    response = client.post(USERS + "add/", {**given, "organisation": municipality.pk, "title": ""})
    assert response.status_code == 302
    user = User.objects.get(email="bo@alvhamra.example")
    assert not user.has_usable_password()
    mail = OutgoingMail.objects.get()
    assert mail.to == user.email
    assert Change.objects.get().by == administrator
    fresh = Client()
    choose(fresh, open_link(fresh, mail.secrets["link"]))
    sign_in(fresh, user.email, NEW)
    assert is_signed_in(fresh)


def test_a_changed_address_is_told_to_the_old_one(
    client: Client, administrator: User, anna: User
) -> None:
    client.force_login(administrator)
    given = {"full_name": "Anna Ek", "email": "anna.ek@alvhamra.example", "is_active": "on"}
    client.post(f"{USERS}{anna.pk}/change/", {**given, "organisation": "", "title": ""})
    anna.refresh_from_db()
    assert anna.email == "anna.ek@alvhamra.example"
    assert OutgoingMail.objects.get().to == "anna@alvhamra.example"
    assert logged("before")["email"] == "anna@alvhamra.example"


def test_nobody_shuts_themselves_out(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    given = {"full_name": "Ada", "email": administrator.email, "organisation": "", "title": ""}
    client.post(f"{USERS}{administrator.pk}/change/", given)
    administrator.refresh_from_db()
    assert administrator.full_name == "Ada"
    assert administrator.is_administrator
    assert administrator.is_active


def test_no_page_shows_a_one_time_link(client: Client, administrator: User, anna: User) -> None:
    client.force_login(administrator)
    client.post(USERS, {"action": "send_password_link", "_selected_action": [anna.pk]})
    mail = OutgoingMail.objects.get()
    token = mail.secrets["link"].rpartition("-")[2].strip("/")
    for path in ("", f"{mail.pk}/change/"):
        page = client.get(f"/admin/core/outgoingmail/{path}").content.decode()
        assert mail.subject in page
        assert token not in page
    assert "(länken visas inte här)" in page


def test_failed_mails_are_tried_again(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    mail = queue_mail(
        to="anna@alvhamra.example",
        template="address_changed",
        context={"name": "Anna", "new_address": "a@alvhamra.example"},
    )
    OutgoingMail.objects.update(state=MailState.FAILED, attempts=9)
    given = {"action": "send_again", "_selected_action": [mail.pk]}
    client.post("/admin/core/outgoingmail/", given)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 0)


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_mails_are_only_looked_at(client: Client, administrator: User, path: str) -> None:
    client.force_login(administrator)
    mail = queue_mail(
        to="a@b.example", template="address_changed", context={"name": "A", "new_address": "b"}
    )
    assert client.get("/admin/core/outgoingmail/" + path.format(pk=mail.pk)).status_code == 403
