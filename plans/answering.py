"""How a save is answered: as a page for a browser without scripts, as JSON for one with them.

``200`` it is saved; ``409`` somebody else changed the same text, here are both; ``422`` this is
wrong with it. Without ``Accept: application/json`` the answer is a redirect or a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.differences import Piece, PieceKind, word_diff
from core.models import Change
from core.sign_in import asks_for_json
from plans.forms.fields import TextField, write_base
from plans.forms.images import PictureField
from plans.forms.rows import BASE, CELL, RowForm
from plans.models import Plan
from plans.services.saving import Clash, Conflict, Saved
from plans.services.subjects import Values

CHOICE = "val-"
THEIRS = "theirs"
MOST_LOOKED_BACK = 50


@dataclass(frozen=True)
class Side:
    """A field that two people changed, as both wrote it; one that ``is_gone`` can only be copied."""

    name: str
    label: str
    is_text: bool
    rows: int
    mine: str
    theirs: str
    mine_values: tuple[str, ...]
    mine_words: str
    theirs_words: str
    is_gone: bool = False
    their_picture: str = ""
    pieces: tuple[Piece, ...] = ()

    @property
    def mine_marked(self) -> SafeString:
        """The own text, marked where it says something else."""
        return _marked(piece for piece in self.pieces if piece.kind is not PieceKind.REMOVED)

    @property
    def their_marked(self) -> SafeString:
        """The other's text, marked where it says something else."""
        return _marked(piece for piece in self.pieces if piece.kind is not PieceKind.ADDED)


def _marked(pieces: Iterable[Piece]) -> SafeString:
    """Without the line breaks of the template: those of the text are printed as they are."""
    html = render_to_string("appendix/pieces.html", {"pieces": pieces})
    return mark_safe(html.strip())  # noqa: S308 - the template has escaped it


@dataclass(frozen=True)
class Posted:
    """What was asked of a form, and where its answers lead.

    ``plan`` is None for a row that stands in none. ``save`` stores it, ``done`` is the address
    afterwards, ``redraw`` draws the page with what is wrong, ``action`` takes the form
    again, and ``take_back`` the row out of the bin.
    """

    request: HttpRequest
    plan: Plan | None
    form: RowForm
    save: Callable[[Values, int, Values | None], Saved | Conflict]
    redraw: Callable[[RowForm], HttpResponse]
    done: str
    action: str
    back: str
    extra: Mapping[str, Any] = field(default_factory=dict)


def resolved(posted: QueryDict) -> QueryDict:
    """What was posted, without the fields in which the person gave way to the other's text."""
    data = posted.copy()
    for name in [name for name in posted if name.startswith(CHOICE)]:
        if posted[name] == THEIRS:
            given = name.removeprefix(CHOICE)
            for gone in (given, BASE + given):
                data.pop(gone, None)
            if given.startswith(CELL):  # a row's cells are saved together
                data[given] = data[BASE + given] = posted.get(BASE + given, "")
    return data


def answer_save(posted: Posted) -> HttpResponse:
    """Save what was posted, and say what came of it."""
    form = posted.form
    if not form.is_valid():
        return _wrong(posted)
    try:
        outcome = posted.save(form.values, form.base_version, form.base_values)
    except ValidationError as error:
        form.add_errors(_messages(error))
        return _wrong(posted)
    if isinstance(outcome, Conflict):
        return _conflict(posted, outcome)
    if asks_for_json(posted.request):
        return JsonResponse(_saved(outcome))
    return redirect(posted.done)


def answer_added(request: HttpRequest, address: str) -> HttpResponse:
    """Something new is stored: a script is told where to go on, anybody else is sent there."""
    if asks_for_json(request):
        return JsonResponse({"address": address}, status=201)
    return redirect(address)


def saved_words() -> str:
    """What stands beside a text that was just saved."""
    return _("Sparat kl. %s") % timezone.localtime().strftime("%H.%M")


def _saved(outcome: Saved) -> dict[str, Any]:
    return {
        "version": outcome.version,
        "saved": saved_words(),
        "values": dict(outcome.changed),
    }


