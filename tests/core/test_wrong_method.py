"""An address that only takes a POST, opened by hand."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import World

pytestmark = pytest.mark.django_db


def test_it_is_answered_by_a_page_with_a_way_back(world: World) -> None:
    client = Client()
    client.force_login(world.coordinator)
    answer = client.get(reverse("appendix:print_draft", args=[world.draft.slug]))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Hit leder bara en knapp" in answer.text
    assert '<a class="btn btn-primary" href="/">' in answer.text


def test_who_is_not_signed_in_is_asked_to_sign_in_first(world: World) -> None:
    answer = Client().get(reverse("appendix:print_draft", args=[world.draft.slug]))
    assert answer.status_code == 302
