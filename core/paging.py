"""Pages of a list that mostly has one: counted only where there are more."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property


def beside_page(request: HttpRequest) -> str:
    """What stands in the address besides the page, which the way to the next one must keep."""
    query = request.GET.copy()
    query.pop("sida", None)
    return query.urlencode()


class MostlyOnePage(Paginator[Any]):
    """A Paginator that fetches the first page to see whether there is a second."""

    @cached_property
    def count(self) -> int:
        """How many there are; of those on one page no question is asked beside the one that fetches them."""
        rows: Any = self.object_list
        first = list(rows[: self.per_page + 1])
        if len(first) > self.per_page:
            return int(rows.count())
        self.object_list = first
        return len(first)
