"""The checklist of an activity: an overview, and one question at a time. The checklist is the form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.checklist import Question
from activities.services.answers import answer_question
from activities.sheet import Sheet
from core.access import require
from plans.answering import Posted, answer_save, resolved
from plans.asked import person
from plans.forms.rows import RowForm
from plans.services.rows import save_row
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values

from .blocks import EDIT, LESSON, block, form_for, lesson_question, sheet_for, work_for


@require_safe
def checklist(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """All questions with how far each has come."""
    sheet = sheet_for(request, slug, key)
    require(sheet.abilities.read_draft)
    context = {"sheet": sheet, "activity": sheet.activity, "plan": sheet.plan}
    return render(request, "activities/checklist.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, key: str, step: str) -> HttpResponse:
    """One question; a POST saves what answers it."""
    sheet = work_for(request, slug, key)
    question = question_of(sheet, step)
    if request.method == "POST":
        return _save(request, sheet, question)
    return step_page(request, sheet, question)


def question_of(sheet: Sheet, step: str) -> Question:
    """The question that an address names; Http404 when there is none."""
    found = lesson_question() if step == LESSON else sheet.question(step)
    if found is None:
        raise Http404
    return found


def step_page(
    request: HttpRequest, sheet: Sheet, question: Question, posted: RowForm | None = None
) -> HttpResponse:
    """The page of one question; ``posted`` is a form of it that was wrong."""
    order = [one.step for one in sheet.questions]
    number = order.index(question.step) + 1 if question.step in order else 0
    before, after = _beside(sheet.questions, question)
    context = {
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "asked": block(sheet, question, posted, person(request)),
        "number": number,
        "before": before,
        "next_url": next_url(sheet, question),
        "next_label": _("Nästa") if after else _("Klar"),
        "form": posted,
    }
    return render(request, "activities/step.html", context)


def _beside(asked: list[Question], question: Question) -> tuple[Question | None, Question | None]:
    """The questions before and after this one."""
    steps = [one.step for one in asked]
    if question.step not in steps:
        return None, None
    index = steps.index(question.step)
    before = asked[index - 1] if index else None
    return before, asked[index + 1] if index + 1 < len(asked) else None


def next_url(sheet: Sheet, question: Question) -> str:
    """Where the checklist goes on after ``question``: the next one, or the overview."""
    _before, after = _beside(sheet.questions, question)
    words = [sheet.plan.slug, sheet.key]
    if after is None:
        return reverse("activities:checklist", args=words)
    return reverse("activities:checklist_step", args=[*words, after.step])


def place_of(request: HttpRequest, sheet: Sheet, step: str) -> str:
    """Where the person was: the page with all questions, or that of this one."""
    words = [sheet.plan.slug, sheet.key]
    if request.POST.get("fran") == EDIT:
        return reverse("activities:edit_activity", args=words) + f"#fraga-{step}"
    return reverse("activities:checklist_step", args=[*words, step])


def _save(request: HttpRequest, sheet: Sheet, question: Question) -> HttpResponse:
    form = form_for(sheet, question, resolved(request.POST))
    if form is None:
        raise Http404

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        shared: dict[str, Any] = {
            "values": values,
            "base_version": version,
            "base_values": base,
            "by": person(request),
        }
        if question.node is not None:
            return answer_question(activity=sheet.activity, question=question.node, **shared)
        return save_row(row=sheet.activity, now=dict(sheet.values), **shared)

    here = place_of(request, sheet, question.step)
    goes_on = "fran" not in request.POST
    return answer_save(
        Posted(
            request=request,
            plan=sheet.plan,
            form=form,
            save=save,
            redraw=lambda form: step_page(request, sheet, question, form),
            done=next_url(sheet, question) if goes_on else here,
            action=reverse(
                "activities:checklist_step", args=[sheet.plan.slug, sheet.key, question.step]
            ),
            back=here,
        )
    )
