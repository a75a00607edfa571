"""The manual for those who run Samråd: what it says is so."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

MANUAL = Path(settings.BASE_DIR, "docs", "operations.md").read_text(encoding="utf-8")
OURS = {"core", "accounts", "plans", "activities", "evaluations", "appendix", "overview"}
AROUND_A_FILE = 1024 * 1024
"""What a form sends with a file at the most: boundaries and its other fields."""


def test_the_proxy_lets_through_the_largest_file_that_the_archive_takes() -> None:
    [megabytes] = re.findall(r"client_max_body_size (\d+)m;", MANUAL)
    assert int(megabytes) * 1024 * 1024 >= settings.ARCHIVE_LARGEST_FILE + AROUND_A_FILE


def test_every_command_of_ours_is_named() -> None:
    ours = {name for name, app in get_commands().items() if app in OURS}
    assert len(ours) >= 9
    assert sorted(name for name in ours if f"`{name}" not in MANUAL) == []
