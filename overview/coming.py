"""What comes next, in a sentence."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.templatetags.swedish import long_date
from evaluations.next_review import next_reviews
from plans.models import Agreement


def saying_next_review(said: str, agreement: Agreement) -> str:
    """``said``, and when the next review of ``agreement`` is due, where there is one."""
    coming = next_reviews([agreement], localdate()).get(agreement.pk)
    return said if coming is None else f"{said} {_due(coming.number, long_date(coming.due))}"


def _due(number: int, day: str) -> str:
    words = {"number": number, "day": day}
    return _("Nästa översyn är nummer %(number)d, den %(day)s.") % words
