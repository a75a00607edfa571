"""Where an indicator is going, told by its last values, its baseline and its target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .enums import GoalTrend


def trend_of(
    values: Sequence[Decimal],
    target: Decimal | None = None,
    baseline: Decimal | None = None,
    *,
    first: Decimal | None = None,
) -> GoalTrend:
    """The last step of ``values``, the oldest first; of the first one, from ``baseline``.

    A target is reached when the last value has come to it, or passed it on the way from where it
    began: from the baseline, or else the first value ever measured, which is ``first`` where
    ``values`` are only the latest. Without a target nobody knows what is better: then only up and
    down are told.
    """
    if not values:
        return GoalTrend.UNKNOWN
    steps = [*([] if baseline is None else [baseline]), *values]
    began = steps[0] if baseline is not None or first is None else first
    if target is not None and _is_reached(began, values[-1], target):
        return GoalTrend.REACHED
    if len(steps) == 1:
        return GoalTrend.ONCE
    before, last = steps[-2:]
    if before == last:
        return GoalTrend.SAME
    if target is None:
        return GoalTrend.UP if last > before else GoalTrend.DOWN
    far, farther = abs(target - last), abs(target - before)
    if far == farther:
        return GoalTrend.SAME
    return GoalTrend.CLOSER if far < farther else GoalTrend.FURTHER


def _is_reached(began: Decimal, last: Decimal, target: Decimal) -> bool:
    if began < target:
        return last >= target
    if began > target:
        return last <= target
    return last == target
