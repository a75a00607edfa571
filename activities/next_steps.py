"""What remains to be done with an activity, in the order in which it is usually done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import Consultation, Status
from .sheet import Sheet
from .timing_words import is_past

BEFORE_ANCHORING = frozenset({Status.IDEA, Status.PLANNED})
OPEN = frozenset({Status.IDEA, Status.PLANNED, Status.ANCHORED, Status.ONGOING})


@dataclass(frozen=True)
class Step:
    """Something to do: where, or which status to set, which the page offers as a button."""

    words: str
    url: str = ""
    status: str = ""
    button: str = ""


def next_steps(sheet: Sheet) -> list[Step]:
    """What is left; empty when all is done."""
    if sheet.activity.status == Status.CANCELLED:
        return []
    if sheet.activity.status == Status.DONE:
        return [*_afterwards(sheet)]
    return [*_planning(sheet), *_anchoring(sheet), *_material(sheet), *_over(sheet)]


def _page(sheet: Sheet, name: str, *words: str) -> str:
    return reverse(f"activities:{name}", args=[sheet.plan.slug, sheet.key, *words])


def _planning(sheet: Sheet) -> Iterator[Step]:
    if count := len(sheet.progress.missing):
        first = sheet.progress.missing[0]
        words = ngettext(
            "Svara på den fråga som är kvar i checklistan.",
            "Svara på de %(count)s frågor som är kvar i checklistan.",
            count,
        ) % {"count": count}
        yield Step(words, _page(sheet, "checklist_step", first.step))
    if count := sum(one.seen is None for one in sheet.lessons):
        words = ngettext(
            "Ta del av en lärdom från tidigare.",
            "Ta del av %(count)s lärdomar från tidigare.",
            count,
        ) % {"count": count}
        yield Step(words, _page(sheet, "lessons"))
    if sheet.activity.consultation == Consultation.WANTED:
        yield Step(_("Samråd med den andra parten."), _page(sheet, "checklist_step", "with_whom"))


def _anchoring(sheet: Sheet) -> Iterator[Step]:
    if sheet.activity.status not in BEFORE_ANCHORING:
        return
    if sheet.standing.is_complete:
        words = _("Alla har sagt ja. Nu kan ni sätta status till förankrad.")
        yield Step(words, status=Status.ANCHORED, button=_("Markera som förankrad"))
    elif sheet.standing.left:
        names = [str(one.role) for one in sheet.standing.left]
        words = _("Förankra hos: %s.") % get_text_list(names, _("och"))
        yield Step(words, _page(sheet, "anchoring"))


def _material(sheet: Sheet) -> Iterator[Step]:
    today = localdate()
    left = [row for row in sheet.materials if row.done_at is None]
    late = [row for row in left if row.due_on is not None and row.due_on < today]
    if late:
        words = ngettext(
            "Material som skulle ha varit klart: %(names)s.",
            "Material som skulle ha varit klara: %(names)s.",
            len(late),
        )
        names = get_text_list([row.words for row in late], _("och"))
        yield Step(words % {"names": names}, _page(sheet, "checklist_step", "material"))


def _over(sheet: Sheet) -> Iterator[Step]:
    if sheet.activity.status in OPEN and is_past(sheet.activity, localdate()):
        words = _("Sista dagen har passerat. Är insatsen genomförd?")
        yield Step(words, status=Status.DONE, button=_("Markera som genomförd"))


def _afterwards(sheet: Sheet) -> Iterator[Step]:
    if not sheet.activity.lesson.strip():
        words = _("Skriv vad ni tar med er till nästa gång.")
        yield Step(words, _page(sheet, "edit_activity") + "#fraga-lardom")
