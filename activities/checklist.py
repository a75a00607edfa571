"""The checklist of an activity: its questions, which fields answer each, and how far it has come.

Pure: values in, values out. Nothing of it is stored; whether a question is answered follows from the
activity as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.enums import AnsweredBy

Words = str | Promise
OWN = (
    "egen_"  # no key has an underscore: what begins so is a plan's own question, answered in words
)

TIMING = (
    "timing_kind",
    "starts_on",
    "ends_on",
    "starts_time",
    "ends_time",
    "recurrence",
    "season",
    "times_a_year",
    "relation",
    "relates_to",
    "timing",
)
# Which fields of an activity answer which question, in the order in which a form has them.
FIELDS: Mapping[str, tuple[str, ...]] = {
    AnsweredBy.WHAT: ("name",),
    AnsweredBy.PURPOSE: ("purpose", "effect", "goals", "goal"),
    AnsweredBy.OCCASION: ("occasion", "channels", "channel_words"),
    AnsweredBy.AUDIENCE: ("audience", "audience_words"),
    AnsweredBy.MESSAGE: ("messages", "message_words"),
    AnsweredBy.WHEN: (*TIMING, "place"),
    AnsweredBy.WITH_WHOM: (
        "responsible",
        "roles",
        "cooperation",
        "consultation",
        "consultation_words",
    ),
    AnsweredBy.MATERIAL: (),
    AnsweredBy.SPOKESPERSON: ("speakers", "speaker_words", "followers", "follower_words"),
    AnsweredBy.QUESTIONS: (),
    AnsweredBy.DOCUMENTATION: ("photography", "documentation"),
    AnsweredBy.EVALUATION: ("evaluated_by",),
}
# Fields that a question asks for, but that do not answer it by themselves.
BESIDE = frozenset({"place", "consultation", "consultation_words"})
# Rows that answer a question.
PARTS: Mapping[str, tuple[str, ...]] = {
    AnsweredBy.WITH_WHOM: ("people", "tasks"),
    AnsweredBy.MATERIAL: ("materials",),
    AnsweredBy.QUESTIONS: ("expected",),
}
SHORT: Mapping[str, Words] = {
    AnsweredBy.WHAT: _("Vad"),
    AnsweredBy.PURPOSE: _("Syfte och mål"),
    AnsweredBy.OCCASION: _("Sammanhang och kanaler"),
    AnsweredBy.AUDIENCE: _("Målgrupper"),
    AnsweredBy.MESSAGE: _("Budskap"),
    AnsweredBy.WHEN: _("När och var"),
    AnsweredBy.WITH_WHOM: _("Vem gör vad"),
    AnsweredBy.MATERIAL: _("Material"),
    AnsweredBy.SPOKESPERSON: _("Talespersoner"),
    AnsweredBy.QUESTIONS: _("Väntade frågor"),
    AnsweredBy.DOCUMENTATION: _("Dokumentation"),
    AnsweredBy.EVALUATION: _("Utvärdering"),
}
USUAL: Mapping[str, Words] = {
    AnsweredBy.WHAT: _("Vad ska ni göra?"),
    AnsweredBy.PURPOSE: _("Varför gör ni det, och vad ska det leda till?"),
    AnsweredBy.OCCASION: _("Var och hur möter ni dem ni vill nå?"),
    AnsweredBy.AUDIENCE: _("Vilka vill ni nå?"),
    AnsweredBy.MESSAGE: _("Vad ska de minnas efteråt?"),
    AnsweredBy.WHEN: _("När passar det bäst?"),
    AnsweredBy.WITH_WHOM: _("Vem gör vad, och vilka behöver vara med?"),
    AnsweredBy.MATERIAL: _("Vad behöver tas fram, av vem och till när?"),
    AnsweredBy.SPOKESPERSON: _("Vem talar för er, och vem svarar på följdfrågor?"),
    AnsweredBy.QUESTIONS: _("Vilka frågor kan komma, och vad svarar ni?"),
    AnsweredBy.DOCUMENTATION: _("Hur sparar ni det som händer?"),
    AnsweredBy.EVALUATION: _("Hur vet ni efteråt om det gick som ni ville?"),
}
HINTS: Mapping[str, Words] = {
    AnsweredBy.WHAT: _("Ett kort namn som alla känner igen i tabellen och kalendern."),
    AnsweredBy.PURPOSE: _("Knyt gärna insatsen till planens mål."),
    AnsweredBy.AUDIENCE: _("Kryssa för planens målgrupper, eller skriv med egna ord."),
    AnsweredBy.MESSAGE: _("Utgå från huvudbudskapet, så känns kommunikationen igen."),
    AnsweredBy.WHEN: _(
        "Välj först vilken sorts tidpunkt det är. Orden ni skriver är de som trycks."
    ),
    AnsweredBy.MATERIAL: _("Behövs inget? Skriv det som en rad, så vet alla."),
    AnsweredBy.QUESTIONS: _("Tänk på den fråga ni helst slipper få. Svaren står på mediekortet."),
}


@dataclass(frozen=True)
class Question:
    """One question: its words, and what answers it.

    ``answered_by`` names the fields; empty is a question of the plan's own, answered in words, which
    ``node`` (the primary key of its key) tells from others. ``step`` is its name in addresses.
    """

    step: str
    words: str
    hint: str = ""
    answered_by: str = ""
    node: int | None = None

    @property
    def short(self) -> str:
        """What a heading above its answer says."""
        return str(SHORT[self.answered_by]) if self.answered_by else self.words

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the activity that it asks for."""
        return FIELDS.get(self.answered_by, ())


