"""Anchoring: the log of an activity, asking, answering; and the plan's list of roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.anchored import usual_person
from activities.facts import groups
from activities.forms.activity import PartForm
from activities.forms.anchoring import AnswerForm, AskForm, NewRoleForm, NoteForm
from activities.models import Activity, Anchoring, AnchoringRole
from activities.next_steps import BEFORE_ANCHORING
from activities.services import anchoring as services
from activities.services.parts import people_to_choose
from activities.sheet import Sheet
from core.access import require
from core.refusals import take_errors
from plans.answering import Posted, answer_save, offer_undo, resolved, say
from plans.asked import draft_for, person
from plans.directory import Directory
from plans.forms.structure import MoveForm
from plans.models import Membership, Plan
from plans.permissions import plan_abilities
from plans.services import rows
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, subject_of, written

from .blocks import sheet_for


@require_http_methods(["GET", "HEAD", "POST"])
def anchoring(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """With whom the activity is anchored; a POST asks a person, or notes an answer."""
    sheet = sheet_for(request, slug, key)
    require(sheet.abilities.read_draft)
    if request.method == "POST":
        require(sheet.abilities.work)
        return _asked(request, sheet) if "person" in request.POST else _noted(request, sheet)
    return _page(request, sheet)


def _page(request: HttpRequest, sheet: Sheet, status: int = 200, **forms: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "sheet": sheet,
        "activity": sheet.activity,
        "plan": sheet.plan,
        "abilities": sheet.abilities,
        "log": sheet.anchoring_log,
        "can_be_anchored": sheet.activity.status in BEFORE_ANCHORING,
    }
    if sheet.abilities.work:
        wanted = request.GET.get("roll", "")
        role = next((one.role for one in sheet.standing.left if str(one.role.pk) == wanted), None)
        first = role or next((one.role for one in sheet.standing.left), None)
        context |= {
            "ask_form": _ask_form(sheet, initial={"role": first, "person": usual_person(first)}),
            "note_form": _note_form(sheet, initial={"role": first}),
        } | forms
        context["form"] = next(iter(forms.values()), None)
    return render(request, "activities/anchoring.html", context, status=status)


def _ask_form(sheet: Sheet, *args: Any, **kwargs: Any) -> AskForm:
    roles = [one.role for one in sheet.standing.roles]
    people = people_to_choose(sheet.activity)
    return AskForm(*args, roles=roles, people=people, auto_id="id_ask_%s", **kwargs)


def _note_form(sheet: Sheet, *args: Any, **kwargs: Any) -> NoteForm:
    roles = [one.role for one in sheet.standing.roles]
    return NoteForm(*args, roles=roles, auto_id="id_note_%s", **kwargs)


def _asked(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form = _ask_form(sheet, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.ask(
                activity=sheet.activity,
                role=said["role"],
                person=said["person"],
                by=person(request),
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%s är tillfrågad och får ett mejl.") % said["person"])
            return redirect("activities:anchoring", slug=sheet.plan.slug, key=sheet.key)
    return _page(request, sheet, 422, ask_form=form)


def _noted(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form = _note_form(sheet, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.note(
                activity=sheet.activity,
                role=said["role"],
                verdict=said["answer"],
                words=said["words"],
                by=person(request),
            )
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Svaret är antecknat."))
            return redirect("activities:anchoring", slug=sheet.plan.slug, key=sheet.key)
    return _page(request, sheet, 422, note_form=form)


# --- answering ------------------------------------------------------------------------------------


def _anchoring_for(request: HttpRequest, slug: str, key: str, pk: int) -> Anchoring:
    """A question that was asked about an activity.

    Whoever was asked sees it for as long as they have a role in the agreement, an idea too; others
    see what they see of the activity. Http404 where it does not exist for the person.
    """
    user = person(request)
    found = get_object_or_404(
        Anchoring.objects.select_related(
            "activity__node__plan__agreement", "activity__activity_plan", "role", "asked_by"
        ),
        pk=pk,
        activity__in=Activity.objects.in_year(),
        activity__node__plan__slug=slug,
        activity__node__key=key,
    )
    agreement = found.activity.node.plan.agreement_id
    if not Membership.objects.active().filter(agreement=agreement, user=user).exists():
        raise Http404
    if found.asked_id != user.pk:
        get_object_or_404(Activity.objects.visible_to(user), pk=found.activity_id)
    require(found.asked_id == user.pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Where the mail leads: what it is about, and an answer with one click."""
    found = _anchoring_for(request, slug, key, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, label_suffix="")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                services.answer(
                    anchoring=found,
                    verdict=said["answer"],
                    words=said["words"],
                    by=person(request),
                )
            except ValidationError as error:
                take_errors(form, error)
            else:
                messages.success(request, _("Tack. Ditt svar är antecknat."))
                return redirect("activities:answer_anchoring", slug=slug, key=key, pk=pk)
    sheet = Sheet(found.activity, plan_abilities(person(request), found.activity.node.plan))
    is_visible = Activity.objects.visible_to(person(request)).filter(pk=found.activity_id).exists()
    context = {
        "anchoring": found,
        "activity": found.activity,
        "sheet": sheet,
        "plan": sheet.plan,
        "form": form,
        "timing": sheet.timing,
        "groups": groups(sheet),
        "goes_on": is_visible,
    }
    return render(request, "activities/answer_anchoring.html", context, status=status)


