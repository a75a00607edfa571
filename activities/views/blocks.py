"""One question with what answers it, ready to be filled in: on a page of its own, or among the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from activities import timing_fields
from activities.asked import activity_for
from activities.checklist import Question
from activities.forms.activity import EffortForm, PartForm
from activities.lessons import Lesson
from activities.models import ChecklistAnswer, ExpectedQuestion, Material, Part, PartyTask
from activities.nearby import Nearby, around, usual_days
from activities.services.parts import people_to_choose
from activities.sheet import Sheet
from activities.timing import composed
from core.access import require
from plans.directory import Directory
from plans.enums import AnsweredBy
from plans.forms.rows import RowForm
from plans.services.subjects import subject_of, written

TIMING_FIELDS = [name for name in timing_fields.ALL if name != "recurrence"]
EDIT = "andra"  # the page with all questions, as forms say where they stand
LESSON = "lardom"  # what is learnt afterwards: filled in like a question, asked by no checklist


@dataclass(frozen=True)
class Sort:
    """A kind of row that belongs to an activity, and the question that it answers."""

    name: str
    model: type[Part]
    step: str
    attribute: str
    label: str | Promise
    add_label: str | Promise


SORTS = {
    sort.name: sort
    for sort in (
        Sort(
            "uppgifter",
            PartyTask,
            AnsweredBy.WITH_WHOM,
            "tasks",
            _("Vilken part gör vad?"),
            _("Lägg till uppgiften"),
        ),
        Sort(
            "material",
            Material,
            AnsweredBy.MATERIAL,
            "materials",
            _("Material"),
            _("Lägg till materialet"),
        ),
        Sort(
            "fragor",
            ExpectedQuestion,
            AnsweredBy.QUESTIONS,
            "expected",
            _("Väntade frågor"),
            _("Lägg till frågan"),
        ),
    )
}


@dataclass(frozen=True)
class PartLine:
    """A row with its form."""

    row: Any
    form: RowForm
    is_first: bool
    is_last: bool

    @property
    def data_key(self) -> str:
        """Its name where a browser keeps what was not saved."""
        return self.form.subject.key.replace(":", "/")


@dataclass(frozen=True)
class PartList:
    """The rows of one sort, and the form for a new one."""

    sort: Sort
    lines: Sequence[PartLine]
    new: RowForm
    parties: Sequence[Organisation] = ()
    chosen: str = ""


@dataclass(frozen=True)
class Block:
    """A question, its forms, and what was learnt about it before."""

    question: Question
    form: RowForm | None
    action: str
    is_missing: bool
    lists: Sequence[PartList] = ()
    lessons: Sequence[Lesson] = ()
    people: Sequence[User] = ()
    responsible: frozenset[int] = frozenset()
    typed: str = ""
    next_days: Sequence[date] = ()
    nearby: Nearby | None = None

    @property
    def step(self) -> str:
        """The question's name in addresses."""
        return self.question.step

    @property
    def asks_for_people(self) -> bool:
        """Whether those responsible are chosen here."""
        return self.question.answered_by == AnsweredBy.WITH_WHOM

    @property
    def is_when(self) -> bool:
        """Whether it asks for a time, whose fields follow from the kind that is chosen."""
        return self.question.answered_by == AnsweredBy.WHEN

    @property
    def timing_fields(self) -> Iterator[tuple[BoundField, str]]:
        """The fields of timing, each with a class for every kind of it that has a use for them."""
        for name in TIMING_FIELDS:
            if self.form is not None:
                kinds = timing_fields.KINDS_OF[name]
                yield self.form[name], " ".join(f"when-{kind}" for kind in kinds)


def sheet_for(request: HttpRequest, slug: str, key: str) -> Sheet:
    """The activity; Http404 where it does not exist for the person."""
    return Sheet(*activity_for(request, slug, key))


def work_for(request: HttpRequest, slug: str, key: str) -> Sheet:
    """The activity, for those who may change it."""
    sheet = sheet_for(request, slug, key)
    require(sheet.abilities.work)
    return sheet


