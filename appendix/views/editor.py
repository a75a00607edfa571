"""The editor: the outline, one chapter with a section open, and what changes the sections."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from appendix.editing import Workspace, items_of
from core.access import require
from plans import registry
from plans.answering import Posted, answer_save, offer_undo, resolved, say
from plans.asked import draft_for, person
from plans.directory import Directory
from plans.forms.rows import RowForm, free_columns
from plans.forms.structure import MoveForm, NewSectionForm
from plans.library import usual_for
from plans.lookup import row_by_key
from plans.models import Plan, Section, SectionItem
from plans.permissions import Abilities
from plans.services import sections
from plans.services.library import add_usual as store_usual
from plans.services.rows import take_back_all
from plans.services.saving import Conflict, Saved, lost
from plans.services.subjects import Values, name_of, subject_of, written

NEW = "ny"
USUAL_ORDER = (
    "text",
    "goals",
    "target_groups",
    "messages",
    "channels",
    "spokespersons",
    "statements",
    "activities",
    "checklist",
    "evaluation_questions",
    "table",
    "figure",
)


def work_for(request: HttpRequest, slug: str) -> tuple[Plan, Abilities]:
    """The plan, for those who may edit it: 404 for readers, 403 for those who only read drafts."""
    plan, abilities = draft_for(request, slug)
    require(abilities.work)
    return plan, abilities


def section_of(plan: Plan, key: str, *, removed: bool = False) -> Section:
    """The section of ``plan`` called ``key``; Http404 when there is none."""
    row = row_by_key(plan, key)
    if not isinstance(row, Section) or (row.removed_at is not None and not removed):
        raise Http404
    row.plan = plan
    return row


def section_url(plan: Plan, key: str, anchor: str = "") -> str:
    """The editor with the section ``key`` open."""
    return reverse("appendix:edit_section", args=[plan.slug, key]) + (
        f"#{anchor}" if anchor else ""
    )


@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor with the first section open; a POST adds a section at the end of the plan."""
    plan, abilities = work_for(request, slug)
    if request.method == "POST":
        return _add(request, plan, after=None)
    workspace = Workspace(plan)
    opened = workspace.first()
    return editor_page(request, workspace, abilities, opened)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The editor with a section open, and perhaps one of its rows (``?rad=``); a POST saves it."""
    plan, abilities = work_for(request, slug)
    workspace = Workspace(plan)
    section = workspace.section(key)
    if request.method == "POST":
        return _save(request, workspace, abilities, section or _in_bin(plan, key))
    if section is None:
        _in_bin(plan, key)
        return redirect("appendix:editor", slug=slug)
    return editor_page(request, workspace, abilities, section)


def _in_bin(plan: Plan, key: str) -> Section:
    """The section of an address that leads to none any more; Http404 where there never was one."""
    return section_of(plan, key, removed=True)


def _save(
    request: HttpRequest, workspace: Workspace, abilities: Abilities, section: Section
) -> HttpResponse:
    plan, key = workspace.plan, section.node.key
    if "take_back" in request.POST:
        take_back_all(row=section, by=person(request))
        workspace = Workspace(plan)
        section = workspace.section(key) or section
    is_reached = workspace.section(key) is not None
    form = section_form(workspace, section, data=resolved(request.POST))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        if not is_reached:
            return lost(section, values)
        return sections.save_section(
            section=section,
            values=values,
            base_version=version,
            base_values=base,
            by=person(request),
            now=form.now,
        )

    def redraw(form: RowForm) -> HttpResponse:
        opened = section if is_reached else workspace.first()
        return editor_page(request, workspace, abilities, opened, section_form=form)

    return answer_save(
        Posted(
            request=request,
            plan=plan,
            form=form,
            save=save,
            redraw=redraw,
            done=section_url(plan, key, key),
            action=section_url(plan, key),
            back=section_url(plan, key, key),
        )
    )


def section_form(workspace: Workspace, section: Section, **options: Any) -> RowForm:
    """The form of heading, text and settings."""
    subject = subject_of(section)
    return RowForm(
        subject=subject,
        values=written(subject),
        directory=lazy_directory(workspace),
        prefix="avsnitt",
        **options,
    )


def lazy_directory(workspace: Workspace) -> Directory:
    """The targets of the plan, asked for only when a form has use for them."""
    lazy: Any = SimpleLazyObject(workspace.targets)
    found: Directory = lazy
    return found


def item_form(workspace: Workspace, section: Section, row: SectionItem, **options: Any) -> RowForm:
    """The form of a row of ``section``, which may be a new one."""
    row.section = section
    subject = subject_of(row)
    items = items_of(section) if registry.get(section.kind).name == "table" else []
    return RowForm(
        subject=subject,
        values=written(subject) if row.pk else {},
        directory=lazy_directory(workspace),
        columns=free_columns(section, items),
        **options,
    )


def editor_page(
    request: HttpRequest,
    workspace: Workspace,
    abilities: Abilities,
    opened: Section | None,
    **drawn: Any,
) -> HttpResponse:
    """The editor; ``drawn`` are forms that were posted, with what is wrong with them."""
    context: dict[str, Any] = {
        "plan": workspace.plan,
        "abilities": abilities,
        "outline": workspace.outline(opened),
        "opened": opened,
        "kinds": sorted(registry.kinds(), key=_usual_place),
    }
    if opened is not None:
        piece = workspace.blocks(opened, images=draft_images(workspace.plan))
        context |= {"piece": piece, **_open_context(request, workspace, opened)}
        context |= {"section_form": section_form(workspace, opened)} | drawn
    return render(request, "appendix/editor/page.html", context)


def _usual_place(kind: registry.Kind) -> int:
    """Where in a plan sections of this kind usually stand."""
    return USUAL_ORDER.index(kind.name) if kind.name in USUAL_ORDER else len(USUAL_ORDER)


def draft_images(plan: Plan) -> str:
    """The address of an image of the working text, up to its SHA-256."""
    zeros = "0" * 64
    return reverse("appendix:draft_image", args=[plan.slug, zeros]).removesuffix(zeros)


def _open_context(request: HttpRequest, workspace: Workspace, opened: Section) -> dict[str, Any]:
    """What stands in the open section besides its words: the open row, the usual to choose from."""
    kind = registry.get(opened.kind)
    context: dict[str, Any] = {"kind": kind}
    rows = {row.node.key: row for row in workspace.shown.get(opened.pk, [])}
    if row := rows.get(request.GET.get("rad", "")):
        context |= {"row_form": item_form(workspace, opened, row), "row": row}
        context["row_name"] = name_of(row)
    elif NEW in request.GET and kind.model is not None:
        context |= new_row(workspace, opened, request.GET, rows)
    taken = [name_of(row) for row in rows.values()]
    context["usual"] = usual_for(kind.name, scope=opened.scope, taken=taken)
    return context


def new_row(
    workspace: Workspace, section: Section, asked: Any, rows: dict[str, SectionItem]
) -> dict[str, Any]:
    """An empty form for a row: last, after another one, or nested in one."""
    model: Any = registry.get(section.kind).model
    parent, after = rows.get(asked.get("i", "")), rows.get(asked.get("efter", ""))
    return {
        "new_form": item_form(workspace, section, model()),
        "new_parent": parent,
        "new_after": after,
    }


@require_POST
def add_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A new section after this one, or in it."""
    plan, _abilities = work_for(request, slug)
    return _add(request, plan, after=section_of(plan, key))


