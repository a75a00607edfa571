"""The rows of a review with their forms, as its pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from evaluations.forms.reviews import ReviewRowForm
from evaluations.models import ActionPoint, AgendaItem, Decision, Participant, Review
from evaluations.services.review_subjects import members_of
from plans.directory import Directory
from plans.forms.rows import RowForm
from plans.services.subjects import subject_of, written


@dataclass(frozen=True)
class Sort:
    """A kind of row of a review; ``name`` stands in addresses, ``fields`` are those of its usual form."""

    name: str
    model: type[Any]
    fields: tuple[str, ...]
    add_label: str | Promise
    of_item: bool = False


SORTS: Final = {
    sort.name: sort
    for sort in (
        Sort("deltagare", Participant, ("attendance",), _("Lägg till deltagaren")),
        Sort("dagordning", AgendaItem, ("title",), _("Lägg till punkten")),
        Sort("beslut", Decision, ("words",), _("Lägg till beslutet"), of_item=True),
        Sort(
            "atgarder",
            ActionPoint,
            ("words", "person", "responsible", "due_on"),
            _("Lägg till åtgärden"),
            of_item=True,
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """A row with its form."""

    row: Any
    form: RowForm
    is_first: bool
    is_last: bool

    @property
    def data_key(self) -> str:
        """Its name where a browser keeps what was not saved."""
        return f"{self.form.subject.kind}-{self.row.pk}"


@dataclass(frozen=True)
class RowList:
    """The rows of one sort, and the form for a new one."""

    sort: Sort
    lines: Sequence[Line]
    new: RowForm


def sort_of(name: str) -> Sort:
    """The kind of row that an address names; Http404 when there is none."""
    if name not in SORTS:
        raise Http404
    return SORTS[name]


def row_of(review: Review, sort: Sort, pk: int) -> Any:
    """The row of the review, from the bin too; Http404 where there is none."""
    row = get_object_or_404(sort.model._default_manager.all(), pk=pk, review=review)
    row.review = review
    if isinstance(row, ActionPoint):
        row.agreement = review.agreement
    return row


def new_row(review: Review, sort: Sort, item: AgendaItem | None = None) -> Any:
    """A row that nobody has written yet."""
    row = sort.model(review=review)
    if isinstance(row, ActionPoint):
        row.agreement = review.agreement
    if sort.of_item:
        row.item = item
    return row


def form_of(
    row: Any,
    data: Any = None,
    *,
    names: Sequence[str] | None = None,
    members: Sequence[User] | None = None,
) -> ReviewRowForm:
    """The form of a row, of a new one too; with ``names`` of those fields alone."""
    subject = subject_of(row)
    if members is None and isinstance(row, ActionPoint):
        members = list(members_of(row.agreement_id))
    what = names[0] if names is not None and len(names) == 1 else "rad"
    return ReviewRowForm(
        data,
        subject=subject,
        values=written(subject) if row.pk else {},
        directory=Directory(),
        prefix=f"{subject.kind}_{row.pk or 'ny'}_{what}",
        names=names,
        members=members or (),
    )


def row_list(
    review: Review,
    sort: Sort,
    rows: Iterable[Any],
    *,
    item: AgendaItem | None = None,
    posted: RowForm | None = None,
) -> RowList:
    """The ``rows`` with their forms; ``posted`` is one of these that was wrong."""
    members = list(members_of(review.agreement_id)) if sort.model is ActionPoint else []
    is_mine = posted is not None and type(posted.subject.row) is sort.model
    wrong = posted.subject.row.pk if posted is not None and is_mine else None
    found = list(rows)
    for row in found:
        row.review = review
    lines = [
        Line(
            row,
            posted
            if posted is not None and is_mine and row.pk == wrong
            else form_of(row, names=sort.fields, members=members),
            index == 0,
            index == len(found) - 1,
        )
        for index, row in enumerate(found)
    ]
    new = posted if posted is not None and is_mine and wrong is None else None
    fresh = new_row(review, sort, item)
    return RowList(sort, lines, new or form_of(fresh, names=sort.fields, members=members))


def live_rows(review: Review, sort: Sort, item: AgendaItem | None = None) -> list[Any]:
    """The rows of the review in order; with ``item`` those that stand under it."""
    rows = sort.model._default_manager.filter(review=review, removed_at__isnull=True)
    if item is not None:
        rows = rows.filter(item=item)
    if sort.model is ActionPoint:
        rows = rows.select_related("person")
    return list(rows.order_by("position", "pk"))
