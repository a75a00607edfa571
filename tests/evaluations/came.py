"""An activity that can be evaluated, and the addresses of what came of it, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Activity
from evaluations.models import ArchiveItem
from evaluations.services import archive
from plans.services.rows import add_item
from plans.services.sections import add_section
from tests.activities.year import make_activity, make_year
from tests.people import World


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def effort(world: World) -> Activity:
    by = world.coordinator
    asked = add_section(plan=world.in_force, heading="Frågor", kind="evaluation_questions", by=by)
    add_item(section=asked, values={"name": "Nådde vi ut?", "answer": "goal_reached"}, by=by)
    add_item(section=asked, values={"name": "Stämde vi av i tid?", "answer": "yes_no"}, by=by)
    add_item(section=asked, values={"name": "Vilka reaktioner fick vi?"}, by=by)
    add_item(section=asked, values={"name": "Vad lärde vi oss?", "answer": "lesson"}, by=by)
    return make_activity(make_year(world.in_force, world.communicator), world.communicator)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def communicator(world: World) -> Client:
    return client_of(world.communicator)


def at(effort: Activity, name: str, *words: Any) -> str:
    return reverse(f"evaluations:{name}", args=[effort.node.plan.slug, effort.node.key, *words])


def in_plan(effort: Activity, name: str, *words: Any) -> str:
    return reverse(f"evaluations:{name}", args=[effort.node.plan.slug, *words])


def keep(effort: Activity, world: World, data: bytes, name: str) -> ArchiveItem:
    upload = SimpleUploadedFile(name, data)
    return archive.add_file(activity=effort, upload=upload, by=world.communicator)
