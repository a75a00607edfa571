"""What was learnt comes back where it matters, and what somebody needs whom a journalist calls."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from activities import media
from activities.enums import Status
from activities.lessons import lessons_for
from activities.models import Activity, ExpectedQuestion, LessonSeen
from activities.next_steps import next_steps
from activities.services.efforts import drop
from activities.services.parts import add_part
from activities.sheet import Sheet
from plans.permissions import plan_abilities
from plans.services.rows import add_item, remove_row
from plans.services.sections import add_section, remove_section
from tests.people import World

from .year import make_activity, make_year

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(effort: Activity, name: str, *words: object) -> str:
    return reverse(f"activities:{name}", args=[effort.node.plan.slug, effort.node.key, *words])


def sheet(effort: Activity, user: User) -> Sheet:
    effort.refresh_from_db()
    return Sheet(effort, plan_abilities(user, effort.node.plan))


# --- lessons --------------------------------------------------------------------------------------


def test_lessons_of_predecessors_and_of_the_like_are_shown_where_they_matter(world: World) -> None:
    by = world.communicator
    last, this = (make_year(world.in_force, by, year=year) for year in (2026, 2027))
    before = make_activity(last, by, "Förra vandringen", lesson="Börja kl. 17.")
    like = make_activity(this, by, "Torgmöte", lesson="Ta med kaffe.", audience=["boende"])
    make_activity(this, by, "Utan lärdom", audience=["boende"])
    make_activity(this, by, "Annan målgrupp", lesson="Nej.", audience=["chefer"])
    gone = make_activity(this, by, "Borttagen", lesson="Borta.", audience=["boende"])
    drop(activity=gone, by=by)
    foreign = make_year(world.draft, by)
    make_activity(foreign, by, "I en annan plan", lesson="Där.", audience=["boende"])
    effort = make_activity(this, by, "Årets vandring", audience=["boende"])
    Activity.objects.filter(pk=effort.pk).update(predecessor=before)
    effort.refresh_from_db()
    found = lessons_for(effort)
    assert [(one.source, one.step, one.is_predecessor) for one in found] == [
        (before, "what", True),
        (like, "audience", False),
    ]
    client = client_of(by)
    assert "Ta med kaffe." in client.get(at(effort, "checklist_step", "audience")).content.decode()
    assert "Ta med kaffe." not in client.get(at(effort, "checklist_step", "when")).content.decode()


def test_a_lesson_is_acknowledged_once_and_logged(world: World) -> None:
    year = make_year(world.in_force, world.communicator)
    like = make_activity(year, world.communicator, lesson="Ta med kaffe.", audience=["boende"])
    effort = make_activity(year, world.communicator, "Ny", audience=["boende"])
    words = [one.words for one in next_steps(sheet(effort, world.communicator))]
    assert "Ta del av en lärdom från tidigare." in words
    for user in (world.communicator, world.police_communicator):
        client_of(user).post(at(effort, "lessons"), {"fran_insats": like.pk})
    assert LessonSeen.objects.get().seen_by == world.communicator
    words = [one.words for one in next_steps(sheet(effort, world.communicator))]
    assert "Ta del av en lärdom från tidigare." not in words
    stranger = make_activity(year, world.communicator, "Annat", lesson="Annat.")
    answer = client_of(world.communicator).post(at(effort, "lessons"), {"fran_insats": stranger.pk})
    assert answer.status_code == 404


# --- next steps -----------------------------------------------------------------------------------


def test_what_is_next_follows_from_where_it_stands(world: World) -> None:
    year = make_year(world.in_force, world.communicator)
    yesterday = (localdate() - timedelta(days=1)).isoformat()
    effort = make_activity(year, world.communicator, starts_on=yesterday)
    steps = {one.status: one.words for one in next_steps(sheet(effort, world.communicator))}
    assert "genomförd" in steps[Status.DONE]
    Activity.objects.filter(pk=effort.pk).update(status=Status.DONE)
    [step] = next_steps(sheet(effort, world.communicator))
    assert "tar med er" in step.words
    Activity.objects.filter(pk=effort.pk).update(status=Status.CANCELLED)
    assert next_steps(sheet(effort, world.communicator)) == []


# --- media ----------------------------------------------------------------------------------------


def with_spokespersons(world: World) -> tuple[str, str]:
    plan, by = world.in_force, world.coordinator
    section = add_section(plan=plan, heading="Talespersoner", kind="spokespersons", by=by)
    chief = add_item(
        section=section,
        values={"name": "Ledningen", "role": "speaks", "phone": "+46 (0)980-319 210 / 112"},
        by=by,
    )
    contact = add_item(
        section=section,
        values={"name": "Samordnaren", "role": "contact", "phone": "växeln"},
        by=by,
    )
    messages = add_section(plan=plan, heading="Budskap", kind="messages", by=by)
    add_item(section=messages, values={"name": "Tillsammans", "is_main": True}, by=by)
    add_item(section=messages, values={"name": "Vid sidan om"}, by=by)
    return chief.node.key, contact.node.key


def test_the_card_has_all_and_asks_for_no_other_file(world: World) -> None:
    chief, contact = with_spokespersons(world)
    year = make_year(world.in_force, world.communicator)
    effort = make_activity(year, world.communicator, speakers=[chief], followers=[contact])
    add_part(
        activity=effort,
        model=ExpectedQuestion,
        values={"question": "Varför?", "answer": "Därför."},
        by=world.communicator,
    )
    answer = client_of(world.director).get(at(effort, "media_card"))
    page = answer.content.decode()
    assert 'href="tel:+46980319210"' in page
    assert "växeln" in page
    assert "tel:växeln" not in page
    for words in ("Ledningen", "Samordnaren", "Tillsammans", "Varför?", "Därför."):
        assert words in page
    assert "Vid sidan om" not in page
    assert re.findall("<link[^>]*>", page) == ['<link rel="icon" href="data:,">']
    assert "<script" not in page
    nonce = re.search('<style nonce="([^"]+)">', page)
    assert nonce
    assert f"style-src 'nonce-{nonce[1]}'" in answer.headers["Content-Security-Policy"]
    assert len(answer.content) < 12_000


def test_who_speaks_follows_the_plan_as_it_stands(world: World) -> None:
    chief, contact = with_spokespersons(world)
    plan, today = world.in_force, localdate()
    assert [one.key for one in media.contacts(plan, today)] == [chief]
    assert [one.key for one in media.contacts(plan, today, {contact})] == [contact]
    row = plan.sections.get(kind="spokespersons").spokesperson_items.get(node__key=chief)
    row.ends_on = today - timedelta(days=1)
    row.save()
    assert media.contacts(plan, today) == []
    remove_row(row=plan.sections.get(kind="messages").message_items.all()[0], by=world.coordinator)
    assert [one.name for one in media.all_messages(plan)] == ["Vid sidan om"]
    remove_section(section=plan.sections.get(kind="messages"), by=world.coordinator)
    assert media.all_messages(plan) == []


def test_the_plans_page_is_for_those_who_read_the_draft(world: World) -> None:
    with_spokespersons(world)
    address = reverse("activities:media", args=[world.in_force.slug])
    assert "Ledningen" in client_of(world.director).get(address).content.decode()
    assert client_of(world.reader).get(address).status_code == 404
