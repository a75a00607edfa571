"""What every answer tells the browser, whoever asks and whatever is answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config.urls import urlpatterns as our_urls

from .places import Scene
from .table import rows

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    """A view that fails."""
    raise RuntimeError("meant")


urlpatterns = [*our_urls, path("trasig/", broken)]


def policy(answer: HttpResponseBase) -> dict[str, str]:
    """The content security policy by directive."""
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in parts)}


def complaints(answer: HttpResponseBase) -> list[str]:
    """What is missing in the headers of an answer."""
    told = policy(answer)
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    found = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    found += [name for name in ("default-src", "frame-ancestors") if name not in told]
    found += ["unsafe"] if "unsafe" in answer.headers["Content-Security-Policy"] else []
    found += ["frame-ancestors"] if told.get("frame-ancestors") != "'none'" else []
    found += ["default-src"] if told.get("default-src") not in ("'self'", "'none'") else []
    found += [] if "Permissions-Policy" in answer.headers else ["Permissions-Policy"]
    return found


@pytest.mark.parametrize("person", [None, "coordinator", "administrator"])
def test_every_answer_is_careful(scene: Scene, person: str | None) -> None:
    methods = {(row.name, row.word): row.method for row in rows()}
    client = scene.client(person)
    careless = {}
    for key, address in scene.addresses.items():
        answer = client.generic(methods.get(key, "GET"), address)
        if found := complaints(answer):
            careless[address] = found
    assert careless == {}


def test_errors_are_careful_too(scene: Scene, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.cookies = scene.client("coordinator").cookies
    answers = {
        400: client.get("/", headers={"host": "ond.example"}),
        403: client.get("/admin/"),
        404: client.get("/finns-inte/"),
        405: client.post("/kakor/"),
        500: client.get("/trasig/"),
    }
    strict = scene.client("coordinator", enforce_csrf_checks=True)
    for status, answer in [*answers.items(), (403, strict.post("/konto/logga-ut/"))]:
        assert answer.status_code == status
        assert complaints(answer) == [], status


CALENDAR = "activities:calendar"


@pytest.mark.parametrize("person", ["reader", "coordinator", "administrator"])
def test_what_is_not_for_all_is_kept_by_nobody(scene: Scene, person: str) -> None:
    """Neither by a proxy nor, after signing out, by the browser's back button."""
    for row in rows():
        if row.method != "GET" or row.name.endswith("_image") or row.name == CALENDAR:
            continue
        answer = scene.client(person).get(scene.addresses[row.name, row.word])
        if answer.status_code == 200:
            kept = {word.strip() for word in answer.headers.get("Cache-Control", "").split(",")}
            assert {"private", "no-store"} <= kept, row


def test_an_image_is_kept_by_the_browser_alone(scene: Scene) -> None:
    answer = scene.client("reader").get(scene.addresses["appendix:plan_image", "in-force"])
    assert "private" in answer.headers["Cache-Control"]


def test_a_calendar_is_kept_by_its_program_alone_and_asked_for_anew(scene: Scene) -> None:
    """It is fetched without a cookie, behind a secret address, and answered "unchanged" by its ETag."""
    address = next(scene.addresses[row.name, row.word] for row in rows() if row.name == CALENDAR)
    answer = scene.client(None).get(address)
    kept = {word.strip() for word in answer.headers["Cache-Control"].split(",")}
    assert {"private", "no-cache"} <= kept


SIGN_IN = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
from accounts.models import User
call_command("migrate", verbosity=0)
User.objects.create_user("a@b.example", "korrekt hast batteri", full_name="Anna Ek")
client = Client(SERVER_NAME="samrad.example")
answer = client.post("/konto/logga-in/", {"login": "a@b.example", "password": "korrekt hast batteri"}, secure=True)
print(json.dumps([answer.status_code, answer.cookies.output(header="").splitlines()]))
"""


def test_both_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    """With the settings of production, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", SIGN_IN],
        cwd=django_settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SITE_URL": "https://samrad.example",
            "SECRET_KEY": "en-lång-nyckel-som-ingen-kan-gissa-0123456789-abcdefghij",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'samrad.sqlite3'}",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    status, cookies = json.loads(ran.stdout)
    assert status == 302
    names = {cookie.strip().split("=", 1)[0] for cookie in cookies}
    assert names == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in cookies:
        for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert word in cookie, cookie
        assert "Domain=" not in cookie