def _add(request: HttpRequest, plan: Plan, after: Section | None) -> HttpResponse:
    form = NewSectionForm(request.POST)
    if not form.is_valid():
        say(request, ValidationError([m for found in form.errors.values() for m in found]))
        return redirect("appendix:editor", slug=plan.slug)
    is_inside = form.cleaned_data["place"] == "in"
    try:
        section = sections.add_section(
            plan=plan,
            heading=form.cleaned_data["heading"],
            kind=form.cleaned_data["kind"],
            parent=after if is_inside else None,
            after=None if is_inside else after,
            by=person(request),
        )
    except ValidationError as error:
        say(request, error)
        return redirect("appendix:editor", slug=plan.slug)
    return redirect(section_url(plan, section.node.key, section.node.key))


@require_POST
def move_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One step up, down, in or out, or right after another section."""
    plan, _abilities = work_for(request, slug)
    section = section_of(plan, key)
    form = MoveForm(request.POST)
    try:
        step = form.step()
        after = section_of(plan, form.target) if form.target else None
        sections.move_section(section=section, direction=step, after=after, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(section_url(plan, form.open_key or key, f"u-{key}"))


@require_POST
def remove_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Into the bin, with all that stands in it."""
    plan, _abilities = work_for(request, slug)
    section = section_of(plan, key, removed=True)
    sections.remove_section(section=section, by=person(request))
    words = _("Avsnittet ”%s” är borttaget.") % name_of(section)
    offer_undo(request, words, reverse("appendix:take_back_section", args=[plan.slug, key]))
    parent = section.parent
    if parent is not None and parent.removed_at is None:
        return redirect(section_url(plan, parent.node.key))
    return redirect("appendix:editor", slug=slug)


@require_POST
def take_back_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Out of the bin again."""
    plan, _abilities = work_for(request, slug)
    section = section_of(plan, key, removed=True)
    try:
        sections.take_back_section(section=section, by=person(request))
    except ValidationError as error:
        say(request, error)
        return redirect("appendix:editor", slug=slug)
    return redirect(section_url(plan, key, key))


@require_POST
def change_kind(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Let a section without rows hold something else."""
    plan, _abilities = work_for(request, slug)
    try:
        sections.change_kind(
            section=section_of(plan, key), kind=request.POST.get("kind", ""), by=person(request)
        )
    except ValidationError as error:
        say(request, error)
    return redirect(section_url(plan, key, key))


@require_POST
def add_usual(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Add the ticked ones of what sections of this kind usually hold."""
    plan, _abilities = work_for(request, slug)
    section = section_of(plan, key)
    try:
        store_usual(section=section, names=request.POST.getlist("namn"), by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(section_url(plan, key, key))
