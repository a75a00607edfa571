"""Mistakes of a deployment that no single setting shows; `manage.py check --deploy` says them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections


def database(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """PostgreSQL must store and compare Swedish letters. Runs where Django lets a check ask the database (migrate)."""
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
            )
            encoding = cursor.fetchone()[0]
            cursor.execute("SELECT upper('å') = 'Å'")
            knows_case = cursor.fetchone()[0]
        if encoding != "UTF8" or not knows_case:
            hint = "CREATE DATABASE samrad ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;"
            found.append(
                checks.Error("Databasen kan inte svenska bokstäver.", hint=hint, id="samrad.E001")
            )
    return found


def redis(**kwargs: Any) -> list[checks.CheckMessage]:
    """In production several processes share broker and cache; files and memory are for one machine and one worker."""
    if settings.DEPLOYMENT.redis_url or settings.DEPLOYMENT.is_sqlite:
        return []
    return [checks.Warning("PostgreSQL men ingen Redis: sätt REDIS_URL.", id="samrad.W001")]


def mail(**kwargs: Any) -> list[checks.CheckMessage]:
    """Without a mail server nobody can choose a new password by themselves."""
    if settings.MAIL_IS_SENT or not settings.DEPLOYMENT.is_https:
        return []
    return [checks.Warning("Ingen e-post skickas: sätt EMAIL_URL.", id="samrad.W002")]
