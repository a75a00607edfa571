"""What an installation behind https is, seen from outside: its own process, its own environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.servers

PRODUCTION = {
    "SITE_URL": "https://samrad.example",
    "SECRET_KEY": "en-lång-nyckel-som-ingen-kan-gissa-0123456789-abcdefghij",
    "DATABASE_URL": "postgres://samrad@127.0.0.1/samrad",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}
ASK = """
import json
import django
from django.test import Client
django.setup()
answer = Client(SERVER_NAME="samrad.example").get("/konto/logga-in/", secure={secure})
print(json.dumps([answer.status_code, dict(answer.headers), answer.cookies.output(header="")]))
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return {**PRODUCTION, "VAR_DIR": str(tmp_path)}


def test_a_deployment_as_the_manual_has_it_passes_every_check(production: dict[str, str]) -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **production)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("missing", "identifier"), [("REDIS_URL", "samrad.W001"), ("EMAIL_URL", "samrad.W002")]
)
def test_what_production_lacks_is_said(
    production: dict[str, str], missing: str, identifier: str
) -> None:
    del production[missing]
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **production)
    assert checked.returncode == 1
    assert identifier in checked.stderr


def test_a_wrong_setting_stops_every_command_with_a_sentence_and_no_traceback() -> None:
    refused = run("manage.py", "migrate", SITE_URL="http://samrad.example")
    assert refused.returncode == 1
    assert "SITE_URL=http://samrad.example är okrypterad" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_browser_is_told_to_be_careful(production: dict[str, str], tmp_path: Path) -> None:
    production["DATABASE_URL"] = f"sqlite:///{tmp_path / 'samrad.sqlite3'}"
    del production["REDIS_URL"]
    assert run("manage.py", "migrate", "-v0", **production).returncode == 0
    assert run("manage.py", "collectstatic", "-v0", "--no-input", **production).returncode == 0
    asked = run("-c", ASK.format(secure=True), **production)
    assert asked.returncode == 0, asked.stderr
    status, headers, cookies = json.loads(asked.stdout)
    assert status == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert {policy[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "__Host-csrftoken=" in cookies
    assert all(word in cookies for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain=" not in cookies


def test_an_unencrypted_request_is_sent_to_https(production: dict[str, str]) -> None:
    status, headers, _cookies = json.loads(run("-c", ASK.format(secure=False), **production).stdout)
    assert (status, headers["Location"]) == (301, "https://samrad.example/konto/logga-in/")
