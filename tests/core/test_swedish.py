"""Days, times and numbers in templates."""

import datetime as dt
from decimal import Decimal

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
        ("every_months", 1, "varje månad"),
        ("every_months", 2, "varannan månad"),
        ("every_months", 6, "var sjätte månad"),
        ("every_months", 12, "var tolfte månad"),
        ("every_months", 21, "var 21:a månad"),
        ("every_months", 24, "var 24:e månad"),
        ("every_months", 111, "var 111:e månad"),
        ("every_months", 112, "var 112:e månad"),
        ("every_months", 122, "var 122:a månad"),
        ("figure", "5.5", "5,5"),
        ("figure", Decimal("1200.00"), "1\u00a0200"),
        ("figure", Decimal("11800.50"), "11\u00a0800,5"),
        ("figure", Decimal("-1234567.25"), "\u22121\u00a0234\u00a0567,25"),
        ("figure", "-0.00", "0"),
        ("figure", 100, "100"),
        ("figure", Decimal("1E+3"), "1\u00a0000"),
        ("figure", "", ""),
        ("figure", None, ""),
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


def test_a_day_and_an_hour_stay_on_one_line() -> None:
    marked = '<span class="text-nowrap">{}</span>'.format
    assert shown("whole_dates", "2026-02-02 – 2026-03-15") == (
        f"{marked('2026-02-02')} – {marked('2026-03-15')}"
    )
    assert shown("whole_dates", "2026-03-11 kl. 18.00–20.00") == (
        f"{marked('2026-03-11')} {marked('kl. 18.00–20.00')}"
    )
    assert shown("whole_dates", "<b> 12026-01-011 kl. snart") == "&lt;b&gt; 12026-01-011 kl. snart"
    assert shown("linebreaksbr|whole_dates", "<i>\n2026-01-01") == (
        f"&lt;i&gt;<br>{marked('2026-01-01')}"
    )
