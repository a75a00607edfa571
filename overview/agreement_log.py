"""An agreement's log as people read it: who changed members, invitations, parties and the agreement itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import YearSettings
from core.models import Change, ChangeQuerySet
from core.templatetags.swedish import long_date
from evaluations.models import ProblemArea
from plans.enums import MembershipRole
from plans.history import ACTIONS, Difference, differences_between
from plans.models import Agreement, Party
from plans.permissions import Abilities

SENTENCES: Mapping[tuple[str, str], str | Promise] = {
    ("agreement", "added"): gettext_lazy("lade upp överenskommelsen"),
    ("agreement", "imported"): gettext_lazy("lade upp överenskommelsen ur en inläst plan"),
    ("agreement", "changed"): gettext_lazy("ändrade uppgifterna om överenskommelsen"),
    ("agreement", "renewed"): gettext_lazy("förnyade överenskommelsen; planerna följde med"),
    ("party", "added"): gettext_lazy("lade till parten %(name)s"),
    ("party", "changed"): gettext_lazy("ändrade uppgifterna om parten %(name)s"),
    ("party", "moved"): gettext_lazy("ändrade parternas ordning till %(parties)s"),
    ("party", "removed"): gettext_lazy("tog bort parten %(name)s"),
    ("membership", "added"): gettext_lazy("gav %(name)s rollen %(role)s"),
    ("membership", "removed"): gettext_lazy("avslutade rollen %(role)s för %(name)s"),
    ("invitation", "added"): gettext_lazy("bjöd in %(name)s som %(role)s för %(organisation)s"),
    ("invitation", "sent_anew"): gettext_lazy("skickade en ny inbjudan till %(name)s"),
    ("invitation", "withdrawn"): gettext_lazy("återtog inbjudan till %(name)s"),
    ("invitation", "accepted"): gettext_lazy("tackade ja till inbjudan som %(role)s"),
    ("year_settings", "changed"): gettext_lazy("ändrade vad som gäller för årens insatser"),
    ("school_break", "added"): gettext_lazy("lade till lovet %(name)s, %(starts_on)s–%(ends_on)s"),
    ("school_break", "removed"): gettext_lazy("tog bort lovet %(name)s"),
    ("problem_area", "added"): gettext_lazy("lade till problemområdet %(name)s"),
    ("problem_area", "changed"): gettext_lazy("ändrade problemområdet %(name)s"),
    ("problem_area", "moved"): gettext_lazy("flyttade problemområdet %(name)s"),
    ("problem_area", "removed"): gettext_lazy("tog bort problemområdet %(name)s"),
    ("problem_area", "taken_back"): gettext_lazy("tog tillbaka problemområdet %(name)s"),
    ("review_pack", "sent"): gettext_lazy("skickade underlaget till översyn %(number)s"),
    ("reminder_settings", "changed"): gettext_lazy("ändrade när påminnelser skickas"),
    ("review", "called"): gettext_lazy("kallade till %(name)s"),
    ("review", "moved"): gettext_lazy("flyttade mötet om %(name)s"),
    ("review", "begun"): gettext_lazy("började mötet om %(name)s"),
    ("review", "closed"): gettext_lazy("avslutade %(name)s; anteckningarna är låsta"),
    ("action_point", "done"): gettext_lazy("markerade åtgärden ”%(name)s” som klar"),
    ("action_point", "undone"): gettext_lazy("öppnade åtgärden ”%(name)s” igen"),
}
JOINING = gettext_lazy("fick rollen %(role)s")
RENEWING = gettext_lazy("lade upp överenskommelsen, som förnyar en tidigare; planerna följde med")
# What the log says of a change field by field; of the rest the sentence says all.
MODELS: Mapping[str, type[models.Model]] = {
    "agreement": Agreement,
    "party": Party,
    "year_settings": YearSettings,
    "problem_area": ProblemArea,
}
FOR_ALL = ("agreement", "party", "membership", "year_settings", "school_break")
DAYS = frozenset({"starts_on", "ends_on"})


@dataclass(frozen=True)
class Line:
    """One change: a sentence that begins with who did it, and what became of each field."""

    change: Change
    who: str
    words: str
    differences: Sequence[Difference]


def log_of(agreement: Agreement, abilities: Abilities) -> ChangeQuerySet:
    """The changes of ``agreement`` that a person may read, the latest first.

    Who is invited is known to those who invite, as on the page of the members; what the steering
    group does is not for those who only read, nor any kind that nobody has thought of yet.
    """
    changes = Change.objects.in_scope(f"agreement:{agreement.pk}").order_by("-at", "-pk")
    if not abilities.read_draft:
        changes = changes.filter(kind__in=FOR_ALL)
    return changes if abilities.run else changes.exclude(kind="invitation")


def lines_for(changes: Sequence[Change]) -> list[Line]:
    """The page's lines for ``changes``, in their order."""
    return [
        Line(change, change.by_name or _("Samråd"), _sentence(change), tuple(_differences(change)))
        for change in changes
    ]


def _sentence(change: Change) -> str:
    said = {**_members(change.before), **_members(change.after)}
    words = _words(change, said)
    if words is None:
        return f"{ACTIONS.get(change.action, change.action)} {said.get('name', '')}".strip()
    return str(words) % {name: _word(name, value) for name, value in said.items()}


def _words(change: Change, said: Mapping[str, Any]) -> str | Promise | None:
    if change.action == "added" and "renews" in said:
        return RENEWING
    if change.action == "added" and change.kind == "membership" and said["name"] == change.by_name:
        return JOINING  # whoever accepts an invitation has done it
    return SENTENCES.get((change.kind, change.action))


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(name: str, value: Any) -> str:
    if name == "role":
        return str(dict(MembershipRole.choices).get(value, value))
    if name in DAYS and value:
        return long_date(date.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _differences(change: Change) -> Iterator[Difference]:
    model = MODELS.get(change.kind)
    if model is not None and change.action == "changed" and change.before:
        yield from differences_between(model, _members(change.before), _members(change.after))
