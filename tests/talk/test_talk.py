"""History, bin, comments and advice: what people find there, and what it leads to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from appendix.document import build
from appendix.services.versions import start_draft_from
from core.changes import record
from core.models import Change, OutgoingMail
from plans.checks.advice import Draft, advice_on
from plans.history import lines_for
from plans.lookup import row_by_key
from plans.models import Comment, Plan, Section
from plans.services import rows
from plans.services.comments import add_comment, answer_comment, resolve_comment
from plans.services.sections import add_section, remove_section
from tests.people import World

pytestmark = pytest.mark.django_db


def _signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def _changed(plan: Plan, by: User, text: str) -> Section:
    section: Section | None = plan.sections.live().order_by("position").first()
    assert section is not None
    now = section.text
    rows.save_row(
        row=section,
        values={"text": text},
        base_version=section.version,
        base_values={"text": now},
        by=by,
    )
    section.refresh_from_db()
    return section


def test_the_feed_says_who_did_what_and_what_became(client: Client, world: World) -> None:
    """The latest change comes first, with the words that came and went."""
    _changed(world.draft, world.communicator, "Vi möts på torget.")
    _changed(world.draft, world.police_communicator, "Vi möts i parken.")
    page = _signed_in(client, world.coordinator).get(
        reverse("appendix:history", args=[world.draft.slug])
    )
    said = page.content.decode()
    assert str(world.police_communicator) in said
    assert said.index(str(world.police_communicator)) < said.index(str(world.communicator))
    assert "<del>" in said
    assert "torget" in said
    assert "parken" in said


def test_a_whole_text_that_came_back_is_one_line_of_the_feed(client: Client, world: World) -> None:
    version = world.in_force.versions.get()
    start_draft_from(version=version, by=world.coordinator)
    change = Change.objects.in_scope(f"plan:{world.in_force.pk}").get(action="restored")
    [line] = lines_for([change], plan=world.in_force)
    assert f"{line.action} {line.what} {line.name}" == "återställde utkastet till version 1"
    assert line.differences == ()


def test_an_earlier_text_comes_back_and_the_later_one_stays_in_the_history(
    client: Client, world: World
) -> None:
    _changed(world.draft, world.communicator, "Den första texten.")
    section = _changed(world.draft, world.communicator, "Den andra texten.")
    change = Change.objects.in_scope(f"plan:{world.draft.pk}").order_by("-pk").first()
    assert change is not None
    key = section.node.key
    answer = _signed_in(client, world.communicator).post(
        reverse("appendix:restore_text", args=[world.draft.slug, key]),
        {"change": change.pk, "field": "text"},
        follow=True,
    )
    section.refresh_from_db()
    assert section.text == "Den första texten."
    assert "Den andra texten." in _plain_texts(world.draft, key)
    assert "Den tidigare texten är tillbaka" in answer.content.decode()


def _plain_texts(plan: Plan, key: str) -> str:
    changes = Change.objects.in_scope(f"plan:{plan.pk}").filter(key=key)
    return " ".join(
        d.after for line in lines_for(list(changes), plan=plan) for d in line.differences
    )


def test_the_history_says_names_and_not_keys(world: World) -> None:
    """Also of what lies in the bin by now."""
    goal = row_by_key(world.draft, "kanna-till")
    assert goal is not None
    for before, audience in (
        (["boende"], ["boende", "chefer"]),
        (["boende", "chefer"], ["chefer"]),
    ):
        goal.refresh_from_db()
        values: dict[str, object] = {"audience": audience}
        rows.save_row(
            row=goal,
            values=values,
            base_version=goal.version,
            base_values={"audience": before},
            by=world.communicator,
        )
    rows.remove_row(row=row_by_key(world.draft, "boende"), by=world.communicator)
    changes = Change.objects.in_scope(f"plan:{world.draft.pk}").filter(key="kanna-till")
    [latest] = lines_for([changes.latest("pk")], plan=world.draft)
    [difference] = latest.differences
    assert (difference.label, difference.before, difference.after) == (
        "målgrupper",
        "Boende, Chefer",
        "Chefer",
    )


@pytest.mark.parametrize("change", ["abc", "", "0", "9" * 30, "²"])
def test_what_is_no_change_restores_nothing(client: Client, world: World, change: str) -> None:
    address = reverse("appendix:restore_text", args=[world.draft.slug, "syfte"])
    writer = _signed_in(client, world.communicator)
    assert writer.post(address, {"change": change, "field": "text"}).status_code == 404


@pytest.mark.parametrize("field", ["kind", "position", "node_id", ""])
def test_only_texts_are_restored(client: Client, world: World, field: str) -> None:
    section = _changed(world.draft, world.communicator, "Text.")
    change = Change.objects.in_scope(f"plan:{world.draft.pk}").latest("pk")
    answer = _signed_in(client, world.communicator).post(
        reverse("appendix:restore_text", args=[world.draft.slug, section.node.key]),
        {"change": change.pk, "field": field},
    )
    assert answer.status_code == 404


def test_those_who_decide_do_not_restore(client: Client, world: World) -> None:
    section = _changed(world.draft, world.communicator, "Text.")
    change = Change.objects.in_scope(f"plan:{world.draft.pk}").latest("pk")
    answer = _signed_in(client, world.director).post(
        reverse("appendix:restore_text", args=[world.draft.slug, section.node.key]),
        {"change": change.pk, "field": "text"},
    )
    assert answer.status_code == 403


def test_what_is_removed_lies_in_the_bin_and_comes_back_whole(client: Client, world: World) -> None:
    before = build(world.draft)
    section = world.draft.sections.live().order_by("position").first()
    assert section is not None
    remove_section(section=section, by=world.communicator)
    assert build(world.draft) != before
    signed_in = _signed_in(client, world.communicator)
    page = signed_in.get(reverse("appendix:bin", args=[world.draft.slug])).content.decode()
    assert section.heading in page
    signed_in.post(reverse("appendix:take_back", args=[world.draft.slug, section.node.key]))
    assert build(world.draft) == before
    again = signed_in.post(reverse("appendix:take_back", args=[world.draft.slug, section.node.key]))
    assert again.status_code == 404


def _mailed() -> set[str]:
    """Who got a mail about a comment; the world has other mails too."""
    mails = OutgoingMail.objects.filter(unique_key__startswith="comment:")
    return set(mails.values_list("to", flat=True))


def test_a_comment_to_a_person_is_mailed_to_that_person_only(world: World) -> None:
    section = world.draft.sections.live().first()
    assert section is not None
    add_comment(
        plan=world.draft,
        key=section.node.key,
        text="Stämmer det här?",
        person=world.police_communicator,
        by=world.communicator,
    )
    assert _mailed() == {world.police_communicator.email}
    assert "Stämmer det här?" in OutgoingMail.objects.get(unique_key__startswith="comment:").text


def test_a_comment_to_the_other_party_reaches_its_people_who_read_the_draft(world: World) -> None:
    section = world.draft.sections.live().first()
    party = world.agreement.parties.get(organisation=world.police)
    assert section is not None
    add_comment(
        plan=world.draft, key=section.node.key, text="Hej polisen", party=party, by=world.director
    )
    to = _mailed()
    assert world.police_communicator.email in to
    assert world.police_chief.email in to
    assert world.police_reader.email not in to
    assert world.communicator.email not in to


def test_answers_go_to_those_who_have_spoken_and_not_to_oneself(world: World) -> None:
    thread = add_comment(plan=world.draft, key="x", text="Fråga", by=world.communicator)
    answer_comment(comment=thread, text="Svar", by=world.police_communicator)
    assert _mailed() == {world.communicator.email}


def test_nobody_answers_in_a_conversation_that_is_ended(world: World) -> None:
    thread = add_comment(plan=world.draft, key="x", text="Fråga", by=world.communicator)
    resolve_comment(comment=thread, by=world.director)
    with pytest.raises(ValidationError, match="avslutat"):
        answer_comment(comment=thread, text="För sent", by=world.communicator)
    assert not Comment.objects.open().exists()


def test_readers_and_strangers_do_not_comment(world: World) -> None:
    for user in (world.reader, world.outsider, world.administrator, world.neighbour_coordinator):
        with pytest.raises(PermissionDenied):
            add_comment(plan=world.draft, key="x", text="Hej", by=user)


def test_a_comment_is_not_addressed_to_those_who_cannot_read_it(world: World) -> None:
    for user in (world.reader, world.outsider, world.neighbour_coordinator, world.former):
        with pytest.raises(ValidationError, match="utkastet"):
            add_comment(plan=world.draft, key="x", text="Hej", person=user, by=world.communicator)


def test_an_empty_comment_is_refused_beside_its_field(client: Client, world: World) -> None:
    section = world.draft.sections.live().first()
    assert section is not None
    page = _signed_in(client, world.communicator).post(
        reverse("appendix:comments", args=[world.draft.slug]),
        {"key": section.node.key, "text": " "},
    )
    assert page.status_code == 422
    assert "Skriv en kommentar." in page.content.decode()
    assert not Comment.objects.exists()


def _document(**section: object) -> dict[str, object]:
    return {"sections": [{"key": "a", "kind": "text", "heading": "Rubrik", **section}]}


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({}, "rubrik men inget innehåll"),
        ({"text": "Läs mer [här](https://a.example)."}, "säger inte vart"),
        ({"kind": "messages", "items": [{"key": "m", "is_main": True}]}, "Huvudbudskapet är tomt"),
        ({"kind": "messages", "items": [{"key": "m", "name": "Hej"}]}, "markerat som huvudbudskap"),
        ({"kind": "table", "items": [{"key": "r", "cells": ["a", "b"]}]}, "saknar kolumnrubriker"),
        (
            {
                "kind": "spokespersons",
                "items": [{"key": "s", "name": "N", "ends_on": "2026-01-31"}],
            },
            "N: uppdraget tar slut 31 januari 2026",
        ),
        ({"kind": "figure", "items": [{"key": "f", "image": "0" * 64}]}, "saknar alternativtext"),
    ],
)
def test_the_checks_see_what_is_doubtful(
    world: World, section: dict[str, object], words: str
) -> None:
    found = advice_on(Draft(world.draft, _document(**section), date(2026, 1, 1)))
    assert any(words in advice.sentence for advice in found)


def test_the_checks_are_silent_where_all_is_well(world: World) -> None:
    control = [{"place": "cover", "kind": "registration_number", "words": "1"}]
    document = {**_document(text="Läs [planen](https://a.example)."), "control": control}
    assert not advice_on(Draft(world.draft, document, world.agreement.ends_on or localdate()))[1:]


def test_an_expired_agreement_and_a_missing_number_are_told(client: Client, world: World) -> None:
    world.agreement.starts_on = None
    world.agreement.ends_on = localdate() - timedelta(days=1)
    world.agreement.save()
    page = _signed_in(client, world.communicator).get(
        reverse("appendix:advice", args=[world.draft.slug])
    )
    said = page.content.decode()
    assert "Överenskommelsen gick ut" in said
    assert reverse("appendix:control", args=[world.draft.slug]) in said


def test_a_target_group_that_no_activity_addresses_is_told(world: World) -> None:
    groups = {"key": "g", "kind": "target_groups", "items": [{"key": "skolor", "name": "Skolor"}]}
    activities = {"key": "t", "kind": "activities", "items": [{"key": "x", "name": "Möte"}]}
    lonely = Draft(world.draft, {"sections": [groups, activities]}, localdate())
    assert any("Skolor" in advice.sentence for advice in advice_on(lonely))
    meant = {**activities, "audience": ["skolor"]}
    met = Draft(world.draft, {"sections": [groups, meant]}, localdate())
    assert not any("Skolor" in advice.sentence for advice in advice_on(met))


def test_every_key_of_a_plan_is_found(world: World) -> None:
    for node in world.draft.nodes.all():
        row = row_by_key(world.draft, node.key)
        assert row is not None
        assert row.node == node
    assert row_by_key(world.foreign, "finns-inte") is None


def test_a_new_section_stands_in_the_history_with_its_name(world: World) -> None:
    add_section(plan=world.draft, heading="Krisläge", by=world.communicator)
    [line] = lines_for([Change.objects.latest("pk")], plan=world.draft)
    assert (line.action, line.name, line.what) == ("lade till", "Krisläge", "avsnitt")


def test_nothing_can_be_logged_that_the_page_has_no_words_for(world: World) -> None:
    """The guard over all tests: what a service logs without Swedish words turns its test red."""
    scopes = {f"plan:{world.draft.pk}": "section", f"agreement:{world.agreement.pk}": "party"}
    for scope, kind in scopes.items():
        with pytest.raises(AssertionError, match="shredded"):
            record(by=None, scope=scope, action="shredded", kind=kind, key="a")
    record(by=None, scope="user:1", action="password_link_sent", kind="user", key="1")
