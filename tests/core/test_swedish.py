"""Days and times in templates."""

import datetime as dt

import pytest
from django.template import Context, Template

SUMMER_NIGHT = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)  # half past midnight in Sweden


def shown(expression: str, value: object) -> str:
    template = Template("{% load swedish markdown %}{{ value|" + expression + " }}")
    return template.render(Context({"value": value}))


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("iso_date", dt.date(2026, 3, 1), "2026-03-01"),
        ("iso_date", SUMMER_NIGHT, "2026-07-01"),
        ("long_date", dt.date(2026, 3, 1), "1 mars 2026"),
        ("long_date", SUMMER_NIGHT, "1 juli 2026"),
        ("clock", dt.time(13, 5), "kl. 13.05"),
        ("clock", SUMMER_NIGHT, "kl. 00.30"),
        ("week", dt.date(2026, 3, 16), "vecka 12"),
        ("week", dt.date(2027, 1, 3), "vecka 53"),
        ("week", dt.datetime(2026, 3, 15, 23, 30, tzinfo=dt.UTC), "vecka 12"),
        ("iso_date", None, ""),
        ("long_date", None, ""),
        ("clock", None, ""),
        ("week", None, ""),
    ],
)
def test_days_and_times(expression: str, value: object, expected: str) -> None:
    assert shown(expression, value) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("markdown", "<p><strong>a</strong> &lt;b&gt;</p>\n"),
        ("markdown_inline", "<strong>a</strong> &lt;b&gt;"),
        ("plain", "a &lt;b&gt;"),
    ],
)
def test_text(expression: str, expected: str) -> None:
    assert shown(expression, "**a** <b>") == expected
