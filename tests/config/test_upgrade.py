"""An installation that somebody has used is taken over whole by a newer Samråd."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.embedded
# The newest migrations of the first Samråd that people could run.
THEN = (
    ("accounts", "0001"),
    ("core", "0003"),
    ("plans", "0003"),
    ("activities", "0002"),
    ("appendix", "0002"),
)
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


def manage(folder: Path, *command: str) -> None:
    own = {"VAR_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY, "LANG": "C.UTF-8"}
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **own},
        check=True,
        capture_output=True,
        timeout=300,
    )


def test_a_used_database_is_migrated_with_its_people_and_its_triggers(tmp_path: Path) -> None:
    for app, migration in THEN:
        manage(tmp_path, "migrate", app, migration)
    [path] = tmp_path.glob("*.sqlite3")
    with sqlite3.connect(path) as database:
        then = database.execute(TRIGGERS).fetchall()
        database.execute(
            "INSERT INTO accounts_user (password, email, full_name, title, is_administrator,"
            " is_active, created_at) VALUES ('', 'a@b.example', 'Alva', '', 0, 1, '2026-01-01')"
        )
        for at in ("2025-12-31", "2026-01-02"):
            database.execute(
                'INSERT INTO core_outgoingmail ("to", subject, text, html, attachments, secrets,'
                " message_id, state, queued_at, next_attempt_at, attempts, last_error,"
                " possibly_sent_twice) VALUES ('a@b.example', 'Hej', '', '', '[]', '{}', ?,"
                " 'kept', ?, ?, 0, '', 0)",
                [at] * 3,
            )
    manage(tmp_path, "migrate")
    with sqlite3.connect(path) as database:
        now = database.execute(TRIGGERS).fetchall()
        assert set(then) <= set(now), "none is lost or changed, whatever has come to them"
        assert database.execute("SELECT full_name FROM accounts_user").fetchall() == [("Alva",)]
        whose = "SELECT queued_at, person_id IS NOT NULL FROM core_outgoingmail ORDER BY queued_at"
        assert database.execute(whose).fetchall() == [("2025-12-31", 0), ("2026-01-02", 1)]
    assert len(then) >= 7
