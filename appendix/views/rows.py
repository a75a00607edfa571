"""The rows of a section: open one as a form, save, add, move, remove, take back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from appendix.editing import Workspace, items_of
from core.sign_in import asks_for_json
from plans import registry
from plans.answering import Posted, answer_added, answer_save, offer_undo, resolved, say
from plans.asked import person
from plans.forms.rows import RowForm
from plans.forms.structure import MoveForm
from plans.lookup import model_of_key, section_in_bin
from plans.models import Plan, Section, SectionItem
from plans.permissions import Abilities
from plans.services import rows
from plans.services.saving import Conflict, Saved, lost
from plans.services.subjects import Values, name_of

from .editor import editor_page, item_form, section_url, work_for


def item_of(plan: Plan, key: str) -> SectionItem:
    """The item of ``plan`` called ``key``, in the bin or not; Http404 when there is none."""
    model = model_of_key(plan, key)
    if model is None or not issubclass(model, SectionItem):
        raise Http404
    found = model._default_manager.select_related("node", "section__node")
    found = found.annotate(section_in_bin=section_in_bin())  # asked on every save
    row: SectionItem = get_object_or_404(found, node__plan=plan, node__key=key, section__plan=plan)
    row.section.plan = plan
    return row


@vary_on_headers("X-Requested-With")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form of a row: a fragment for scripts, within the editor for others; a POST saves it."""
    plan, abilities = work_for(request, slug)
    row = item_of(plan, key)
    workspace = Workspace(plan)
    if request.method == "POST":
        return _save(request, workspace, abilities, row)
    if not _is_reached(row):
        return redirect("appendix:editor", slug=slug)
    if "X-Requested-With" not in request.headers:
        return redirect(f"{section_url(plan, row.section.node.key)}?rad={key}#{key}")
    context = {
        "plan": plan,
        "opened": row.section,
        "row": row,
        "row_name": name_of(row),
        "row_form": item_form(workspace, row.section, row),
    }
    return render(request, "appendix/editor/row_form.html", context)


def _is_reached(row: Any) -> bool:
    """Whether people see the row of ``item_of``: neither it nor what it stands in lies in the bin."""
    above = row
    while above is not None:
        if above.removed_at is not None:
            return False
        above = above.parent
    return not row.section_in_bin


def _save(
    request: HttpRequest, workspace: Workspace, abilities: Abilities, row: SectionItem
) -> HttpResponse:
    plan, key = workspace.plan, row.node.key
    section_key = row.section.node.key
    if "take_back" in request.POST:
        rows.take_back_all(row=row, by=person(request))
        row = item_of(plan, key)
    form = item_form(workspace, row.section, row, data=resolved(request.POST), files=request.FILES)

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        if not _is_reached(row):
            return lost(row, values)
        return rows.save_row(
            row=row,
            values=values,
            base_version=version,
            base_values=base,
            by=person(request),
            now=form.now,
        )

    def redraw(form: RowForm) -> HttpResponse:
        opened = workspace.section(section_key)
        drawn = {"row_form": form, "row": row, "row_name": name_of(row)}
        return editor_page(request, workspace, abilities, opened, **drawn)

    return answer_save(
        Posted(
            request=request,
            plan=plan,
            form=form,
            save=save,
            redraw=redraw,
            done=section_url(plan, section_key, key),
            action=reverse("appendix:edit_row", args=[plan.slug, key]),
            back=section_url(plan, section_key, key),
        )
    )


@require_POST
def add_row(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A new row of the section."""
    plan, abilities = work_for(request, slug)
    workspace = Workspace(plan)
    section = workspace.section(key) or _gone()
    model: Any = registry.get(section.kind).model or _gone()
    form = item_form(workspace, section, model(), data=request.POST, files=request.FILES)
    beside = {row.node.key: row for row in items_of(section)}
    parent = beside.get(request.POST.get("parent", ""))
    after = beside.get(request.POST.get("after", ""))
    if form.is_valid():
        try:
            values = {name: value for name, value in form.values.items() if value}
            row = rows.add_item(
                section=section, values=values, parent=parent, after=after, by=person(request)
            )
        except ValidationError as error:
            form.add_errors({"": error.messages})
        else:
            return _added(request, plan, section, row)
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    drawn = {"new_form": form, "new_parent": parent, "new_after": after}
    response = editor_page(request, workspace, abilities, section, **drawn)
    response.status_code = 422
    return response


def _gone() -> Any:
    raise Http404


def _added(request: HttpRequest, plan: Plan, section: Section, row: SectionItem) -> HttpResponse:
    """To the row, or on to the next new one where the person asked for that."""
    key = row.node.key
    address = section_url(plan, section.node.key)
    if "more" in request.POST:
        inside = f"&i={row.parent.node.key}" if row.parent else ""
        return answer_added(request, f"{address}?ny=1&efter={key}{inside}#ny")
    return answer_added(request, f"{address}#{key}")


@require_POST
def move_row(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One step up, down, in or out, or right after another row."""
    plan, _abilities = work_for(request, slug)
    row = item_of(plan, key)
    section_key = row.section.node.key
    form = MoveForm(request.POST)
    try:
        step = form.step()
        after = item_of(plan, form.target) if form.target else None
        rows.move_row(row=row, direction=step, after=after, by=person(request))
    except ValidationError as error:
        if asks_for_json(request):
            return JsonResponse({"errors": {"": error.messages}}, status=422)
        say(request, error)
    if asks_for_json(request):
        return JsonResponse({"moved": True})
    return redirect(section_url(plan, section_key, key))


@require_POST
def remove_row(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Into the bin, with all that is nested in it."""
    plan, _abilities = work_for(request, slug)
    row = item_of(plan, key)
    section_key = row.section.node.key
    rows.remove_row(row=row, by=person(request))
    undo = reverse("appendix:take_back_row", args=[plan.slug, key])
    if asks_for_json(request):
        return JsonResponse({"removed": True, "undo": undo})
    offer_undo(request, _("”%s” är borttaget.") % name_of(row), undo)
    return redirect(section_url(plan, section_key))  # to the top, where the button to undo stands


@require_POST
def take_back_row(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Out of the bin again."""
    plan, _abilities = work_for(request, slug)
    row = item_of(plan, key)
    section_key = row.section.node.key
    try:
        rows.take_back(row=row, by=person(request))
    except ValidationError as error:
        if asks_for_json(request):
            return JsonResponse({"errors": {"": error.messages}}, status=422)
        say(request, error)
        return redirect("appendix:editor", slug=slug)
    if asks_for_json(request):
        return JsonResponse({"taken_back": True})
    return redirect(section_url(plan, section_key, key))
