"""Where an indicator is going, told by its last values, its baseline and its target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .enums import GoalTrend


def trend_of(
    values: Sequence[Decimal], target: Decimal | None = None, baseline: Decimal | None = None
) -> GoalTrend:
    """The last step of ``values``, the oldest first; of the first one, from ``baseline``.

    A target is reached when the last value has come to it, or passed it on the way from where it
    began. Without a target nobody knows what is better: then only up and down are told.
    """
    if not values:
        return GoalTrend.UNKNOWN
    steps = [*([] if baseline is None else [baseline]), *values]
    if target is not None and _is_reached(steps[0], values[-1], target):
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


def _is_reached(first: Decimal, last: Decimal, target: Decimal) -> bool:
    if first < target:
        return last >= target
    if first > target:
        return last <= target
    return last == target
