"""Asking for the pages of reviews, and posting to them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.people import World

JSON = {"accept": "application/json"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(world: World, name: str, *words: Any) -> str:
    return reverse(f"evaluations:{name}", args=[world.agreement.slug, *words])


def posted(row: Any, values: dict[str, str], base: dict[str, str]) -> dict[str, str]:
    return {
        **values,
        **{f"base-{name}": text for name, text in base.items()},
        "version": str(row.version),
    }
