"""The page of status of all one's agreements."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.people import World

pytestmark = pytest.mark.django_db


def test_the_next_page_is_of_the_year_that_was_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overview.views.status.AGREEMENTS_A_PAGE", 1)
    client = Client()
    client.force_login(world.police_chief)  # in two steering groups
    year = localdate().year - 1
    page = client.get(reverse("all_status"), {"ar": str(year)}).text
    [way] = re.findall(r'href="([^"]*)" rel="next"', page)
    page = client.get(reverse("all_status") + way.replace("&amp;", "&")).text
    assert "Sida 2 av 2" in page
    assert f"Insatser {year}" in page


def test_the_page_and_its_print_say_how_many_of_how_many_are_on_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On paper nothing else tells that there are more: what leads to them is not printed."""
    client = Client()
    client.force_login(world.police_chief)
    address = reverse("all_status")
    assert "1–2 av 2</p>" in client.get(address).text
    monkeypatch.setattr("overview.views.status.AGREEMENTS_A_PAGE", 1)
    assert "1–1 av 2</p>" in client.get(address).text
    assert "2–2 av 2</p>" in client.get(address, {"sida": "2"}).text
