"""Those who speak, answer or can be asked: people and, rather, functions (rule 8 of the glossary)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.enums import SpokespersonRole
from plans.models.plan import PlanOrganisation
from plans.models.section import SectionItem
from plans.registry import Kind, register


class Spokesperson(SectionItem):
    """A person or a function that speaks or answers for one of the parties."""

    party = models.ForeignKey(
        PlanOrganisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(_("uppgift"), max_length=20, choices=SpokespersonRole, blank=True)
    is_function = models.BooleanField(_("funktion, inte person"), default=False)
    title = models.TextField(_("titel"), blank=True)
    acting = models.BooleanField(_("tillförordnad"), default=False)
    phone = models.TextField(_("telefon"), blank=True)
    email = models.TextField(_("e-post"), blank=True)
    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    deputy = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(SectionItem.Meta):
        verbose_name = _("talesperson")
        verbose_name_plural = _("talespersoner")
        constraints = [
            *SectionItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="spokesperson_ends_after_start",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            ),
            models.CheckConstraint(
                condition=~Q(deputy=models.F("pk")),
                name="spokesperson_not_own_deputy",
                violation_error_message=_("Ingen kan vara sin egen ersättare."),
            ),
        ]


KIND = register(
    Kind(
        name="spokespersons",
        label=_("Talespersoner och kontakter"),
        hint=_(
            "Vilka som uttalar sig och svarar. Hellre en funktionsbrevlåda än en persons adress."
        ),
        layout="paragraphs",
        model=Spokesperson,
        fields=(
            "party",
            "role",
            "is_function",
            "title",
            "acting",
            "phone",
            "email",
            "starts_on",
            "ends_on",
            "deputy",
        ),
        columns=(
            ("name", _("Namn")),
            ("title", _("Titel")),
            ("phone", _("Telefon")),
            ("email", _("E-post")),
        ),
        template="appendix/kinds/spokespersons.html",
    )
)