# --- the plan's list ------------------------------------------------------------------------------


def _plan_for(request: HttpRequest, slug: str, *, run: bool = True) -> tuple[Plan, Any]:
    plan, abilities = draft_for(request, slug)
    require(abilities.run or not run)
    return plan, abilities


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """The roles that the plan's activities are anchored with; a POST adds one."""
    is_post = request.method == "POST"
    plan, abilities = _plan_for(request, slug, run=is_post)
    parties = [row.organisation for row in plan.agreement.parties.select_related("organisation")]
    form = NewRoleForm(request.POST if is_post else None, parties=parties)
    if is_post and form.is_valid():
        try:
            services.add_role(plan=plan, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            take_errors(form, error)
        else:
            return redirect(reverse("activities:anchoring_roles", args=[slug]) + "#ny")
    return _roles_page(request, plan, abilities, form)


def _roles_page(
    request: HttpRequest, plan: Plan, abilities: Any, form: Any, posted: PartForm | None = None
) -> HttpResponse:
    found = AnchoringRole.objects.filter(plan=plan, removed_at__isnull=True)
    listed = list(found.select_related("organisation").order_by("position", "pk"))
    for role in listed:
        role.plan = plan
    lines = [
        (role, posted if posted and posted.subject.row.pk == role.pk else _role_form(role))
        for role in listed
    ]
    context = {
        "plan": plan,
        "abilities": abilities,
        "lines": lines,
        "new_form": form,
        "form": posted or form,
    }
    status = 422 if form.errors or posted else 200
    return render(request, "activities/anchoring_roles.html", context, status=status)


def _role_form(role: AnchoringRole, data: Any = None) -> PartForm:
    subject = subject_of(role)
    return PartForm(
        data,
        subject=subject,
        values=written(subject),
        directory=Directory(),
        prefix=f"role_{role.pk}",
    )


def _role(plan: Plan, pk: int) -> AnchoringRole:
    role = get_object_or_404(AnchoringRole, plan=plan, pk=pk)
    role.plan = plan
    return role


@require_POST
def save_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Call a role something else."""
    plan, abilities = _plan_for(request, slug)
    role = _role(plan, pk)
    if "take_back" in request.POST:
        rows.take_back(row=role, by=person(request))

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return rows.save_row(
            row=role, values=values, base_version=version, base_values=base, by=person(request)
        )

    parties = [row.organisation for row in plan.agreement.parties.select_related("organisation")]
    here = reverse("activities:anchoring_roles", args=[slug])
    return answer_save(
        Posted(
            request=request,
            plan=plan,
            form=_role_form(role, resolved(request.POST)),
            save=save,
            redraw=lambda form: _roles_page(
                request,
                plan,
                abilities,
                NewRoleForm(parties=parties),
                form,  # type: ignore[arg-type]
            ),
            done=here,
            action=reverse("activities:save_role", args=[slug, pk]),
            back=here,
        )
    )


@require_POST
def move_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One step up or down."""
    plan, _abilities = _plan_for(request, slug)
    role = _role(plan, pk)
    try:
        direction = MoveForm(request.POST).step()
        rows.move_row(row=role, direction=direction, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect("activities:anchoring_roles", slug=slug)


@require_POST
def remove_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a role off the list; what it has said stays in the log."""
    plan, _abilities = _plan_for(request, slug)
    role = _role(plan, pk)
    rows.remove_row(row=role, by=person(request))
    undo = reverse("activities:take_back_role", args=[slug, pk])
    offer_undo(request, _("”%s” är borttagen ur listan.") % role.name, undo)
    return redirect("activities:anchoring_roles", slug=slug)


@require_POST
def take_back_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo the removal."""
    plan, _abilities = _plan_for(request, slug)
    rows.take_back(row=_role(plan, pk), by=person(request))
    return redirect("activities:anchoring_roles", slug=slug)
