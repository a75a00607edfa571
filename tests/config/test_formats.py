"""Dates are read and written as Swedish readers do."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats


@pytest.mark.parametrize(
    "written",
    ["2026-03-01", "20260301", "1/3/2026", "01/03/2026", "1/3 2026", "1.3.2026", "1-3-2026"],
)
def test_the_day_is_read_before_the_month(written: str) -> None:
    assert forms.DateField().clean(written) == date(2026, 3, 1)


@pytest.mark.parametrize("written", ["3/25/2026", "2026-13-01", "30/2/2026", "mars"])
def test_what_is_no_swedish_date_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        forms.DateField().clean(written)


@pytest.mark.parametrize("written", ["13.05", "13:05"])
def test_times_are_read_with_a_point_or_a_colon(written: str) -> None:
    assert forms.TimeField().clean(written) == time(13, 5)


def test_dates_and_times_are_written_in_swedish() -> None:
    assert formats.date_format(date(2026, 3, 1)) == "1 mars 2026"
    assert formats.date_format(date(2026, 3, 1), "SHORT_DATE_FORMAT") == "2026-03-01"
    assert formats.time_format(time(13, 5)) == "kl. 13.05"
    assert (
        formats.date_format(datetime(2026, 3, 1, 9, 5), "DATETIME_FORMAT")
        == "1 mars 2026 kl. 09.05"
    )
    assert formats.localize(1234.5) == "1234,5"
