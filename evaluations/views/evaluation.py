"""The evaluation of an activity: one page, each of its forms saved by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.forms.activity import EffortForm
from activities.sheet import Sheet
from core.refusals import take_errors
from evaluations.asked import (
    back_to,
    evaluator_for,
    may_evaluate,
    person,
    sheet_for,
    work_for,
)
from evaluations.forms.evaluation import AnswerForm, FollowUpForm, OutcomeForm, OwnRowForm
from evaluations.models import Evaluation, EvaluationAnswer, Outcome
from evaluations.questions import Asked, questions_of, sorted_out
from evaluations.services import evaluating
from plans.answering import Posted, answer_save, resolved
from plans.directory import Directory
from plans.forms.rows import RowForm
from plans.services import rows
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, subject_of, written

OWN, LESSON, QUESTION = "svar", "lardom", "fraga-"
YEARS_AHEAD = 4
# What a plan's own questions often ask in other words; without answers it is folded beside them.
FOLDED = ("went_well", "went_less_well", "again")


@dataclass(frozen=True)
class Block:
    """A form of the page, and the question above it; ``may_fold``: some of it is folded while empty."""

    name: str
    form: RowForm
    words: str = ""
    more: str = ""
    may_fold: bool = False

    @property
    def folded(self) -> list[BoundField]:
        """The fields that nobody has written in, where the plan asks in words of its own."""
        mine = [field for field in self.form if self.may_fold and field.name in FOLDED]
        return [] if any(field.value() or field.errors for field in mine) else mine

    @property
    def fields(self) -> list[BoundField]:
        """The others, which stand open."""
        folded = {field.name for field in self.folded}
        return [field for field in self.form if field.name not in folded]


@dataclass
class Page:
    """The evaluation of one activity as a page shows it; ``posted`` is a form that was wrong."""

    sheet: Sheet
    data: tuple[str, Any] = ("", None)
    posted: RowForm | None = None

    def __post_init__(self) -> None:
        self.evaluation: Evaluation = evaluating.evaluation_of(self.sheet.activity)
        self.asked = sorted_out(questions_of(self.sheet.plan))
        stored = EvaluationAnswer.objects.filter(evaluation__activity=self.sheet.activity)
        self.answers = {row.question_id: row for row in stored}

    @property
    def blocks(self) -> list[Block]:
        """The forms in order: what every evaluation asks, the plan's own questions, the lesson."""
        own = [self.question_block(one) for one in (*self._earlier, *self.asked.own)]
        return [self.own_block(), *own, self.lesson_block()]

    @property
    def _earlier(self) -> list[Asked]:
        """What was answered in words while the question about the goal was asked by itself."""
        goal = self.asked.goal
        if goal is None or not (answer := self.answers.get(goal.node)) or not answer.text:
            return []
        return [replace(goal, words=_("%s Med egna ord") % goal.words, answer="")]

    def block(self, name: str) -> Block:
        """The form that an address names; Http404 where there is none."""
        found = next((block for block in self.blocks if block.name == name), None)
        if found is None:
            raise Http404
        return found

    def own_block(self) -> Block:
        """What every evaluation asks; whether the goal was reached in the plan's words, if it has any."""
        form, goal = self._form(OWN, OwnRowForm, self.evaluation), self.asked.goal
        if goal is not None:
            form.fields["goal_reached"].label = goal.words
            form.fields["goal_reached"].help_text = goal.more
        return Block(OWN, form, may_fold=bool(self.asked.own))

    def question_block(self, asked: Asked) -> Block:
        """One of the plan's own questions."""
        row = self.answers.get(asked.node) or EvaluationAnswer(question_id=asked.node)
        row.evaluation = self.evaluation
        name = f"{QUESTION}{asked.node}"
        return Block(name, self._form(name, AnswerForm, row, asked=asked), asked.words, asked.more)

    def lesson_block(self) -> Block:
        """What to take along, in the plan's words where it asks for that."""
        asked = self.asked.lesson
        words = asked.words if asked else _("Vad tar ni med er till nästa gång?")
        form = EffortForm(
            self._data(LESSON),
            subject=self.sheet.subject,
            values=self.sheet.values,
            directory=Directory(),
            prefix=LESSON,
            names=("lesson",),
        )
        form.fields["lesson"].label = _("Lärdom")
        return Block(LESSON, self._wrong(form), words, asked.more if asked else "")

    def _form(self, name: str, kind: type[Any], row: Any, **options: Any) -> RowForm:
        subject = subject_of(row)
        form: RowForm = kind(
            self._data(name),
            subject=subject,
            values=written(subject) if row.pk else {},
            directory=Directory(),
            prefix=name,
            **options,
        )
        return self._wrong(form)

    def _data(self, name: str) -> Any:
        return self.data[1] if self.data[0] == name else None

    def _wrong(self, form: RowForm) -> RowForm:
        """``form``, or the one that was posted for the same row."""
        posted = self.posted
        is_it = posted is not None and posted.subject.key == form.subject.key
        return (
            posted
            if posted is not None and is_it and set(posted.fields) == set(form.fields)
            else form
        )

    @cached_property
    def outcomes(self) -> list[tuple[Outcome, RowForm]]:
        """The figures with their forms."""
        found = Outcome.objects.filter(evaluation__activity=self.sheet.activity)
        rows_ = found.filter(removed_at__isnull=True).order_by("position", "pk")
        return [(row, self._wrong(outcome_form(row, self.evaluation))) for row in rows_]

    @cached_property
    def new_outcome(self) -> RowForm:
        """The form for a new figure."""
        return self._wrong(outcome_form(Outcome(), self.evaluation))


