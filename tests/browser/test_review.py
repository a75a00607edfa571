"""A review in a browser, from the invitation to the minutes that are sent: a recorder and a screen on the wall."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.models import OutgoingMail
from core.prints import work
from evaluations.models import AgendaItem, Decision, Evaluation, Review
from evaluations.services import closing
from tests.evaluations.meetings import anchor, begun, called, effort_of_period, filled, item_of
from tests.people import World

from .axe import violations
from .desk import Desk
from .desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390, 320)


def at(world: World, name: str, *words: object) -> str:
    return reverse(f"evaluations:{name}", args=[world.agreement.slug, *words])


def looked_at(page: Page, name: str) -> None:
    """Accessible and whole at every width; a picture is kept where somebody wants to look at it."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide at {width}"
        assert violations(page) == [], (name, width)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_from_the_invitation_to_the_minutes_that_are_sent(
    desk: Callable[..., Desk], world: World
) -> None:
    anchor(world.agreement)
    effort = effort_of_period(world)
    coordinator = desk(world.coordinator)

    # The coordinator calls to the meeting.
    page = coordinator.open(at(world, "reviews"))
    page.get_by_role("link", name="Bestäm tid").first.click()
    day = (localdate() + timedelta(days=9)).isoformat()
    page.get_by_label("Dag", exact=True).fill(day)
    page.get_by_label("Klockan").fill("13:00")
    page.get_by_role("textbox", name="Plats").fill("Stadshuset")
    page.get_by_role("button", name="Kalla", exact=True).click()
    expect(page.get_by_text("har fått en kallelse")).to_be_visible()
    called_mails = OutgoingMail.objects.filter(unique_key__startswith="review-called")
    assert called_mails.count() == 4

    # Somebody who communicates wants an activity raised, somebody else an own item.
    other = desk(world.communicator).open(at(world, "review", 1))
    other.get_by_label("En insats som du vill").select_option(label=f"Torgmöte ({_year(effort)})")
    other.get_by_role("button", name="Ta upp insatsen").click()
    expect(other.get_by_text("tas upp på översynen")).to_be_visible()
    page.get_by_role("textbox", name="Egen punkt").fill("Sommarens kvällar")
    page.get_by_role("button", name="Lägg till punkten").click()
    expect(page.get_by_role("link", name="Sommarens kvällar")).to_be_visible()

    # The meeting begins; the wall follows the recorder.
    page.get_by_role("link", name="Till mötet").click()
    page.get_by_role("button", name="Börja mötet").click()
    page.get_by_role("button", name="Alla övriga är med").click()
    expect(page.get_by_text("är markerade som närvarande")).to_be_visible()
    wall = coordinator.open(at(world, "projector", 1))
    expect(wall.get_by_role("heading", name="Översyn 1")).to_be_visible()
    page.get_by_role("navigation", name="Dagordning").get_by_text("Lägesbilden").click()
    expect(wall.get_by_role("heading", level=1, name="Lägesbilden")).to_be_visible(timeout=10_000)

    # Notes save themselves, decisions and action points stand on the wall too.
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Inbrotten i söder har ökat.")
    expect(page.locator(".meeting-notes [data-saved]")).to_contain_text("Sparat kl.")
    page.locator("#ny-beslut").get_by_role("textbox").fill("Vi riktar insatserna mot söder.")
    page.get_by_role("button", name="Lägg till beslutet").click()
    expect(page.locator("li[id^='beslut-']").get_by_role("textbox")).to_have_value(
        "Vi riktar insatserna mot söder."
    )
    new = page.locator("#ny-atgarder")
    new.get_by_label("Vad ska göras?").fill("Skriv till fastighetsägarna")
    new.get_by_label("Ansvarig person").select_option(label=str(world.director))
    new.get_by_label("Klart senast").fill((localdate() + timedelta(days=30)).isoformat())
    new.get_by_role("button", name="Lägg till åtgärden").click()
    expect(page.locator("li[id^='atgarder-']")).to_have_count(1)
    expect(wall.get_by_text("Vi riktar insatserna mot söder.")).to_be_visible(timeout=10_000)
    expect(wall.get_by_text("Skriv till fastighetsägarna")).to_be_visible(timeout=10_000)

    # On with the keyboard; an activity is evaluated on the spot.
    page.locator("#rubrik-punkt").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("heading", level=2, name="Insatserna under perioden")).to_be_visible()
    page.locator(".meeting-efforts").get_by_role("link", name="Torgmöte").click()
    expect(wall.get_by_role("heading", level=1, name="Torgmöte")).to_be_visible(timeout=10_000)
    form = page.locator(".meeting-evaluation")
    form.get_by_label("Vad gick bra?").fill("Många kom.")
    expect(form.locator("#svar [data-saved]")).to_contain_text("Sparat kl.")
    assert Evaluation.objects.get(activity=effort).went_well == "Många kom."
    expect(wall.get_by_text("Många kom.")).to_be_visible(timeout=10_000)
    figure = form.get_by_role("form", name="Lägg till en siffra")
    figure.get_by_label("Mått").select_option(label="Räckvidd")
    figure.get_by_label("Värde").fill("1 200,5")
    figure.get_by_role("button", name="Lägg till siffran").click()
    expect(form.get_by_role("form", name="räckvidd: 1\u00a0200,5")).to_be_visible()
    expect(wall.get_by_text("Räckvidd: 1\u00a0200,5")).to_be_visible(timeout=10_000)
    looked_at(page, "review-figures")

    # Closing: the minutes as they will be, then locked, printed and sent.
    page.get_by_role("link", name="Avsluta mötet").first.click()
    expect(page.get_by_text("Inbrotten i söder har ökat.")).to_be_visible()
    looked_at(page, "review-closing")
    page.get_by_role("button", name="Avsluta och lås anteckningarna").click()
    expect(page.get_by_text("Nästa på tur är översyn 2.")).to_be_visible()
    assert work.render_waiting() == 1
    sent = OutgoingMail.objects.filter(unique_key__startswith="minutes:")
    assert {mail.to for mail in sent} >= {world.director.email, world.police_chief.email}
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    looked_at(page, "review-minutes")
    page.get_by_role("link", name="Åtgärder").first.click()
    expect(page.get_by_text("Skriv till fastighetsägarna").first).to_be_visible()
    looked_at(page, "review-actions")


