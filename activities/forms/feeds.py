"""The form that makes a calendar feed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.models import Agreement, Plan

MINE = "mina"


class FeedForm(forms.Form):
    """What the feed is of: what one is responsible for, an agreement, or a plan."""

    what = forms.ChoiceField(
        label=_("Vad vill du se i din kalender?"),
        error_messages={"required": _("Välj vad kalendern ska visa.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreements = Agreement.objects.visible_to(user).order_by("title", "pk")
        plans = Plan.objects.visible_to(user).order_by("title", "pk")
        self._things: dict[str, Agreement | Plan] = {
            **{f"overenskommelse:{row.slug}": row for row in agreements.filter(renewed_by=None)},
            **{f"plan:{row.slug}": row for row in plans.select_related("agreement")},
        }
        self._fill()

    def _fill(self) -> None:
        field = self.fields["what"]
        if not isinstance(field, forms.ChoiceField):
            return
        things = self._things.items()
        field.choices = [
            ("", _("Välj")),
            (MINE, _("Insatser som jag är ansvarig för")),
            (
                _("Alla insatser i en överenskommelse"),
                [(value, str(row)) for value, row in things if isinstance(row, Agreement)],
            ),
            (
                _("Alla insatser i en plan"),
                [(value, str(row)) for value, row in things if isinstance(row, Plan)],
            ),
        ]

    def chosen(self) -> dict[str, Agreement | Plan]:
        """What ``make_feed`` is told."""
        row = self._things.get(self.cleaned_data["what"])
        if row is None:
            return {}
        return {"agreement" if isinstance(row, Agreement) else "plan": row}
