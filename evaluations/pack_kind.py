"""The kind of print that a review pack is."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.prints import kinds
from core.prints.kinds import Crumb, Place, PrintKind
from core.prints.models import Rendering
from evaluations.pack import PACK_KIND
from evaluations.pack.printing import pack_renderer
from plans.models import Agreement
from plans.permissions import agreement_abilities


def pack_place(user: User, rendering: Rendering) -> Place | None:
    """For those who may read the pack: all in the agreement but readers."""
    agreement = Agreement.objects.visible_to(user).filter(pk=rendering.subject_id).first()
    if agreement is None or not agreement_abilities(user, agreement).read_draft:
        return None
    number = rendering.record
    title = _("Underlag för översyn %s") % number
    return Place(
        title=title,
        file_name=f"{agreement.slug}-underlag-{number}.pdf",
        ask=reverse("evaluations:print_pack", args=[agreement.slug, number]),
        way=(
            Crumb(_("Start"), reverse("start")),
            Crumb(agreement.title, agreement.get_absolute_url()),
            Crumb(title, reverse("evaluations:review_pack", args=[agreement.slug, number])),
            Crumb(_("Utskrift"), ""),
        ),
    )


KIND = PrintKind(
    name=PACK_KIND,
    typeset="evaluations.pack.typesetting.typeset_pack",
    renderer_version=pack_renderer,
    place=pack_place,
)


def register() -> None:
    """Let packs be printed."""
    kinds.register(KIND)