def _messages(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {name: [*found] for name, found in error.message_dict.items()}
    return {"": error.messages}


def _wrong(posted: Posted) -> HttpResponse:
    if asks_for_json(posted.request):
        return JsonResponse({"errors": posted.form.errors}, status=422)
    response = posted.redraw(posted.form)
    response.status_code = 422
    return response


def _conflict(posted: Posted, outcome: Conflict) -> HttpResponse:
    context = conflict_context(posted, outcome)
    if asks_for_json(posted.request):
        html = render_to_string("appendix/editor/conflict.html", context, posted.request)
        current = {clash.field: clash.theirs for clash in outcome.clashes}
        body = {
            "html": html,
            "version": outcome.version,
            "current": current,
            "removed": outcome.removed,
            "values": dict(outcome.changed),
        }
        return JsonResponse(body, status=409)
    return render(posted.request, "appendix/editor/conflict_page.html", context, status=409)


def conflict_context(posted: Posted, outcome: Conflict) -> dict[str, Any]:
    """What the page with both texts shows."""
    form = posted.form
    sides = [side for clash in outcome.clashes for side in _sides(form, clash)]
    shown = {side.name for side in sides}
    return {
        "plan": posted.plan,
        "form": form,
        "name": form.subject.name,
        "sides": sides,
        "version": outcome.version,
        "removed": outcome.removed,
        "kept": [name for name in outcome.changed if name in form.fields],
        "change": _their_change(form, outcome),
        "action": posted.action,
        "back": posted.back,
        "cells": list(_quiet_cells(form, outcome, shown)),
        **posted.extra,
    }


def _their_change(form: RowForm, outcome: Conflict) -> Change | None:
    """The change that came in between: the last one of a disputed field, or the removal."""
    subject = form.subject
    rows = Change.objects.of(scope=subject.scope, kind=subject.kind, key=subject.key)
    if outcome.removed:
        last = rows.first()
        return last if last and last.action == "removed" else None
    disputed = {clash.field for clash in outcome.clashes}
    return next((row for row in rows[:MOST_LOOKED_BACK] if disputed & _changed(row)), None)


def _changed(change: Change) -> set[str]:
    """The fields that a change changed; the name beside them is there for people."""
    before, after = change.before or {}, change.after or {}
    return {name for name in after if after[name] != before.get(name)}


def _sides(form: RowForm, clash: Clash) -> Iterator[Side]:
    if clash.field != "cells":
        if clash.field in form.fields:
            yield _side(form, clash.field, clash.mine, clash.theirs)
        return
    theirs = [*(clash.theirs or ())]
    for index, mine in enumerate(clash.mine or ()):
        other = theirs[index] if index < len(theirs) else ""
        if mine != other and f"{CELL}{index}" in form.fields:
            side = _side(form, f"{CELL}{index}", mine, other)
            yield replace(side, is_gone=index >= len(form.columns))


def _quiet_cells(form: RowForm, outcome: Conflict, shown: set[str]) -> Iterator[tuple[str, str]]:
    """Cells that are no matter of dispute, but are saved with those that are."""
    clash = next((c for c in outcome.clashes if c.field == "cells"), None)
    if clash is None:
        return
    theirs = [*(clash.theirs or ())]
    for index in range(len(form.columns)):
        name = f"{CELL}{index}"
        if name not in shown:
            yield name, theirs[index] if index < len(theirs) else ""


def _side(form: RowForm, name: str, mine: Any, theirs: Any) -> Side:
    drawn = form.fields[name]
    is_text = isinstance(drawn, TextField)
    one, other = write_base(mine), write_base(theirs)
    return Side(
        name=name,
        label=str(drawn.label or name),
        is_text=is_text,
        rows=max(2, min(16, len(one) // 60 + one.count("\n") + 2)) if is_text else 0,
        mine=one,
        theirs=other,
        mine_values=tuple(mine) if isinstance(mine, list) else (one,) if one else (),
        mine_words=in_words(drawn, mine),
        theirs_words=in_words(drawn, theirs),
        their_picture=other if isinstance(drawn, PictureField) else "",
        pieces=tuple(word_diff(other, one)) if is_text else (),
    )


def in_words(drawn: forms.Field, value: Any) -> str:
    """What a value is called where people read it; a field may have words of its own."""
    if say := getattr(drawn, "in_words", None):
        return str(say(value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if value and isinstance(drawn, PictureField):
        return _("en annan bild")
    names = {key: str(label) for key, label in getattr(drawn, "choices", ())}
    if isinstance(value, list):
        return ", ".join(names.get(str(key), str(key)) for key in value) or _("inget")
    if value in (None, ""):
        return _("inget")
    return names.get(str(value), str(value))


def offer_undo(request: HttpRequest, words: str, address: str) -> None:
    """Say that something was removed, with a button that takes it back."""
    messages.success(request, words, extra_tags=address)


def say(request: HttpRequest, error: ValidationError) -> None:
    """Say why something could not be done."""
    for message in error.messages:
        messages.error(request, message)
