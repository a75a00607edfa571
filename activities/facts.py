"""An activity as it is read: its facts in groups, one for each question of the checklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.enums import AnsweredBy

from .checklist import FIELDS, TIMING, Question
from .sheet import Sheet
from .timing import composed, timing_words
from .wording import LABELS

REFERENCES = ("goals", "audience", "messages", "channels", "speakers", "followers", "roles")
CHOICES = ("consultation", "photography")
# What those who only read are shown: what is to happen, not how it is being prepared.
FOR_READERS = (
    AnsweredBy.PURPOSE,
    AnsweredBy.OCCASION,
    AnsweredBy.AUDIENCE,
    AnsweredBy.MESSAGE,
    AnsweredBy.WHEN,
    AnsweredBy.WITH_WHOM,
    AnsweredBy.SPOKESPERSON,
)
NOT_FOR_READERS = frozenset({"consultation", "consultation_words"})


@dataclass(frozen=True)
class Fact:
    """A label with words under it, or with several things."""

    label: str
    words: str = ""
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Group:
    """What answers one question."""

    question: Question
    facts: Sequence[Fact]
    is_missing: bool = False

    @property
    def step(self) -> str:
        """Its question's name in addresses."""
        return self.question.step


def groups(sheet: Sheet) -> list[Group]:
    """All that is known, in the order of the checklist; for readers what is meant for them."""
    if not sheet.abilities.read_draft:
        shown = [one for one in sheet.all_questions if one.answered_by in FOR_READERS]
        found = [Group(one, [*_facts(sheet, one)]) for one in shown]
        return [group for group in found if group.facts or _has_tasks(sheet, group)]
    rest = [one for one in sheet.all_questions if one.answered_by != AnsweredBy.WHAT]
    return [Group(one, [*_facts(sheet, one)], one.step in sheet.missing) for one in rest]


def _has_tasks(sheet: Sheet, group: Group) -> bool:
    return group.step == AnsweredBy.WITH_WHOM and bool(sheet.tasks)


def _facts(sheet: Sheet, question: Question) -> Iterator[Fact]:
    if not question.answered_by:
        answer = sheet.answers.get(question.node or 0)
        if answer and answer.text:
            yield Fact("", answer.text)
        return
    if question.answered_by == AnsweredBy.WHEN:
        yield from _timing(sheet)
    for name in FIELDS[question.answered_by]:
        hidden = name in NOT_FOR_READERS and not sheet.abilities.read_draft
        if name not in TIMING and not hidden and (fact := _fact(sheet, name)):
            yield fact
    if question.answered_by == AnsweredBy.WITH_WHOM and sheet.people:
        yield Fact(str(LABELS["people"]), names=[_person(user) for user in sheet.people])


def _person(user: object) -> str:
    organisation = getattr(user, "organisation", None)
    return f"{user} ({organisation.label})" if organisation else str(user)


def _fact(sheet: Sheet, name: str) -> Fact | None:
    label = str(LABELS[name])
    if name in REFERENCES:
        names = sheet.names(name)
        return Fact(label, names=names) if names else None
    words = sheet.values.get(name) or ""
    if name in CHOICES and words:
        words = str(getattr(sheet.activity, f"get_{name}_display")()).capitalize()
    return Fact(label, words) if words else None


def _timing(sheet: Sheet) -> Iterator[Fact]:
    """The author's words, and what was chosen where it says more."""
    said, typed = timing_words(sheet.activity), composed(sheet.activity)
    if said:
        yield Fact(_("Tidplan"), said)
    if typed and typed != said:
        yield Fact(_("I kalendern"), typed)
