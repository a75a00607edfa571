"""The situational picture and the review pack in a browser: written by keyboard, compared, read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from evaluations.comparing import FIELDS
from evaluations.enums import ReviewState
from evaluations.models import ProblemArea, ProblemAreaThen, Review
from evaluations.schedule import add_months
from evaluations.services.picture import add_area, point_to
from plans.models import Agreement
from tests.activities.year import make_activity, make_year
from tests.people import World

from .axe import violations
from .desk import Desk
from .desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390, 320)


@pytest.fixture
def agreement(world: World) -> Agreement:
    """An agreement with a picture, a closed review that kept it, and activities around it."""
    agreement, by = world.agreement, world.coordinator
    anchor = add_months(localdate(), -8)
    Agreement.objects.filter(pk=agreement.pk).update(review_anchor=anchor, ends_on=None)
    first = add_area(agreement=agreement, values={"name": "Otrygghet", "trend": "same"}, by=by)
    add_area(agreement=agreement, values={"name": "Klotter"}, by=by)
    review = Review.objects.create(agreement=agreement, number=1)
    for area in ProblemArea.objects.filter(agreement=agreement):
        words = {name: getattr(area, name) for name in FIELDS}
        ProblemAreaThen.objects.create(review=review, area=area, position=area.position, **words)
    Review.objects.filter(pk=review.pk).update(
        state=ReviewState.CLOSED,
        closed_at=now(),
        period_start=anchor,
        period_end=add_months(anchor, 6),
        minutes_number=1,
    )
    day = localdate() - timedelta(days=20)
    year = make_year(world.in_force, by, year=day.year)
    effort = make_activity(year, by, "Torgdag", starts_on=day.isoformat(), status="done")
    point_to(activity=effort, wanted=[first.pk], base=[], by=by)
    return agreement


def address(agreement: Agreement, name: str, *more: int) -> str:
    return reverse(f"evaluations:{name}", args=[agreement.slug, *more])


def test_the_picture_is_written_by_keyboard_and_compared(
    world: World, agreement: Agreement, desk: Callable[..., Desk]
) -> None:
    own = desk(world.director)
    page = own.open(address(agreement, "edit_picture"))
    row = page.locator(".part-row").first
    row.get_by_label("Beskrivning").focus()
    page.keyboard.type("Mörkt vid torget")
    page.keyboard.press("Tab")
    expect(row.locator("[data-saved]")).to_contain_text("Sparat")
    row.get_by_label("Utveckling").press("ArrowUp")
    expect(row.get_by_label("Utveckling")).to_have_value("worse")
    page.keyboard.press("Tab")
    expect(row.locator("[data-saved]")).to_contain_text("Sparat")
    new = page.locator("#nytt")
    new.get_by_label("Problemområde").focus()
    page.keyboard.type("Bedrägerier")
    new.get_by_role("button", name="Lägg till problemområdet").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".part-row")).to_have_count(3)
    page.get_by_role("button", name="Ta bort: Klotter").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".part-row")).to_have_count(2)
    page.goto(own.address + address(agreement, "compare_picture"))
    shown = page.locator("main")
    expect(shown).to_contain_text("Från Översyn 1 till Nu")
    expect(shown.locator("ins", has_text="Mörkt vid torget")).to_be_visible()
    expect(shown).to_contain_text(re.compile("oförändrat.*blev.*ökar", re.DOTALL))
    expect(shown.locator("del", has_text="Klotter")).to_be_visible()
    expect(shown.locator("ins", has_text="Bedrägerier")).to_be_visible()
    area = ProblemArea.objects.get(name="Otrygghet")
    assert (area.description, area.trend) == ("Mörkt vid torget", "worse")


def test_two_windows_write_in_one_area(
    world: World, agreement: Agreement, desk: Callable[..., Desk]
) -> None:
    pages = [
        desk(user).open(address(agreement, "edit_picture"))
        for user in (world.communicator, world.director)
    ]
    fields = ("Beskrivning", "Källa")
    for page, label in zip(pages, fields, strict=True):
        row = page.locator(".part-row").first
        row.get_by_label(label).fill(f"{label} från ett fönster")
        row.get_by_label(label).press("Tab")
        expect(row.locator("[data-saved]")).to_contain_text("Sparat")
    area = ProblemArea.objects.get(name="Otrygghet")
    assert (area.description, area.source) == tuple(f"{one} från ett fönster" for one in fields)


def test_an_activity_is_tied_to_an_area_on_its_page(
    world: World, agreement: Agreement, desk: Callable[..., Desk]
) -> None:
    effort = agreement.problem_areas.get(name="Otrygghet").activities.get()
    page = desk(world.communicator).open(effort.get_absolute_url())
    block = page.locator("section[aria-labelledby=sida_lagesbild]")
    expect(block.locator(".fact-names")).to_have_text("Otrygghet")
    block.get_by_text("Ändra").click()
    block.get_by_label("Klotter").check()
    block.get_by_role("button", name="Spara").click()
    expect(block.locator(".fact-names li")).to_have_text(["Otrygghet", "Klotter"])


def overflowing(page: Page) -> list[str]:
    script = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
      ? [document.title] : []"""
    found: list[str] = page.evaluate(script)
    return found


def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    world: World, agreement: Agreement, desk: Callable[..., Desk]
) -> None:
    own = desk(world.director)
    pages = [
        address(agreement, "picture"),
        address(agreement, "edit_picture"),
        address(agreement, "compare_picture"),
        address(agreement, "review_pack", 2),
        agreement.problem_areas.get(name="Otrygghet").activities.get().get_absolute_url(),
    ]
    for path in pages:
        page = own.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert overflowing(page) == [], (path, width)
        assert violations(page) == [], path
        page.close()


def test_the_pack_leads_to_each_part_and_is_sent(
    world: World, agreement: Agreement, desk: Callable[..., Desk]
) -> None:
    own = desk(world.police_chief)
    page = own.open(address(agreement, "review_pack", 2))
    expect(page.get_by_role("heading", level=1)).to_have_text("Underlag för översyn 2")
    contents = page.get_by_role("navigation", name="Innehåll")
    contents.get_by_role("link", name="Mål och mått").press("Enter")
    expect(page).to_have_url(re.compile("#goals$"))
    expect(page.locator("#activities .pack-effort h3")).to_have_text(["Torgdag"])
    page.get_by_role("button", name="Skicka till styrgruppen").press("Enter")
    expect(page.get_by_text("Underlaget är skickat till 4 personer.")).to_be_visible()
