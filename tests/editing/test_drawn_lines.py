"""Lines that were drawn before are shown again, but never where they say something else."""

from __future__ import annotations

from functools import partial

import pytest
from django.forms import CharField, ChoiceField, Form
from django.test import Client

from appendix.templatetags.lines import drawn_field
from core.kept import Kept
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


def test_a_field_shows_what_it_holds_now(client: Client, plan: Plan) -> None:
    section = Section.objects.filter(plan=plan, node__key="malgrupper")
    for heading, scope in (("Vilka vi når", "internal"), ("Vilka vi ser", "external")):
        section.update(heading=heading, scope=scope)
        shown = page(client, plan)
        assert f'name="heading" value="{heading}"' in shown
        assert f'<option value="{scope}" selected>' in shown


def test_what_can_be_ticked_is_what_the_plan_has(client: Client, plan: Plan) -> None:
    assert "Grannar" not in page(client, plan, "mal")
    TargetGroup.objects.filter(section__plan=plan, node__key="boende").update(name="Grannar")
    assert ">Grannar</label>" in page(client, plan, "mal")


class Words(Form):
    """A form with one field."""

    word = CharField(label="Ord")


def test_what_is_wrong_stands_beside_its_field_and_is_not_kept() -> None:
    wrong = Words({"word": "ja"})
    wrong.add_error("word", "Skriv något annat.")
    assert "Skriv något annat." in drawn_field(wrong["word"])
    assert "Skriv något annat." not in drawn_field(Words(initial={"word": "ja"})["word"])


def test_what_can_be_chosen_is_looked_up_each_time() -> None:
    offered = [("a", "Ada")]
    field = ChoiceField(choices=lambda: offered)

    class Choosing(Form):
        who = field

    form = Choosing()
    assert ">Ada</option>" in drawn_field(form["who"])
    offered[:] = [("b", "Bo")]
    drawn = drawn_field(form["who"])
    assert ">Bo</option>" in drawn
    assert "Ada" not in drawn


def test_no_more_is_kept_than_was_said() -> None:
    kept: Kept[int] = Kept(most=2)
    made = [kept.get(key, partial(int, key)) for key in "12131"]
    assert made == [1, 2, 1, 3, 1]
    assert kept.get("1", lambda: 0) == 1  # used last, so still there
    assert kept.get("2", lambda: 0) == 0  # made anew
