"""What one's own page of mails and an agreement's reminders cost: the same however much was sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from core.mail import queue_mail
from evaluations.models import ActionPoint, Notice
from evaluations.services.reminders import queue_what_is_due
from tests.people import World

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("notice_counts.json")
MANY = 12


def counts(world: World, how_many: int) -> dict[str, int]:
    """Questions that every page takes, and what a minute costs when all is told."""
    user = world.coordinator
    for number in range(how_many):
        context = {"name": "Någon", "new_address": f"{number}@alvhamra.example"}
        mail = queue_mail(to=user.email, template="address_changed", context=context)
        notice = Notice.objects.create(
            unique_key=f"{how_many}-{number}",
            kind="plan",
            user=user,
            agreement=world.agreement,
            due_on=localdate(),
            told_on=localdate(),
            subject="Planen går ut",
            link="/",
        )
    client = Client()
    client.force_login(user)
    paths = {
        "notices": reverse("evaluations:notices"),
        "notice": reverse("evaluations:notice", args=[notice.pk]),
        "notice_mail": reverse("evaluations:notice_mail", args=[mail.pk]),
        "reminder_settings": reverse("evaluations:reminder_settings", args=[world.agreement.slug]),
    }
    found = {name: _count(client, path) for name, path in paths.items()}
    moment = now().replace(hour=12)
    queue_what_is_due(now=moment)
    with CaptureQueriesContext(connection) as queries:
        queue_what_is_due(now=moment)
    return {"a minute with nothing to do": len(queries), **found}


def _count(client: Client, path: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    ActionPoint.objects.create(agreement=world.agreement, words="Skylta", due_on=localdate())
    one, many = counts(world, 1), counts(world, MANY)
    assert many == one, "a page that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"
