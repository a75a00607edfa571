"""What people say to one another about a plan."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.sign_in import asks_for_json
from plans.answering import answer_added
from plans.asked import draft_for, person
from plans.forms.comments import AnswerForm, CommentForm
from plans.lookup import row_by_key
from plans.models import Comment, Plan
from plans.services.comments import add_comment, answer_comment, resolve_comment
from plans.services.subjects import name_of


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Conversations about the plan, or with ``?om=<key>`` about one part of it; a form for a new one."""
    plan, abilities = draft_for(request, slug)
    key = request.POST.get("key") or request.GET.get("om", "")
    row = row_by_key(plan, key) if key else None
    if key and row is None:
        raise Http404
    form = CommentForm(request.POST if request.method == "POST" else None, plan=plan)
    if (
        request.method == "POST"
        and row is not None
        and form.is_valid()
        and _added(request, plan, key, form)
    ):
        return answer_added(request, f"{request.path}?om={key}")
    if form.errors and asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    threads = plan.comments.threads().select_related("party__organisation", "person")
    context = {
        "plan": plan,
        "abilities": abilities,
        "form": form,
        "key": key,
        "name": name_of(row) if row is not None else "",
        "threads": _threads(threads.filter(key=key) if key else threads),
    }
    status = 422 if form.errors else 200
    return render(request, "appendix/comments.html", context, status=status)


@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer in a conversation."""
    plan, _abilities = draft_for(request, slug)
    comment = get_object_or_404(plan.comments.threads(), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid() and _answered(comment, form, request):
        return answer_added(request, _address(plan, comment))
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    for found in form.errors.values():
        for message in found:
            messages.error(request, str(message))
    return redirect(_address(plan, comment))


@require_POST
def resolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a conversation."""
    plan, _abilities = draft_for(request, slug)
    comment = get_object_or_404(plan.comments.threads(), pk=pk)
    resolve_comment(comment=comment, by=person(request))
    messages.success(request, _("Samtalet är avslutat."))
    return redirect(_address(plan, comment))


def _added(request: HttpRequest, plan: Plan, key: str, form: CommentForm) -> bool:
    try:
        add_comment(
            plan=plan,
            key=key,
            text=form.cleaned_data["text"],
            party=form.cleaned_data["party"],
            person=form.cleaned_data["person"],
            by=person(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Kommentaren är sparad."))
    return True


def _answered(comment: Comment, form: AnswerForm, request: HttpRequest) -> bool:
    try:
        answer_comment(comment=comment, text=form.cleaned_data["text"], by=person(request))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _threads(threads: object) -> list[tuple[Comment, list[Comment]]]:
    """Conversations with their answers; those that are open first."""
    rows: list[Comment] = list(threads)  # type: ignore[call-overload]
    replies: dict[int, list[Comment]] = {}
    for reply in Comment.objects.filter(in_reply_to__in=rows):
        replies.setdefault(reply.in_reply_to_id or 0, []).append(reply)
    rows.sort(key=lambda comment: comment.resolved_at is not None)
    return [(row, replies.get(row.pk, [])) for row in rows]


def _address(plan: Plan, comment: Comment) -> str:
    comments = reverse("appendix:comments", args=[plan.slug])
    return f"{comments}?om={comment.key}#kommentar_{comment.pk}"
