"""What plans usually hold, to tick and add in one go: common to municipalities and police areas.

Suggestions, in words of our own. Nothing here is printed unless somebody ticks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import AnsweredBy, AnswerKind, ChecklistUse, Priority, Scope, StatementType

Words = str | Promise


@dataclass(frozen=True)
class Usual:
    """Something that a section may hold: its name, and its typed values as documents write them."""

    name: Words
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class UsualGroup:
    """Suggestions that belong together."""

    label: Words
    items: tuple[Usual, ...]


def _all(scope: Scope, *names: Words, **values: Any) -> tuple[Usual, ...]:
    return tuple(Usual(name, {"scope": scope.value, **values}) for name in names)


_PRIMARY = {"priority": Priority.PRIMARY.value}
_MEETINGS, _PRINTED, _DIGITAL = _("Möten"), _("Tryckt och på plats"), _("Webb och sociala medier")

_SUGGESTIONS: dict[str, tuple[UsualGroup, ...]] = {
    "target_groups": (
        UsualGroup(
            _("Inom organisationerna"),
            _all(
                Scope.INTERNAL,
                _("Styrgruppen"),
                _("Förvaltningens chefer"),
                _("Kommunpoliser och områdespoliser"),
                _("Fältarbetare och fritidsledare"),
                _("Skolans rektorer och elevhälsa"),
                _("Medarbetare i reception och växel"),
                _("Politiker i nämnden"),
                _("Kommunikatörer hos båda parter"),
            ),
        ),
        UsualGroup(
            _("Utanför organisationerna"),
            (
                *_all(Scope.EXTERNAL, _("Boende i området"), _("Unga 13–19 år"), **_PRIMARY),
                *_all(
                    Scope.EXTERNAL,
                    _("Vårdnadshavare"),
                    _("Föreningar och trossamfund"),
                    _("Butiker och andra företagare"),
                    _("Fastighetsägare och bostadsbolag"),
                    _("Nattvandrare och grannsamverkan"),
                    _("Äldre och deras anhöriga"),
                    _("Lokala medier"),
                ),
            ),
        ),
    ),
    "channels": (
        UsualGroup(
            _("Inom organisationerna"),
            (
                *_all(
                    Scope.INTERNAL,
                    _("Arbetsplatsträffar"),
                    _("Chefsmöten"),
                    category=str(_MEETINGS),
                ),
                *_all(
                    Scope.INTERNAL,
                    _("Intranät"),
                    _("Nyhetsbrev till medarbetare"),
                    _("Utskick med e-post"),
                ),
            ),
        ),
        UsualGroup(
            _("Utanför organisationerna"),
            (
                *_all(
                    Scope.EXTERNAL,
                    _("Medborgardialoger"),
                    _("Trygghetsvandringar"),
                    _("Föräldramöten"),
                    category=str(_MEETINGS),
                ),
                *_all(
                    Scope.EXTERNAL,
                    _("Kommunens webbplats"),
                    _("Polisens webbplats"),
                    _("Sociala medier"),
                    category=str(_DIGITAL),
                ),
                *_all(
                    Scope.EXTERNAL,
                    _("Affischer i trapphus och bibliotek"),
                    _("Utskick i brevlådan"),
                    _("Annonser i lokaltidningen"),
                    category=str(_PRINTED),
                ),
                *_all(Scope.EXTERNAL, _("Pressmeddelanden"), _("Pressträffar")),
            ),
        ),
    ),
    "checklist": (
        UsualGroup(
            _("Inför en insats"),
            tuple(
                Usual(name, {"type": ChecklistUse.BEFORE.value, "answered_by": answer.value})
                for name, answer in (
                    (_("Vad är det som ska berättas?"), AnsweredBy.WHAT),
                    (_("Varför gör vi det just nu?"), AnsweredBy.PURPOSE),
                    (_("Vilka vill vi nå, och vad vet de redan?"), AnsweredBy.AUDIENCE),
                    (_("Vilket är det enda de ska minnas?"), AnsweredBy.MESSAGE),
                    (_("När ska det ut, och krockar det med något?"), AnsweredBy.WHEN),
                    (_("Vilka behöver vara med eller få veta i förväg?"), AnsweredBy.WITH_WHOM),
                    (_("Vilka bilder, texter och trycksaker behövs?"), AnsweredBy.MATERIAL),
                    (_("Vem svarar om någon ringer?"), AnsweredBy.SPOKESPERSON),
                    (_("Vilka svåra frågor kan vi få?"), AnsweredBy.QUESTIONS),
                    (_("Hur sparar vi det som publiceras?"), AnsweredBy.DOCUMENTATION),
                    (_("Hur märker vi om det gav något?"), AnsweredBy.EVALUATION),
                )
            ),
        ),
        UsualGroup(
            _("Att minnas"),
            tuple(
                Usual(name, {"type": ChecklistUse.REMINDER.value})
                for name in (
                    _("Säg till den andra parten innan något går ut."),
                    _("Använd båda parternas logotyper."),
                    _("Kontrollera att alla på bilderna har sagt ja."),
                )
            ),
        ),
    ),
    "evaluation_questions": (
        UsualGroup(
            _("Efter varje insats"),
            (
                Usual(_("Nådde vi dem vi ville nå?"), {"answer": AnswerKind.GOAL_REACHED.value}),
                Usual(
                    _("Blev det den effekt vi räknade med?"),
                    {"answer": AnswerKind.GOAL_REACHED.value},
                ),
                Usual(
                    _("Gick budskapet fram så som det var tänkt?"),
                    {"answer": AnswerKind.GOAL_REACHED.value},
                ),
                Usual(_("Hade parterna stämt av i god tid?"), {"answer": AnswerKind.YES_NO.value}),
                Usual(_("Vilka reaktioner fick vi?")),
                Usual(_("Vad gör vi annorlunda nästa gång?"), {"answer": AnswerKind.LESSON.value}),
            ),
        ),
    ),
    "statements": (
        UsualGroup(
            _("Värdeord"),
            tuple(
                Usual(name, {"type": StatementType.VALUE.value})
                for name in (_("Öppet"), _("Sakligt"), _("Snabbt"), _("Samstämt"))
            ),
        ),
        UsualGroup(
            _("Förutsättningar"),
            tuple(
                Usual(name, {"type": StatementType.PRECONDITION.value})
                for name in (
                    _("Parterna har avsatt tid för arbetet"),
                    _("Det är bestämt vem som uttalar sig om vad"),
                    _("Nya medarbetare får del av planen"),
                )
            ),
        ),
    ),
}


def suggestions(kind: str) -> Sequence[UsualGroup]:
    """Everything that sections of ``kind`` usually hold."""
    return _SUGGESTIONS.get(kind, ())


def usual_for(kind: str, *, scope: str = "", taken: Iterable[str] = ()) -> Sequence[UsualGroup]:
    """What a section of ``kind`` may still want: without what it holds (``taken``), and for a section
    that is internal or external as a whole only what fits.
    """
    held = {name.casefold() for name in taken}
    groups = []
    for group in suggestions(kind):
        items = tuple(
            item
            for item in group.items
            if str(item.name).casefold() not in held
            and item.values.get("scope", scope)
            in (scope, "" if scope else item.values.get("scope"))
        )
        if items:
            groups.append(UsualGroup(group.label, items))
    return groups
