"""The plan and its document control: everything that stands before and around the sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from plans.enums import (
    ControlKind,
    ControlPlace,
    OrganisationRole,
    PlanKind,
    RelationKind,
    ReviewCycle,
)

from .agreement import LONGEST_REVIEW_INTERVAL, Agreement
from .image import Image
from .node import Node

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PlanQuerySet(models.QuerySet["Plan"]):
    """Rows of plans."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The plans of the agreements in which ``user`` has a role."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user))


class Plan(models.Model):
    """A communication plan, strategy or policy: the working text, freely edited beside its versions.

    ``version`` is the row's own number, for two people who change document control at once.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="plans", verbose_name=_("överenskommelse")
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("överordnat dokument"),
    )
    slug = models.SlugField(_("adress"), max_length=80, unique=True)
    kind = models.CharField(
        _("dokumenttyp"), max_length=20, choices=PlanKind, default=PlanKind.PLAN
    )
    title = models.TextField(_("titel"))
    subtitle = models.TextField(_("undertitel"), blank=True)
    starts_on = models.DateField(_("gäller från och med"), null=True, blank=True)
    ends_on = models.DateField(_("gäller till och med"), null=True, blank=True)
    owner = models.TextField(_("dokumentägare"), blank=True)
    review_cycle = models.CharField(
        _("ses över"), max_length=20, choices=ReviewCycle, blank=True, default=""
    )
    review_months = models.PositiveSmallIntegerField(
        _("månader mellan genomgångar"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_REVIEW_INTERVAL)],
    )
    language = models.CharField(_("språk"), max_length=20, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("planer")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="plan_has_title",
                violation_error_message=_("Planen behöver en titel."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            ),
            models.CheckConstraint(
                condition=Q(review_cycle=ReviewCycle.MONTHS, review_months__isnull=False)
                | (~Q(review_cycle=ReviewCycle.MONTHS) & Q(review_months__isnull=True)),
                name="plan_review_months_belong_to_cycle",
                violation_error_message=_("Ange antal månader när planen ses över var n:te månad."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("pk")),
                name="plan_not_its_own_parent",
                violation_error_message=_("En plan kan inte vara överordnad sig själv."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address that shows the version in force."""
        return reverse("appendix:plan", args=[self.slug])

    def has_expired(self, on: date) -> bool:
        """Whether the plan's own last day lies before ``on``."""
        return self.ends_on is not None and self.ends_on < on


class OrderedRowQuerySet(models.QuerySet[Any]):
    """Rows of a plan."""

    def live(self) -> Self:
        """Those that have not been removed; what stands in a removed section is reached by nobody."""
        return self.filter(removed_at__isnull=True)


class OrderedRow(models.Model):
    """A row of a plan that people put in an order of their own.

    ``version`` guards each row against two who save it at once. A removed row lies in the bin with
    all that stands in it, its key still taken, until somebody takes it back.
    """

    position = models.PositiveIntegerField(_("ordning"), default=0)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(_("borttagen"), null=True, blank=True)

    objects = OrderedRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def is_gone(self) -> bool:
        """Whether nobody sees the row any more, so that nothing can be saved in it."""
        return self.removed_at is not None


class PlanOrganisation(OrderedRow):
    """An organisation as this document writes it, so that the document outlives its agreement."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="organisations")
    node = models.OneToOneField(Node, models.CASCADE, related_name="organisation")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.TextField(_("namn som det skrivs här"))
    kind = models.CharField(_("typ"), max_length=20, choices=OrganisationKind, blank=True)
    role = models.CharField(
        _("roll"), max_length=20, choices=OrganisationRole, default=OrganisationRole.PARTY
    )
    logo = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    logo_alt = models.TextField(_("logotypens alternativtext"), blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("organisation i planen")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="plan_organisation_has_name",
                violation_error_message=_("Organisationen behöver ett namn."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanRelation(OrderedRow):
    """How the document hangs together with another one, in the author's words."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="relations")
    kind = models.CharField(_("förhållande"), max_length=20, choices=RelationKind)
    words = models.TextField(_("så här skrivs det"))
    link = models.TextField(_("länk"), blank=True)
    not_printed = models.BooleanField(_("skrivs inte ut, texten säger det redan"), default=False)

    class Meta(OrderedRow.Meta):
        verbose_name = _("samband")

    def __str__(self) -> str:
        return self.words


class ControlRow(OrderedRow):
    """A row of document control; one without words still prints its label."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="control_rows")
    label = models.TextField(_("ledtext"), blank=True)
    words = models.TextField(_("uppgift"), blank=True)
    place = models.CharField(
        _("plats"), max_length=20, choices=ControlPlace, default=ControlPlace.COVER
    )
    organisation = models.ForeignKey(
        PlanOrganisation, models.CASCADE, null=True, blank=True, related_name="control_rows"
    )
    kind = models.CharField(_("sorts uppgift"), max_length=30, choices=ControlKind, blank=True)
    value = models.CharField(_("värde"), max_length=200, blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = _("uppgift om dokumentet")

    def __str__(self) -> str:
        return f"{self.label} {self.words}".strip()


class Role(OrderedRow):
    """A function that may be responsible without being a person."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="roles")
    node = models.OneToOneField(Node, models.CASCADE, related_name="role")
    name = models.TextField(_("namn"))
    organisation = models.ForeignKey(
        PlanOrganisation, models.SET_NULL, null=True, blank=True, related_name="roles"
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("roll")
        verbose_name_plural = _("roller")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="role_has_name",
                violation_error_message=_("Rollen behöver ett namn."),
            )
        ]

    def __str__(self) -> str:
        return self.name
