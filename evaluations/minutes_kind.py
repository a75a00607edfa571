"""The minutes as a kind of print: made once, kept with the review."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.prints import kinds
from core.prints.kinds import Crumb, Place, PrintKind
from core.prints.models import Rendering
from plans.models import Agreement
from plans.permissions import agreement_abilities

from .minutes_printing import minutes_renderer
from .models import Review
from .services.minutes_prints import MINUTES_KIND, file_name, keep


def minutes_place(user: User, rendering: Rendering) -> Place | None:
    """For those who may read what came of the agreement: all but readers."""
    rows = Review.objects.light().filter(agreement__in=Agreement.objects.visible_to(user))
    review = rows.select_related("agreement").filter(pk=rendering.subject_id).first()
    if review is None or not agreement_abilities(user, review.agreement).read_draft:
        return None
    slug, number = review.agreement.slug, review.number
    return Place(
        title=_("Minnesanteckningar från översyn %d") % number,
        file_name=file_name(review),
        ask=reverse("evaluations:print_minutes", args=[slug, number]),
        way=(
            Crumb(_("Start"), reverse("start")),
            Crumb(review.agreement.title, review.agreement.get_absolute_url()),
            Crumb(_("Översyner"), reverse("evaluations:reviews", args=[slug])),
            Crumb(
                _("Anteckningar från översyn %d") % number,
                reverse("evaluations:minutes", args=[slug, number]),
            ),
            Crumb(_("Utskrift"), ""),
        ),
    )


MINUTES = PrintKind(
    name=MINUTES_KIND,
    typeset="evaluations.minutes_typesetting.typeset_minutes",
    renderer_version=minutes_renderer,
    place=minutes_place,
    when_done=keep,
)


def register() -> None:
    """Let minutes be asked for."""
    kinds.register(MINUTES)
