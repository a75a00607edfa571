"""Document control on its own page: the plan's fields, organisations, relations, facts and roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from appendix.editing import Workspace
from core.sign_in import asks_for_json
from plans.answering import Posted, answer_added, answer_save, offer_undo, resolved, say
from plans.asked import person
from plans.forms.rows import RowForm
from plans.forms.structure import MoveForm
from plans.models import ControlRow, Plan, PlanOrganisation, PlanRelation, Role
from plans.models.plan import OrderedRow
from plans.services import rows
from plans.services.saving import Conflict, Saved
from plans.services.subjects import Values, name_of, subject_of, written

from .editor import lazy_directory, work_for


@dataclass(frozen=True)
class Sort:
    """A list of document control: its word in addresses, and what pages call it."""

    word: str
    model: type[Any]
    label: str | Promise
    hint: str | Promise
    new: str | Promise


SORTS = {
    sort.word: sort
    for sort in (
        Sort(
            "organisationer",
            PlanOrganisation,
            gettext_lazy("Organisationer"),
            gettext_lazy(
                "Parterna i den ordning de ska stå, och andra som är avsändare eller betalar."
            ),
            gettext_lazy("Ny organisation"),
        ),
        Sort(
            "samband",
            PlanRelation,
            gettext_lazy("Samband med andra dokument"),
            gettext_lazy(
                "Vad planen är bilaga till, bygger på eller kompletterar. Står under titeln."
            ),
            gettext_lazy("Nytt samband"),
        ),
        Sort(
            "uppgifter",
            ControlRow,
            gettext_lazy("Uppgifter om dokumentet"),
            gettext_lazy("Diarienummer, datum, adresser och annat som står runt texten."),
            gettext_lazy("Ny uppgift"),
        ),
        Sort(
            "roller",
            Role,
            gettext_lazy("Roller"),
            gettext_lazy(
                "Funktioner som kan vara ansvariga utan att vara en person, till exempel styrgruppen."
            ),
            gettext_lazy("Ny roll"),
        ),
    )
}


@dataclass(frozen=True)
class ControlLine:
    """A row of document control as its page shows it."""

    row: Any
    name: str
    facts: tuple[str, ...]
    form: RowForm | None = None


@dataclass(frozen=True)
class ControlList:
    """One list with its rows; ``new_form`` where a new one is being written."""

    sort: Sort
    lines: tuple[ControlLine, ...]
    new_form: RowForm | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def control(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything around the sections; a POST saves the plan's own fields."""
    plan, _abilities = work_for(request, slug)
    if request.method != "POST":
        return _page(request, plan)
    form = _form(plan, plan, "plan", data=resolved(request.POST))
    address = reverse("appendix:control", args=[slug])
    return answer_save(
        Posted(
            request=request,
            plan=plan,
            form=form,
            save=_saver(request, plan, form),
            redraw=lambda form: _page(request, plan, plan_form=form),
            done=f"{address}#plan",
            action=address,
            back=f"{address}#plan",
        )
    )