def _year(effort: object) -> int:
    return int(effort.activity_plan.year)  # type: ignore[attr-defined]


def test_every_page_and_state_is_accessible_and_fits(
    desk: Callable[..., Desk], world: World
) -> None:
    anchor(world.agreement)
    director, coordinator = desk(world.director), desk(world.coordinator)
    looked_at(coordinator.open(at(world, "reviews")), "reviews-empty")
    looked_at(coordinator.open(at(world, "review", 1)), "review-uncalled")
    review = filled(world)
    meeting = at(world, "meeting", 1)
    for name, address in {
        "reviews": at(world, "reviews"),
        "review": at(world, "review", 1),
        "attendance": f"{meeting}?punkt=narvaro",
        "actions-empty": at(world, "actions"),
    }.items():
        looked_at(coordinator.open(address), name)
    for item in AgendaItem.objects.filter(review=review):
        looked_at(director.open(f"{meeting}?punkt={item.pk}"), f"meeting-{item.kind}")
        slide = f"{at(world, 'projector', 1)}?punkt={item.pk}"
        looked_at(director.open(slide), f"projector-{item.kind}")
    activities = item_of(review, "activities")
    looked_at(
        director.open(f"{at(world, 'projector', 1)}?punkt={activities.pk}&insats=1"),
        "projector-effort",
    )
    closing.close(review=review, by=world.director)
    looked_at(coordinator.open(at(world, "reviews")), "reviews-after")
    looked_at(coordinator.open(at(world, "review", 1)), "review-closed")
    looked_at(coordinator.open(at(world, "actions")), "actions")


def test_two_recorders_meet_in_one_note_and_nothing_is_lost(
    desk: Callable[..., Desk], world: World
) -> None:
    review = begun(world)
    item = item_of(review, "picture")
    address = f"{at(world, 'meeting', 1)}?punkt={item.pk}"
    one, other = desk(world.coordinator).open(address), desk(world.director).open(address)
    for page in (one, other):
        page.locator("[contenteditable=true]").first.click()
    one.keyboard.type("Det ena.")
    expect(one.locator(".meeting-notes [data-saved]")).to_contain_text("Sparat kl.")
    other.keyboard.type("Det andra.")
    box = other.locator("[data-conflict]")
    expect(box).to_contain_text("ena")
    expect(box.get_by_role("textbox")).to_have_value(re.compile(r"Det (ena|andra)\."))
    assert violations(other) == []
    item.refresh_from_db()
    assert item.notes == "Det ena."


def test_the_wall_is_led_by_keys_and_by_links_alone(
    desk: Callable[..., Desk], world: World
) -> None:
    called(world)
    wall = desk(world.communicator).open(f"{at(world, 'projector', 1)}?punkt=0")
    for key, heading in (
        ("ArrowRight", "Beslut och åtgärder sedan tidigare"),
        ("PageDown", "Lägesbilden"),
        ("ArrowLeft", "Beslut och åtgärder sedan tidigare"),
        ("PageUp", "Översyn 1"),
    ):
        wall.keyboard.press(key)
        expect(wall.get_by_role("heading", level=1, name=heading)).to_be_visible()
    plain = desk(world.director, java_script_enabled=False)
    wall = plain.open(f"{at(world, 'projector', 1)}?punkt=0")
    wall.get_by_role("link", name="Nästa").click()
    expect(wall.get_by_role("heading", level=1, name="Beslut och åtgärder")).to_be_visible()
    weight = wall.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.endsWith('.js')).length"
    )
    assert weight <= 1, "one small script, or none"


def test_a_meeting_is_held_without_scripts(desk: Callable[..., Desk], world: World) -> None:
    review = begun(world)
    item = item_of(review, "picture")
    page = desk(world.director, java_script_enabled=False).open(
        f"{at(world, 'meeting', 1)}?punkt={item.pk}"
    )
    page.get_by_role("textbox", name="Anteckningar").fill("Utan skript.")
    page.get_by_role("button", name="Spara anteckningarna").click()
    page.get_by_label("Vad beslutade ni?").fill("Så gör vi.")
    page.get_by_role("button", name="Lägg till beslutet").click()
    expect(page).to_have_url(re.compile(rf"\?punkt={item.pk}#ny-beslut$"))
    item.refresh_from_db()
    assert item.notes == "Utan skript."
    assert Decision.objects.get().words == "Så gör vi."
    page.get_by_role("button", name="Visa på skärmen").click()
    assert Review.objects.get(pk=review.pk).shown_id == item.pk
