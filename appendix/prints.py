"""The two kinds of print of an appendix: the working text, and a frozen version."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.prints.kinds import Crumb, Place, PrintKind, register
from core.prints.models import Rendering
from plans.models import Plan, PlanVersion
from plans.permissions import plan_abilities

from .printing import renderer_version
from .record import Record
from .services.renderings import DRAFT_KIND, VERSION_KIND, store_pdf

TYPESET = "appendix.work.typeset_source"


def draft_place(user: User, rendering: Rendering) -> Place | None:
    """For those who may read the working text."""
    plans = Plan.objects.visible_to(user).select_related("agreement")
    plan = plans.filter(pk=rendering.subject_id).first()
    if plan is None or not plan_abilities(user, plan).read_draft:
        return None
    ask = reverse("appendix:print_draft", args=[plan.slug])
    return _place(plan, ending="utkast", ask=ask, back=reverse("appendix:draft", args=[plan.slug]))


def version_place(user: User, rendering: Rendering) -> Place | None:
    """For those who may read the version: once it has begun, for all who read plans."""
    versions = PlanVersion.objects.light().select_related("plan__agreement")
    visible = versions.filter(plan__in=Plan.objects.visible_to(user))
    version = visible.filter(pk=rendering.subject_id).first()
    if version is None:
        return None
    if not (version.has_begun() or plan_abilities(user, version.plan).read_draft):
        return None
    ask = reverse("appendix:print_version", args=[version.plan.slug, version.number])
    return _place(
        version.plan, ending=str(version.number), ask=ask, back=version.get_absolute_url()
    )


def keep_with_version(rendering: Rendering, pdf: bytes) -> None:
    """Store the PDF of an adopted version with the version, once and for ever.

    A print asked for while the version was proposed says "draft", and stays one if the version is
    adopted before a worker comes to it.
    """
    if not Record.from_text(rendering.record).is_draft:
        store_pdf(version_id=rendering.subject_id, pdf=pdf)


def _place(plan: Plan, *, ending: str, ask: str, back: str) -> Place:
    way = (
        Crumb(_("Start"), reverse("start")),
        Crumb(plan.agreement.title, plan.agreement.get_absolute_url()),
        Crumb(plan.title, back),
        Crumb(_("Utskrift"), ""),
    )
    return Place(title=plan.title, file_name=f"{plan.slug}-{ending}.pdf", ask=ask, way=way)


register(
    PrintKind(
        name=DRAFT_KIND,
        typeset=TYPESET,
        renderer_version=renderer_version,
        place=draft_place,
    )
)
register(
    PrintKind(
        name=VERSION_KIND,
        typeset=TYPESET,
        renderer_version=renderer_version,
        place=version_place,
        when_done=keep_with_version,
    )
)
