"""Pages of a list that mostly has one."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.paging import MostlyOnePage
from plans.models import Agreement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 11])
def test_the_pages_are_those_of_djangos_paginator(number: int) -> None:
    Agreement.objects.bulk_create(
        Agreement(title=f"{one}", slug=f"a{one}") for one in range(number)
    )
    rows = Agreement.objects.order_by("pk")
    for asked in (None, "1", "2", "3", "99", "x"):
        page, wanted = MostlyOnePage(rows, 5).get_page(asked), Paginator(rows, 5).get_page(asked)
        assert list(page) == list(wanted)
        assert (page.number, page.paginator.num_pages) == (
            wanted.number,
            wanted.paginator.num_pages,
        )


@pytest.mark.parametrize(("number", "most"), [(0, 1), (5, 1), (6, 3)])
def test_one_page_is_one_question(number: int, most: int) -> None:
    Agreement.objects.bulk_create(
        Agreement(title=f"{one}", slug=f"a{one}") for one in range(number)
    )
    with CaptureQueriesContext(connection) as queries:
        list(MostlyOnePage(Agreement.objects.order_by("pk"), 5).get_page(None))
    assert len(queries) == most