@require_POST
def add_control(request: HttpRequest, slug: str, sort: str) -> HttpResponse:
    """A new row in one of the lists."""
    plan, _abilities = work_for(request, slug)
    known = SORTS.get(sort) or _absent()
    form = _form(plan, known.model(plan=plan), "ny", data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            values = {name: value for name, value in form.values.items() if value}
            row = rows.add_row(plan=plan, model=known.model, values=values, by=person(request))
        except ValidationError as error:
            form.add_errors({"": error.messages})
        else:
            return answer_added(request, _address(plan, known, row))
    if asks_for_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    response = _page(request, plan, new=(known.word, form))
    response.status_code = 422
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit_control(request: HttpRequest, slug: str, sort: str, pk: int) -> HttpResponse:
    """One row open as a form; a POST saves it."""
    plan, _abilities = work_for(request, slug)
    known, row = _row(plan, sort, pk)
    if request.method != "POST":
        if row.removed_at is not None:
            return redirect("appendix:control", slug=slug)
        return _page(request, plan, opened=(row, _form(plan, row, "rad")))
    if "take_back" in request.POST:
        rows.take_back(row=row, by=person(request))
    form = _form(plan, row, "rad", data=resolved(request.POST), files=request.FILES)
    return answer_save(
        Posted(
            request=request,
            plan=plan,
            form=form,
            save=_saver(request, row, form),
            redraw=lambda form: _page(request, plan, opened=(row, form)),
            done=_address(plan, known, row),
            action=reverse("appendix:edit_control", args=[slug, sort, pk]),
            back=_address(plan, known, row),
        )
    )


@require_POST
def move_control(request: HttpRequest, slug: str, sort: str, pk: int) -> HttpResponse:
    """One step up or down, or right after another row."""
    plan, _abilities = work_for(request, slug)
    known, row = _row(plan, sort, pk)
    form = MoveForm(request.POST)
    try:
        step = form.step()
        after = _row(plan, sort, int(form.target))[1] if form.target.isdecimal() else None
        rows.move_row(row=row, direction=step, after=after, by=person(request))
    except ValidationError as error:
        say(request, error)
    return redirect(_address(plan, known, row))


@require_POST
def remove_control(request: HttpRequest, slug: str, sort: str, pk: int) -> HttpResponse:
    """Into the bin."""
    plan, _abilities = work_for(request, slug)
    _known, row = _row(plan, sort, pk)
    rows.remove_row(row=row, by=person(request))
    undo = reverse("appendix:take_back_control", args=[slug, sort, pk])
    offer_undo(request, _("”%s” är borttaget.") % name_of(row), undo)
    return redirect("appendix:control", slug=slug)


@require_POST
def take_back_control(request: HttpRequest, slug: str, sort: str, pk: int) -> HttpResponse:
    """Out of the bin again."""
    plan, _abilities = work_for(request, slug)
    known, row = _row(plan, sort, pk)
    rows.take_back(row=row, by=person(request))
    return redirect(_address(plan, known, row))


# --- together --------------------------------------------------------------------------------------


def _absent() -> Any:
    raise Http404


def _row(plan: Plan, sort: str, pk: int) -> tuple[Sort, Any]:
    known: Sort = SORTS.get(sort) or _absent()
    row: OrderedRow = get_object_or_404(known.model, plan=plan, pk=pk)
    row.plan = plan  # type: ignore[attr-defined]  # all four sorts have one
    return known, row


def _address(plan: Plan, sort: Sort, row: Any) -> str:
    return f"{reverse('appendix:control', args=[plan.slug])}#{sort.word}-{row.pk}"


def _form(plan: Plan, row: Any, prefix: str, **options: Any) -> RowForm:
    subject = subject_of(row)
    return RowForm(
        subject=subject,
        values=written(subject) if row.pk else _defaults(row),
        directory=lazy_directory(Workspace(plan)),
        prefix=prefix,
        **options,
    )


def _saver(request: HttpRequest, row: Any, form: RowForm) -> Callable[..., Any]:
    """What saves the posted values of ``row``."""

    def save(values: Values, version: int, base: Values | None) -> Saved | Conflict:
        return rows.save_row(
            row=row,
            values=values,
            base_version=version,
            base_values=base,
            by=person(request),
            now=form.now,
        )

    return save


def _defaults(row: Any) -> dict[str, Any]:
    """What a new row begins with."""
    return {name: getattr(row, name) for name in ("role", "place") if getattr(row, name, "")}


def _page(
    request: HttpRequest,
    plan: Plan,
    *,
    plan_form: RowForm | None = None,
    opened: tuple[Any, RowForm] | None = None,
    new: tuple[str, RowForm] | None = None,
) -> HttpResponse:
    asked = request.GET.get("ny", "")
    if new is None and asked in SORTS and opened is None:
        new = (asked, _form(plan, SORTS[asked].model(plan=plan), "ny"))
    context = {
        "plan": plan,
        "plan_form": plan_form or _form(plan, plan, "plan"),
        "lists": list(_lists(plan, opened, new)),
    }
    return render(request, "appendix/editor/control.html", context)


def _lists(
    plan: Plan, opened: tuple[Any, RowForm] | None, new: tuple[str, RowForm] | None
) -> Iterator[ControlList]:
    for sort in SORTS.values():
        found = sort.model._default_manager.filter(plan=plan, removed_at__isnull=True)
        related = [n for n in ("organisation", "logo") if _is_kept(sort.model, n)]
        if "logo" in related:
            found = found.defer("logo__data")
        lines = tuple(
            ControlLine(
                row=row,
                name=name_of(row),
                facts=tuple(_facts(row)),
                form=opened[1] if opened and opened[0] == row else None,
            )
            for row in found.select_related(*related).order_by("position", "pk")
        )
        yield ControlList(sort, lines, new[1] if new and new[0] == sort.word else None)


def _is_kept(model: type[Any], name: str) -> bool:
    return any(f.name == name and f.related_model for f in model._meta.fields)


def _facts(row: Any) -> Iterator[str]:
    """What stands beside a row's name."""
    if isinstance(row, ControlRow):
        yield row.get_place_display()
        yield row.get_kind_display() if row.kind else ""
        yield row.organisation.name if row.organisation else ""
    elif isinstance(row, PlanRelation):
        yield row.get_kind_display()
        yield _("skrivs inte ut") if row.not_printed else ""
    elif isinstance(row, Role):
        yield row.organisation.name if row.organisation else ""
    elif isinstance(row, PlanOrganisation):
        yield row.get_role_display()
        yield _("logotyp") if row.logo_id else ""
