"""How something comes back, as controls that people understand, and as the text of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.calendar.recurrence import LONGEST_INTERVAL, Frequency, Rule, RuleError, Weekday
from activities.calendar.words import NTHS, THE_WEEKDAYS, in_words
from plans.forms.fields import NO_CHOICE, ChoiceField, DayField, TicksField, WholeNumberField

KEPT = "kept"
LAST = -1
ON_DATE, ON_WEEKDAY, IN_WEEK = "date", "weekday", "week"
UNITS: tuple[tuple[str, str | Promise], ...] = (
    (Frequency.DAILY, gettext_lazy("dagar")),
    (Frequency.WEEKLY, gettext_lazy("veckor")),
    (Frequency.MONTHLY, gettext_lazy("månader")),
    (Frequency.YEARLY, gettext_lazy("år")),
)
WAYS: tuple[tuple[str, str | Promise], ...] = (
    (ON_DATE, gettext_lazy("ett datum i månaden")),
    (ON_WEEKDAY, gettext_lazy("en veckodag, till exempel första måndagen")),
    (IN_WEEK, gettext_lazy("en viss vecka, när det är varje år")),
)
MONTH_DAYS = [*((str(n), str(n)) for n in range(1, 32)), (str(LAST), gettext_lazy("sista dagen"))]
# What may be left to the first day.
OPEN: Mapping[str, Sequence[tuple[Any, Any]]] = {
    "way": WAYS,
    "month_day": MONTH_DAYS,
    "nth": list(NTHS.items()),
    "weekday": list(enumerate(THE_WEEKDAYS)),
    "month": list(MONTHS.items()),
}
AS_FIRST = gettext_lazy("som den första dagen")


class RepeatForm(forms.Form):
    """The parts of a rule; what is left open is taken from the first day, as the rule does."""

    unit = ChoiceField(choices=UNITS, label=gettext_lazy("Upprepas var"))
    every = WholeNumberField(min_value=1, max_value=LONGEST_INTERVAL, label=gettext_lazy("Antal"))
    weekdays = TicksField(
        choices=[(str(number), capfirst(name)) for number, name in WEEKDAYS.items()],
        label=gettext_lazy("På vilka dagar?"),
        help_text=gettext_lazy("Inget kryss betyder samma veckodag som den första dagen."),
    )
    way = ChoiceField(choices=[], label=gettext_lazy("Vilken dag?"))
    month_day = ChoiceField(
        choices=[
            *((str(n), str(n)) for n in range(1, 32)),
            (str(LAST), gettext_lazy("sista dagen")),
        ],
        label=gettext_lazy("Dag i månaden"),
    )
    nth = ChoiceField(choices=list(NTHS.items()), label=gettext_lazy("Vilken i månaden"))
    weekday = ChoiceField(choices=list(enumerate(THE_WEEKDAYS)), label=gettext_lazy("Veckodag"))
    month = ChoiceField(choices=list(MONTHS.items()), label=gettext_lazy("Månad"))
    week = WholeNumberField(min_value=1, max_value=53, label=gettext_lazy("Vecka"))
    until = DayField(label=gettext_lazy("Upprepas till och med"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, text: str = "") -> None:
        self.text = text
        super().__init__(
            data, initial=_initial(text), prefix="repeat", auto_id="id_%s", label_suffix=""
        )
        for name, choices in OPEN.items():
            self._offer(name, [("", AS_FIRST), *choices])
        if self.initial.get("unit") == KEPT:
            self._offer("unit", [("", NO_CHOICE), *UNITS, (KEPT, rule_in_words(text))])

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def rule(self, first: date | None) -> str:
        """The text of the rule; empty where nothing recurs.

        Raises ValidationError, by the name of a field or of ``starts_on``.
        """
        said = self.cleaned_data
        if said["unit"] == KEPT:
            return self.text
        if not said["unit"]:
            return ""
        if first is None:
            raise ValidationError({"starts_on": _("Ange vilken dag upprepningen börjar.")})
        try:
            return str(_rule(said, first))
        except RuleError:
            words = _("Upprepningen går inte ihop. Se över vilken dag, månad eller vecka det är.")
            raise ValidationError({"recurrence": words}) from None


def _rule(said: Mapping[str, Any], first: date) -> Rule:
    frequency = Frequency(said["unit"])
    until = date.fromisoformat(said["until"]) if said["until"] else None
    shared: dict[str, Any] = {"interval": said["every"] or 1, "until": until}
    if frequency == Frequency.WEEKLY:
        days = tuple(Weekday(0, int(number)) for number in said["weekdays"])
        return Rule(frequency, weekdays=days, **shared)
    if frequency in {Frequency.MONTHLY, Frequency.YEARLY}:
        shared |= _within(said, first, yearly=frequency == Frequency.YEARLY)
    return Rule(frequency, **shared)


def _within(said: Mapping[str, Any], first: date, *, yearly: bool) -> dict[str, Any]:
    """Which day of the month or year it is."""
    month = int(said["month"] or first.month)
    if yearly and said["way"] == IN_WEEK:
        week = said["week"] or first.isocalendar().week
        days = (Weekday(0, int(said["weekday"])),) if said["weekday"] else ()
        return {"week": week, "weekdays": days}
    if said["way"] == ON_WEEKDAY:
        nth = int(said["nth"] or (first.day + 6) // 7)
        day = int(said["weekday"]) if said["weekday"] else first.weekday()
        return {"weekdays": (Weekday(nth, day),), **({"month": month} if yearly else {})}
    if not said["month_day"] and not (yearly and said["month"]):
        return {}
    numbers = (int(said["month_day"] or first.day),)
    return {"month_days": numbers, **({"month": month} if yearly else {})}


def _initial(text: str) -> dict[str, Any]:
    """The controls for a rule; one that they cannot say is kept as it is."""
    if not text:
        return {"every": 1}
    rule = _readable(text)
    if rule is None:
        return {"unit": KEPT}
    return {
        "unit": rule.frequency.value,
        "every": rule.interval,
        "until": rule.until.isoformat() if rule.until else None,
        "month": str(rule.month or ""),
        "week": rule.week,
        "month_day": "".join(map(str, rule.month_days)),
        "weekdays": [str(one.day) for one in rule.weekdays],
        "weekday": str(rule.weekdays[0].day) if rule.weekdays else "",
        "nth": str(rule.weekdays[0].nth or "") if rule.weekdays else "",
        "way": _way(rule),
    }


def _readable(text: str) -> Rule | None:
    """The rule of a text; None where there is none, or none that the controls can say."""
    try:
        rule = Rule.parse(text)
    except RuleError:
        return None
    one_weekday = len(rule.weekdays) < 2 or rule.frequency == Frequency.WEEKLY
    return rule if rule.count is None and len(rule.month_days) < 2 and one_weekday else None


def _way(rule: Rule) -> str:
    """What the days of a month or a year are counted by; empty is left to the first day."""
    if rule.week is not None:
        return IN_WEEK
    if rule.month_days:
        return ON_DATE
    return ON_WEEKDAY if rule.weekdays and rule.frequency != Frequency.WEEKLY else ""


def rule_in_words(text: str) -> str:
    """What the text of a rule says; the text itself where it is none."""
    try:
        return in_words(Rule.parse(text)) if text else ""
    except RuleError:
        return text


class RuleField(forms.CharField):
    """The text of a rule, which people see only in words."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return str(Rule.parse(text)) if text else ""
        except RuleError as error:
            raise ValidationError(_("Upprepningen går inte att läsa: %s") % error) from None

    def in_words(self, value: Any) -> str:
        """What the rule says."""
        return rule_in_words(str(value or "")) or _("inget")
