"""The form of a new plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appendix.document.canonical import Document
from appendix.emptying import emptied
from appendix.forerunners import Text, templates
from appendix.outlines import outline_document
from appendix.services.new_plans import content_of
from plans.enums import PlanKind

TEMPLATE = "mall:"
EMPTY, PLAN = "tom", "plan"
WHOLE, EMPTIED = "allt", "tomd"
LONGEST_TITLE = 300


class NewPlanForm(forms.Form):
    """What the plan is called, what it is, and what it begins as."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(
        label=gettext_lazy("Dokumenttyp"),
        required=False,
        choices=[("", gettext_lazy("Som förlagan")), *PlanKind.choices],
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Börja med"), error_messages={"required": gettext_lazy("Välj något.")}
    )
    plan = forms.ChoiceField(label=gettext_lazy("Plan att utgå från"), required=False)
    how = forms.ChoiceField(
        label=gettext_lazy("Ta med"),
        required=False,
        choices=[
            (EMPTIED, gettext_lazy("Upplägget, utan namn, kontakter och aktiviteter")),
            (WHOLE, gettext_lazy("Allt som står i planen")),
        ],
        initial=EMPTIED,
    )

    def __init__(self, *args: Any, texts: Sequence[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {text.value: text for text in texts}
        sources = [(TEMPLATE + template.name, template.label) for template in templates()]
        sources += [(PLAN, _("En annan plan"))] if texts else []
        sources += [(EMPTY, _("Bara de vanliga rubrikerna"))]
        self._choose("source", sources)
        self._choose("plan", [("", _("Välj plan")), *(_choice(text) for text in texts)])

    def clean(self) -> dict[str, Any]:
        """Refuse another plan without saying which."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("source") == PLAN and not values.get("plan"):
            self.add_error("plan", ValidationError(_("Välj vilken plan.")))
        return values

    def document(self) -> Document:
        """What was chosen, as a document."""
        source = self.cleaned_data["source"]
        if source == EMPTY:
            return outline_document(self.cleaned_data["kind"] or PlanKind.PLAN)
        if source == PLAN:
            document = content_of(self.texts[self.cleaned_data["plan"]])
            return document if self.cleaned_data["how"] == WHOLE else emptied(document)
        [template] = [one for one in templates() if TEMPLATE + one.name == source]
        return template.document

    def origin(self) -> str:
        """What was chosen, for the log."""
        chosen = self.cleaned_data
        return str(chosen["plan"] if chosen["source"] == PLAN else chosen["source"])

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no choice")
        field.choices = list(choices)


def _choice(text: Text) -> tuple[str, str]:
    which = _("gällande version") if text.version else _("utkast")
    return text.value, f"{text.plan.title} ({which}) – {text.plan.agreement.title}"
