"""The situational picture compared: that of one review beside that of another, or of now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.asked import agreement_with_outcome, person
from evaluations.comparing import AreaState, compare
from evaluations.forms.picture import NOW, StatesForm
from evaluations.models import Review
from evaluations.pack.reading import difference_of
from evaluations.pictures import state_now, state_then
from plans.models import Agreement


def closed_reviews(request: HttpRequest, agreement: Agreement) -> dict[str, Review]:
    """The closed reviews, the latest first, by what an address calls them: the number.

    Then those of the agreements that this one renews, as far back as the person may read.
    """
    found: dict[str, Review] = {}
    one: Agreement | None = agreement
    while one is not None:
        rows = Review.objects.closed().filter(agreement=one).select_related("agreement")
        for row in rows.only("number", "agreement__title").order_by("-number"):
            found[str(row.number) if one == agreement else f"{one.slug}-{row.number}"] = row
        one = _renewed(request, one)
    return found


def _renewed(request: HttpRequest, agreement: Agreement) -> Agreement | None:
    """The agreement that this one renews, where the person may read its work."""
    if agreement.renews_id is None:
        return None
    readable = Agreement.objects.worked_in_by(person(request))
    return readable.filter(pk=agreement.renews_id).first()


def _named(agreement: Agreement, review: Review) -> str:
    """The state of a review in words: with its agreement, where that is another one."""
    words = {"number": review.number, "agreement": review.agreement.title}
    if review.agreement_id == agreement.pk:
        return _("Översyn %(number)s") % words
    return _("Översyn %(number)s, %(agreement)s") % words


@require_safe
def compare_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of one review beside that of another, or of now: what is new, changed and gone."""
    agreement = agreement_with_outcome(request, slug)
    reviews = closed_reviews(request, agreement)
    states = [(NOW, _("Nu")), *((key, _named(agreement, one)) for key, one in reviews.items())]
    usual = {"fran": next(iter(reviews), NOW), "till": NOW}
    form = StatesForm({**usual, **request.GET.dict()}, states=states)
    if not form.is_valid():
        raise Http404
    chosen = {name: form.cleaned_data[name] or usual[name] for name in usual}
    before, after = (_state(agreement, reviews, chosen[name]) for name in usual)
    found = [difference_of(change) for change in compare(before, after)]
    names = dict(states)
    context = {
        "agreement": agreement,
        "states_form": form,
        "has_reviews": bool(reviews),
        "before": names[chosen["fran"]],
        "after": names[chosen["till"]],
        "differences": [one for one in found if one.what != "same"],
        "same": [one for one in found if one.what == "same"],
    }
    return render(request, "evaluations/compare_picture.html", context)


def _state(agreement: Agreement, reviews: dict[str, Review], chosen: str) -> list[AreaState]:
    return state_now(agreement) if chosen == NOW else state_then(reviews[chosen])
