"""Where people come upon what came of a plan: links, logs, and what they read there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from evaluations.services import archive, evaluating
from plans.services import rows
from tests.people import World

from .came import at, client_of, in_plan, keep
from .came import communicator as communicator
from .came import effort as effort
from .came import media as media

pytestmark = pytest.mark.django_db


def test_archive_and_goals_are_found_from_the_plans_pages_by_those_who_may_open_them(
    effort: Activity, world: World
) -> None:
    plan, year = effort.node.plan, effort.activity_plan
    archive_, goals = in_plan(effort, "plan_archive"), in_plan(effort, "indicators")
    assert year is not None
    for_all = [
        plan.get_absolute_url(),
        plan.agreement.get_absolute_url(),
        reverse("activities:years", args=[plan.slug]),
        year.get_absolute_url(),
    ]
    for user in (world.coordinator, world.director):
        for url in (*for_all, reverse("appendix:draft", args=[plan.slug])):
            page = client_of(user).get(url).content.decode()
            for target in (archive_, goals):
                assert f'href="{target}"' in page, (url, target)
    reader = client_of(world.reader)
    for url in for_all:
        read = reader.get(url)
        assert read.status_code == 200, url
        assert archive_ not in read.text
        assert goals not in read.text
    for url, targets in {
        at(effort, "evaluation"): [goals],
        at(effort, "archive"): [archive_],
        archive_: [in_plan(effort, "archive_manifest"), plan.get_absolute_url()],
        in_plan(effort, "archive_manifest"): [archive_, plan.get_absolute_url()],
        goals: [plan.get_absolute_url()],
    }.items():
        page = client_of(world.coordinator).get(url).content.decode()
        for target in targets:
            assert f'href="{target}"' in page, (url, target)


def test_figures_are_read_in_swedish_with_their_source(effort: Activity, world: World) -> None:
    values = {"measure": "reach", "value": "11800.50", "source": "Statistik"}
    row = evaluating.add_outcome(activity=effort, values=values, by=world.communicator)
    page = client_of(world.director).get(at(effort, "evaluation")).content.decode()
    assert "<li>Räckvidd: 11\u00a0800,5 (Statistik)</li>" in page
    words = {"base_version": 1, "base_values": {"value": "11800.5"}, "by": world.communicator}
    row.refresh_from_db()
    saved = rows.save_row(row=row, values={"value": "900.5"}, **words)  # type: ignore[arg-type]
    assert isinstance(saved, rows.Saved), saved
    slug = effort.node.plan.slug
    history = client_of(world.director).get(reverse("appendix:history", args=[slug])).text
    assert "900,5" in history
    assert "900.5" not in history


def test_the_logs_say_in_words_what_was_disposed_of_and_why(
    effort: Activity, communicator: Client, world: World
) -> None:
    item = keep(effort, world, b"Fel.", "fel.txt")
    archive.dispose(item=item, ground="Gallringsplan 4.2", by=world.coordinator)
    plan = effort.node.plan
    said = {
        reverse("appendix:history", args=[plan.slug]): "Grund: Gallringsplan 4.2",
        reverse("activities:activity", args=[plan.slug, effort.node.key]): (
            "gallrade arkivmaterial: fel.txt (grund: Gallringsplan 4.2)"
        ),
    }
    for url, words in said.items():
        page = communicator.get(url).content.decode()
        assert words in page
        assert "gallrade arkivmaterial" in " ".join(page.split())
        assert "disposed" not in page