@dataclass(frozen=True)
class Asked:
    """A question as a plan asks it, before those that ask the same are brought together."""

    key: str
    words: str
    more: str
    answered_by: str
    node: int


def usual_questions() -> list[Question]:
    """The questions of a plan that has none of its own."""
    return [usual_question(name) for name in FIELDS]


def usual_question(name: str) -> Question:
    """Our own question about the fields that ``name`` stands for."""
    return Question(name, str(USUAL[name]), str(HINTS.get(name, "")), name)


def questions(asked: Iterable[Asked]) -> list[Question]:
    """The questions of a plan in its own order and words; ours where it has none.

    Two that are answered by the same fields become one, the second in the place of a hint.
    """
    found: dict[str, Question] = {}
    for one in asked:
        step = one.answered_by or f"{OWN}{one.key}"
        if step in found:
            first = found[step]
            hint = "\n".join(filter(None, (first.hint, one.words, one.more)))
            found[step] = Question(step, first.words, hint, first.answered_by, first.node)
        else:
            hint = one.more or str(HINTS.get(one.answered_by, ""))
            node = None if one.answered_by else one.node
            found[step] = Question(step, one.words, hint, one.answered_by, node)
    return list(found.values()) or usual_questions()


@dataclass(frozen=True)
class Filled:
    """What is said of an activity: its values as documents write them, its rows, its own answers."""

    values: Mapping[str, Any]
    parts: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[int, str] = field(default_factory=dict)

    def answers_to(self, question: Question) -> bool:
        """Whether anything answers ``question``."""
        if not question.answered_by:
            return bool(self.answers.get(question.node or 0, "").strip())
        said = (name for name in question.fields if name not in BESIDE)
        parts = PARTS.get(question.answered_by, ())
        return any(self.values.get(name) for name in said) or any(
            self.parts.get(name) for name in parts
        )


@dataclass(frozen=True)
class Progress:
    """How far the checklist of an activity has come."""

    questions: Sequence[Question]
    missing: Sequence[Question]

    @property
    def done(self) -> int:
        """How many questions are answered."""
        return self.total - len(self.missing)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.questions)

    @property
    def is_complete(self) -> bool:
        """Whether all are answered."""
        return not self.missing


def progress(asked: Sequence[Question], filled: Filled) -> Progress:
    """Which of the questions ``filled`` answers."""
    return Progress(asked, [one for one in asked if not filled.answers_to(one)])
