"""When a notice is due: the latest offset that has come, never the ones missed before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.enums import NoticeKind
from evaluations.offsets import LATE, USUAL, Pattern, offset_due, pattern_of, reach, valid_offsets

DAY = date(2028, 2, 29)
REVIEW = USUAL[NoticeKind.REVIEW]
PATTERNS = st.builds(
    Pattern,
    st.lists(st.integers(-400, 400), min_size=1, max_size=10, unique=True).map(tuple),
    st.sampled_from([None, 7]),
)


@pytest.mark.parametrize(
    ("days_before", "offset"),
    [
        (31, None),
        (30, 30),
        (15, 30),
        (14, 14),
        (4, 14),
        (3, 3),
        (1, 3),
        (0, 0),
        (-6, 0),
        (-7, -7),
        (-13, -7),
        (-14, -14),
        (-365, -364),
    ],
)
def test_a_review_is_told_of_as_the_house_says(days_before: int, offset: int | None) -> None:
    assert offset_due(DAY, DAY - timedelta(days=days_before), REVIEW) == offset


def test_weeks_are_counted_from_the_day_itself_where_all_offsets_lie_before_it() -> None:
    early = Pattern((30, 5), again=7)
    assert offset_due(DAY, DAY + timedelta(days=6), early) == 5
    assert offset_due(DAY, DAY + timedelta(days=7), early) == -7


def test_what_is_too_late_is_not_told() -> None:
    ending = USUAL[NoticeKind.PLAN]
    told_on = DAY - timedelta(days=30)
    assert offset_due(DAY, told_on + LATE, ending) == 30
    assert offset_due(DAY, told_on + LATE + timedelta(days=1), ending) is None


@given(pattern=PATTERNS, days=st.integers(-800, 800))
def test_every_day_that_tells_something_lies_within_reach(pattern: Pattern, days: int) -> None:
    today = DAY + timedelta(days=days)
    offset = offset_due(DAY, today, pattern)
    if offset is not None:
        assert DAY - timedelta(days=offset) <= today
    if pattern.again is None:
        first, last = reach(pattern, today)
        assert offset is None or first <= DAY <= last


@given(pattern=PATTERNS, days=st.lists(st.integers(-800, 800), min_size=2, max_size=2))
def test_later_days_never_go_back_to_an_earlier_offset(pattern: Pattern, days: list[int]) -> None:
    first, second = (offset_due(DAY, DAY + timedelta(days=day), pattern) for day in sorted(days))
    if first is not None and second is not None:
        assert second <= first


def test_an_agreement_has_its_own_offsets_or_none() -> None:
    assert pattern_of("review", {"review": [7, 45]}) == Pattern((45, 7), 7)
    assert pattern_of("plan", {"plan": []}).offsets == ()
    assert pattern_of("plan", {"review": [1]}) == USUAL[NoticeKind.PLAN]


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("review", []),
        ("evaluation", [1]),
        ("plan", ["30"]),
        ("plan", [True]),
        ("plan", {"30": 1}),
        ("plan", [401]),
        ("plan", list(range(11))),
    ],
)
def test_what_cannot_be_an_offset_is_refused(kind: str, days: object) -> None:
    with pytest.raises(ValueError):
        valid_offsets(kind, days)
