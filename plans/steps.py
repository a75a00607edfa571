"""What the apps above do along when an agreement is renewed or changed: each registers its own in ``ready()``.

The steps are taken within the transaction, in the order in which they were registered.
"""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from plans.models import Agreement

Step = Callable[[Agreement, Agreement, User], None]
"""The agreement as it was, the new one or the same as it is to be, and who does it."""

_renewals: list[Step] = []
_changes: list[Step] = []


def on_renewal(step: Step) -> None:
    """Take ``step`` when an agreement is renewed; the new one is stored, and the plans are its own.

    It may raise ValidationError: then nothing is renewed.
    """
    if step not in _renewals:
        _renewals.append(step)


def on_change(step: Step) -> None:
    """Take ``step`` before a changed agreement is stored; it may change its values."""
    if step not in _changes:
        _changes.append(step)


def renewed(old: Agreement, new: Agreement, by: User) -> None:
    """Let everybody take over from ``old`` to ``new`` what is theirs."""
    for step in _renewals:
        step(old, new, by)


def changing(old: Agreement, new: Agreement, by: User) -> None:
    """Let everybody look at what changes from ``old`` to ``new``, the same agreement."""
    for step in _changes:
        step(old, new, by)
