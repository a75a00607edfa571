"""The columns of a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans import registry
from plans.answering import say
from plans.asked import person
from plans.forms.columns import ColumnsForm, NewColumnForm
from plans.models import Section
from plans.services import columns as service

from .editor import section_of, work_for


@require_http_methods(["GET", "HEAD", "POST"])
def edit_columns(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Headings, order and number of a table's columns; each button is a step of its own."""
    plan, _abilities = work_for(request, slug)
    section = section_of(plan, key)
    if registry.get(section.kind).model is None:
        raise Http404
    if request.method == "POST":
        try:
            if (step := _step(request, section)) is not None:
                step()
                return redirect("appendix:edit_columns", slug=slug, key=key)
        except ValidationError as error:
            say(request, error)
            return redirect("appendix:edit_columns", slug=slug, key=key)
        return _rename(request, section)
    return _page(request, section)


def _step(request: HttpRequest, section: Section) -> Callable[[], object] | None:
    """What the pressed button does; None when it saves the headings."""
    by, posted = person(request), request.POST
    if "new" in posted:
        form = NewColumnForm(posted, fields=service.fields_of(section))
        if not form.is_valid():
            raise ValidationError([m for found in form.errors.values() for m in found])
        label, field = form.cleaned_data["label"], form.cleaned_data["field"]
        return partial(service.add_column, section=section, label=label, field=field, by=by)
    for name, step in (("left", -1), ("right", 1)):
        if (index := _index(posted.get(name))) is not None:
            return partial(service.move_column, section=section, index=index, step=step, by=by)
    if (index := _index(posted.get("remove"))) is not None:
        return partial(service.remove_column, section=section, index=index, by=by)
    return None


def _index(posted: Any) -> int | None:
    text = str(posted or "")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _rename(request: HttpRequest, section: Section) -> HttpResponse:
    form = ColumnsForm(request.POST, columns=service.columns_of(section))
    if not form.is_valid():
        return _page(request, section, form=form, status=422)
    clashes = service.rename_columns(
        section=section, labels=form.labels, base=form.base, by=person(request)
    )
    if clashes:
        context = {"mine": [(index + 1, form.labels[index]) for index in clashes]}
        return _page(request, section, status=409, **context)
    messages.success(request, _("Rubrikerna är sparade."))
    return redirect("appendix:edit_columns", slug=section.plan.slug, key=section.node.key)


def _page(
    request: HttpRequest, section: Section, *, status: int = 200, **drawn: Any
) -> HttpResponse:
    columns = service.columns_of(section)
    context = {
        "plan": section.plan,
        "section": section,
        "form": ColumnsForm(columns=columns),
        "new_form": NewColumnForm(fields=service.fields_of(section)),
        "fields": service.fields_of(section),
        "columns": columns,
        **drawn,
    }
    return render(request, "appendix/editor/columns.html", context, status=status)