def outcome_form(row: Outcome, evaluation: Evaluation, data: Any = None) -> OutcomeForm:
    """The form of a figure; of a new one too."""
    row.evaluation = evaluation
    subject = subject_of(row)
    return OutcomeForm(
        data,
        subject=subject,
        values=written(subject) if row.pk else {},
        directory=Directory(),
        prefix=f"siffra_{row.pk or 'ny'}",
    )


@require_safe
def evaluation(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What came of the activity; forms for those who work, words for those who read."""
    return draw(request, sheet_for(request, slug, key))


def draw(
    request: HttpRequest,
    sheet: Sheet,
    posted: RowForm | None = None,
    follow_up_form: FollowUpForm | None = None,
) -> HttpResponse:
    """The page; ``posted`` or ``follow_up_form`` was wrong."""
    page = Page(sheet, posted=posted)
    again = page.evaluation.follow_up
    context = {
        "page": page,
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "evaluation": page.evaluation,
        "blocks": page.blocks,
        "outcomes": page.outcomes,
        "again": again,
        "follow_up_form": follow_up_form or _follow_up_form(sheet),
        "may_evaluate": may_evaluate(sheet),
        "form": posted or follow_up_form,
    }
    return render(request, "evaluations/evaluation.html", context)


def _follow_up_form(sheet: Sheet, data: Any = None) -> FollowUpForm:
    year = sheet.activity.activity_plan.year if sheet.activity.activity_plan else localdate().year
    years = sorted({*range(localdate().year, localdate().year + YEARS_AHEAD), year + 1})
    initial = {"name": sheet.name, "year": year + 1}
    return FollowUpForm(data, years=years, initial=initial, prefix="ny", label_suffix="")


@require_POST
def save_evaluation(request: HttpRequest, slug: str, key: str, block: str) -> HttpResponse:
    """Save one of the forms."""
    sheet = evaluator_for(request, slug, key)
    found = Page(sheet, data=(block, resolved(request.POST))).block(block)
    here = f"{back_to(request, sheet) or page_of(sheet)}#{block}"

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        words: dict[str, Any] = {
            "values": values,
            "base_version": version,
            "base_values": base,
            "by": person(request),
        }
        return _saver(sheet, block)(**words)

    action = reverse("evaluations:save_evaluation", args=[slug, key, block])
    return answer(request, sheet, found.form, save, here, action)


def _saver(sheet: Sheet, block: str) -> Callable[..., Saved | Conflict]:
    """The service that stores a form of the page."""

    def save(**words: Any) -> Saved | Conflict:
        if block == OWN:
            return evaluating.save_evaluation(activity=sheet.activity, **words)
        if block == LESSON:
            return rows.save_row(row=sheet.activity, now=dict(sheet.values), **words)
        question = int(block.removeprefix(QUESTION))
        return evaluating.answer_question(activity=sheet.activity, question=question, **words)

    return save


def answer(
    request: HttpRequest,
    sheet: Sheet,
    form: RowForm,
    save: Callable[[Values, int, Values | None], Saved | Conflict],
    here: str,
    action: str,
) -> HttpResponse:
    """Save one of the page's forms, and lead back to ``here``."""
    return answer_save(
        Posted(
            request=request,
            plan=sheet.plan,
            form=form,
            save=save,
            redraw=lambda form: draw(request, sheet, form),
            done=here,
            action=action,
            back=here,
        )
    )


def page_of(sheet: Sheet) -> str:
    """The address of the activity's evaluation."""
    return reverse("evaluations:evaluation", args=[sheet.plan.slug, sheet.key])


@require_POST
def finish_evaluation(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say that the evaluation is done, or take it up again."""
    sheet = evaluator_for(request, slug, key)
    is_done = "klart" in request.POST
    evaluating.finish(activity=sheet.activity, is_done=is_done, by=person(request))
    return redirect(back_to(request, sheet) or page_of(sheet))


@require_POST
def follow_up(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Make a new activity of the reason to communicate again."""
    sheet = work_for(request, slug, key)
    form = _follow_up_form(sheet, request.POST)
    if form.is_valid():
        try:
            new = evaluating.follow_up(
                activity=sheet.activity,
                year=form.cleaned_data["year"],
                name=form.cleaned_data["name"],
                by=person(request),
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            return redirect(new)
    response = draw(request, sheet, follow_up_form=form)
    response.status_code = 422
    return response