def lesson_question() -> Question:
    """What is asked when all is over."""
    return Question(LESSON, str(_("Vad tar ni med er till nästa gång?")))


def form_for(sheet: Sheet, question: Question, data: Any = None) -> RowForm | None:
    """The form of the fields that answer ``question``; None where only rows do."""
    if question.node is not None:
        row = sheet.answers.get(question.node) or new_answer(sheet, question.node)
        values = written(subject_of(row)) if row.pk else {}
        form = PartForm(
            data,
            subject=subject_of(row),
            values=values,
            directory=Directory(),
            prefix=question.step,
        )
        form.fields["text"].label = str(_("Svar"))
        return form
    names = ("lesson",) if question.step == LESSON else question.fields
    if not names:
        return None
    return EffortForm(
        data,
        subject=sheet.subject,
        values=sheet.values,
        directory=sheet.vocabulary.directory,
        prefix=question.step,
        names=names,
    )


def new_answer(sheet: Sheet, question: int) -> ChecklistAnswer:
    """An answer that nobody has written yet."""
    return ChecklistAnswer(activity=sheet.activity, question_id=question)


def part_form(row: Any, data: Any = None) -> PartForm:
    """The form of a row that belongs to an activity; of a new one too."""
    subject = subject_of(row)
    prefix = f"{subject.kind}_{row.pk or 'ny'}"
    values = written(subject) if row.pk else {}
    return PartForm(data, subject=subject, values=values, directory=Directory(), prefix=prefix)


def block(
    sheet: Sheet, question: Question, posted: RowForm | None = None, user: User | None = None
) -> Block:
    """``question`` with its forms; ``posted`` is one of them that was wrong.

    What happens at the same time is looked up for ``user``, where one is named.
    """
    is_own = posted is not None and not isinstance(posted.subject.row, Part)
    when = question.answered_by == AnsweredBy.WHEN
    people = question.answered_by == AnsweredBy.WITH_WHOM
    return Block(
        question=question,
        form=posted if is_own else form_for(sheet, question),
        action=reverse(
            "activities:checklist_step", args=[sheet.plan.slug, sheet.key, question.step]
        ),
        is_missing=question.step in sheet.missing,
        lists=[_list(sheet, sort, posted) for sort in SORTS.values() if sort.step == question.step],
        lessons=[one for one in sheet.lessons if step_of(sheet, one) == question.step],
        people=people_to_choose(sheet.activity) if people else (),
        responsible=frozenset(user.pk for user in sheet.people) if people else frozenset(),
        typed=composed(sheet.activity) if when else "",
        next_days=sheet.next_days if when else (),
        nearby=_nearby(sheet, user) if when and user else None,
    )


def _nearby(sheet: Sheet, user: User) -> Nearby | None:
    """What else happens around the days of the activity, where it has any."""
    span = usual_days(sheet.activity, localdate())
    return around(activity=sheet.activity, span=span, user=user) if span else None


def step_of(sheet: Sheet, lesson: Lesson) -> str:
    """Where a lesson is shown: at the first question where the plan does not ask the one it fits."""
    steps = [one.step for one in sheet.questions]
    return lesson.step if lesson.step in steps else steps[0]


def _list(sheet: Sheet, sort: Sort, posted: RowForm | None) -> PartList:
    rows: list[Any] = getattr(sheet, sort.attribute)
    is_new = posted is not None and type(posted.subject.row) is sort.model
    changed = posted.subject.row.pk if posted is not None and is_new else None
    lines = [
        PartLine(
            row,
            posted if posted is not None and is_new and row.pk == changed else part_form(row),
            index == 0,
            index == len(rows) - 1,
        )
        for index, row in enumerate(rows)
    ]
    new = posted if posted is not None and is_new and changed is None else None
    is_task = sort.model is PartyTask
    return PartList(
        sort,
        lines,
        new or part_form(sort.model(activity=sheet.activity)),
        sheet.parties if is_task else (),
        str(new.data.get("organisation", "")) if new and new.is_bound else "",
    )
