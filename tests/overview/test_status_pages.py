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
