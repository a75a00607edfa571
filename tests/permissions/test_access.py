"""Every address, method, object and person: the answer is the one in the table, and none is missing."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from core.middleware import SAFE_METHODS
from tests.addresses import known_names

from .places import PEOPLE, Scene
from .table import Row, rows

pytestmark = pytest.mark.django_db
ROWS = rows()
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SIGN_IN = "/konto/logga-in/"
ADMINS_SIGN_IN = "/admin/login/"


def ask(client: Client, method: str, path: str) -> tuple[HttpResponseBase, str]:
    """The answer, and what the table calls it; what was written is undone."""
    cache.clear()  # attempts are counted there
    with transaction.atomic():
        answer = client.generic(method, path)
        transaction.set_rollback(True)
    # Who posts without a page to come back to is led to the start page: the address may take no GET.
    back = path if method in SAFE_METHODS else "/"
    ways = [f"{SIGN_IN}?next={quote(back)}", f"{ADMINS_SIGN_IN}?next={quote(path)}"]
    if answer.status_code == 302 and answer.headers["Location"] in ways:
        return answer, "in"
    return answer, str(answer.status_code)


def test_the_table_has_every_address_but_the_admins() -> None:
    known = {name for name in known_names() if not name.startswith("admin:")}
    assert known == {row.name for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_table_says(scene: Scene, row: Row) -> None:
    path = scene.addresses[row.name, row.word]
    got = {
        person: ask(scene.client(person), row.method, path)[1]
        for people in PEOPLE.values()
        for person in people
    }
    wanted = {person: row.answers[column] for column, people in PEOPLE.items() for person in people}
    assert got == wanted
    if row.method == "GET":
        heads = {
            column: ask(scene.client(people[0]), "HEAD", path)[1]
            for column, people in PEOPLE.items()
        }
        assert heads == row.answers


# allauth's pages are classes, which say what they can (OPTIONS) and take a PUT as a POST.
PLAIN = sorted({row.name for row in ROWS if not row.name.startswith("account_")})


@pytest.mark.parametrize("name", PLAIN)
def test_other_methods_are_refused(scene: Scene, name: str) -> None:
    """With 405 wherever the address leads, also to nothing: that tells no one what exists."""
    of_name = [row for row in ROWS if row.name == name]
    allowed = {row.method for row in of_name}
    allowed |= {"HEAD"} if "GET" in allowed else set()
    is_open = of_name[0].answers["nobody"] != "in"
    for row in (of_name[0], of_name[-1]):
        path = scene.addresses[name, row.word]
        for method in set(METHODS) - allowed:
            nobody = ask(scene.client(None), method, path)[1]
            somebody = ask(scene.client("coordinator"), method, path)[1]
            assert (nobody, somebody) == ("405" if is_open else "in", "405"), (method, path)


FOREIGN = sorted({(row.name, row.method) for row in ROWS if row.word == "foreign"})


@pytest.mark.parametrize(("name", "method"), FOREIGN)
def test_foreign_and_absent_are_the_same_404(scene: Scene, name: str, method: str) -> None:
    """To the letter: neither body nor headers tell that there is something."""
    for person in ("outsider", "former", "reader", "coordinator", "director", "administrator"):
        seen = []
        for word in ("foreign", "absent"):
            answer, _ = ask(scene.client(person), method, scene.addresses[name, word])
            body = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", answer.getvalue().decode())
            headers = {key: text for key, text in answer.items() if key != "Content-Length"}
            seen.append((answer.status_code, body, headers))
        assert seen[0][0] == 404
        assert seen[0] == seen[1], person


def test_every_address_of_a_plan_is_tried_on_a_foreign_one() -> None:
    of_a_plan = {row.name for row in ROWS if row.name.startswith("appendix:")}
    assert of_a_plan - {name for name, _ in FOREIGN} == {"appendix:check", "appendix:check_start"}


POSTS = [row for row in ROWS if row.method == "POST" and row.word in {"-", "in-force"}]


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_nothing_is_done_without_the_forms_token(scene: Scene, row: Row) -> None:
    client = scene.client("coordinator", enforce_csrf_checks=True)
    assert ask(client, "POST", scene.addresses[row.name, row.word])[1] == "403"


# --- the administrator's pages --------------------------------------------------------------------

ADMIN = sorted(name for name in known_names() if name.startswith("admin:"))
BARE = "admin:<path:object_id>/"  # an address of old Django: leads on to the row's page
# What an administrator is answered, where it is not 200.
ADMINISTRATOR = {
    "admin:login": "302",
    "admin:view_on_site": "302",
    # Without what to search for; a person's own form asks with it.
    "admin:autocomplete": "403",
    # Mails are read, never made or removed; people and agreements that have done something stay.
    "admin:core_outgoingmail_add": "403",
    "admin:core_outgoingmail_delete": "403",
    "admin:accounts_user_delete": "403",
    "admin:plans_agreement_delete": "403",
}


@pytest.mark.parametrize("name", [name for name in ADMIN if name != BARE])
def test_the_admin_is_for_administrators_only(scene: Scene, name: str) -> None:
    paths = [path for (known, _), path in scene.addresses.items() if known == name]
    assert paths, f"{name} is not in places.py"
    for path in paths:
        for method in ("GET", "POST"):
            for column, people in PEOPLE.items():
                for person in people:
                    got = ask(scene.client(person), method, path)[1]
                    if column == "administrator":
                        assert method == "POST" or got == ADMINISTRATOR.get(name, "200"), path
                        assert got != "500"
                    elif column == "nobody":
                        assert got == ("302" if name == "admin:login" else "in"), (method, path)
                    else:
                        assert got == "403", (method, path, person)


def test_the_admin_leads_to_the_sign_in_that_counts_attempts(scene: Scene) -> None:
    answer = scene.client(None).get("/admin/accounts/user/", follow=True)
    assert answer.redirect_chain[-1] == (f"{SIGN_IN}?next=/admin/accounts/user/", 302)


def test_nobody_learns_from_the_admin_what_exists(scene: Scene) -> None:
    for path in ("/admin/plans/agreement/999999/change/", "/admin/finns/inte/"):
        assert ask(scene.client("coordinator"), "GET", path)[1] in {"403", "404"}
        assert ask(scene.client(None), "GET", path)[1] in {"in", "404"}
