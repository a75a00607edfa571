"""Status at a glance in a browser: on a screen, and on one sheet of paper however much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from activities.enums import Status
from evaluations.models import ActionPoint
from overview.status.agreements import MANY
from plans.models import Agreement, Goal
from plans.models.kinds.spokespersons import Spokesperson
from tests.overview.agreements import full_agreement
from tests.people import World

from .axe import violations
from .desk import Desk
from .desk import desk as desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390, 320)
LONG = "Informationsmöte om trygghet för alla som bor, arbetar eller går i skola i stadsdelen"
A4 = (595, 842)


@pytest.fixture
def full(world: World) -> Agreement:
    """An agreement with more than a sheet holds, and long words for everything."""
    today = localdate()
    agreement = full_agreement(world, world.coordinator, "full", today, of_each=9)
    Agreement.objects.filter(pk=agreement.pk).update(title=f"Överenskommelse: {LONG}")
    agreement.plans.update(title=LONG)
    for model in (Goal, Spokesperson):
        model.objects.filter(section__plan__agreement=agreement).update(name=LONG)
    ActionPoint.objects.filter(agreement=agreement).update(words=f"{LONG}. {LONG}")
    ActionPoint.objects.bulk_create(
        ActionPoint(
            agreement=agreement, words=LONG, responsible=LONG, due_on=today + timedelta(day)
        )
        for day in range(-5, 20)
    )
    return agreement


def pages_of(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page, in points."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        boxes: list[Any] = [page.mediabox for page in opened.pages]
        return [(round(float(box[2])), round(float(box[3]))) for box in boxes]


def test_an_agreement_fits_on_one_sheet_however_much_there_is(
    desk: Callable[..., Desk], world: World, full: Agreement
) -> None:
    one = desk(world.coordinator)
    page = one.open(reverse("status", args=[full.slug]))
    [size] = pages_of(page.pdf(prefer_css_page_size=True))
    assert size == A4
    page = one.open(reverse("all_status"))
    sizes = pages_of(page.pdf(prefer_css_page_size=True))
    assert set(sizes) == {A4[::-1]}


def test_the_pages_are_accessible_and_fit(
    desk: Callable[..., Desk], world: World, full: Agreement
) -> None:
    one = desk(world.coordinator)
    for path in (reverse("status", args=[full.slug]), reverse("all_status"), "/"):
        page = one.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == [], (path, width)
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, (path, width)


def test_what_is_drawn_is_said_in_words(
    desk: Callable[..., Desk], world: World, full: Agreement
) -> None:
    page = desk(world.coordinator).open(reverse("all_status"))
    row = page.get_by_role("row").filter(has_text=f"Överenskommelse: {LONG}")
    for words in (str(MANY[Status.DONE]), "är över", "närmare målet", "försenade", "Nästa översyn"):
        expect(
            row.or_(page.get_by_role("columnheader")).filter(has_text=words).first
        ).to_be_visible()
    row.get_by_role("link").first.click()
    page.wait_for_load_state()
    months = page.get_by_role("list", name="Efter den månad då de slutar")
    expect(months.get_by_role("listitem")).to_have_count(
        13 + (months.get_by_text("annat år", exact=True).count())
    )
    today = localdate()
    page.get_by_role("link", name=f"Visa {today.year - 1}").click()
    expect(page.get_by_text(f"Inga insatser är planerade {today.year - 1}.")).to_be_visible()
