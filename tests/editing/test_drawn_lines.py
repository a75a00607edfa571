"""Lines that were drawn before are shown again, but never where they say something else."""

from __future__ import annotations

import pytest
from django.test import Client

from plans.enums import Layout
from plans.models import Plan, Section, TargetGroup
from tests.people import World, make_plan


def page(client: Client, plan: Plan, section: str = "malgrupper") -> str:
    return client.get(f"/planer/{plan.slug}/redigera/{section}/").content.decode()


def line(client: Client, plan: Plan) -> str:
    """The first of two lines as the page has it."""
    shown = page(client, plan)
    return shown[shown.index('id="boende"') : shown.index('id="chefer"')]


@pytest.fixture
def plan(world: World, client: Client) -> Plan:
    client.force_login(world.communicator)
    plan = make_plan(world.agreement, "forsta")
    page(client, plan)
    return plan


@pytest.mark.parametrize("layout", [Layout.TABLE, Layout.LIST])
@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", ("Granne & gäst", "Granne")),
        ("text", ("Med **fet** stil", "Med *lutande* stil")),
        ("language", ("en", "fi")),
    ],
)
def test_what_has_changed_is_drawn_anew(
    client: Client, plan: Plan, layout: str, field: str, values: tuple[str, str]
) -> None:
    Section.objects.filter(plan=plan, node__key="malgrupper").update(layout=layout)
    drawn = [line(client, plan)]
    for value in values:
        TargetGroup.objects.filter(section__plan=plan, node__key="boende").update(**{field: value})
        drawn.append(line(client, plan))
    assert len(set(drawn)) == len(drawn)


def test_the_last_line_cannot_go_down_and_the_one_before_it_can(client: Client, plan: Plan) -> None:
    last = 'value="down" aria-label="Flytta ner: {}" disabled'
    assert last.format("Chefer") in page(client, plan)
    TargetGroup.objects.filter(section__plan=plan, node__key="boende").update(position=9)
    after = page(client, plan)
    assert last.format("Boende") in after
    assert last.format("Chefer") not in after


def test_another_plan_with_the_same_words_has_its_own_addresses(
    world: World, client: Client, plan: Plan
) -> None:
    other = page(client, make_plan(world.agreement, "andra"))
    assert "/planer/andra/rad/boende/" in other
    assert "/planer/forsta/rad/" not in other
