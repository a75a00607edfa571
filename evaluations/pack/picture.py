"""The situational picture in the pack: as it is, and what has changed since the review before."""

from __future__ import annotations

from activities.document import Value
from evaluations.comparing import AreaChange, compare, differing
from evaluations.models import Review
from evaluations.pictures import state_now, state_then
from plans.models import Agreement


def part(agreement: Agreement, last: Review | None) -> Value:
    """The areas now; ``changes`` only where there is a review to compare with, ``is_compared`` then."""
    now = state_now(agreement)
    areas = [dict(state.words) for state in now]
    if last is None:
        return {"areas": areas}
    changes = differing(compare(state_then(last), now))
    return {
        "areas": areas,
        "is_compared": True,
        "changes": [_change(change) for change in changes],
    }


def _change(change: AreaChange) -> Value:
    """What has become of an area, with what it said and says of the fields that differ."""
    one = change.now or change.was
    value: Value = {"what": change.what.value, "name": "" if one is None else one.name}
    if change.was is not None and change.now is not None:
        value["fields"] = [
            {
                "field": field,
                "was": change.was.words[field],
                "now": change.now.words[field],
            }
            for field in change.fields
        ]
    return value
