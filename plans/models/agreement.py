"""Agreements, the organisations that signed them, and the people who work under them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from plans.enums import AgreementKind, MembershipRole

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

LONGEST_REVIEW_INTERVAL = 48  # a term of office, in months


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Rows of agreements."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The agreements in which ``user`` has a role; for others they do not exist."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            models.Exists(
                Membership.objects.active().filter(agreement=models.OuterRef("pk"), user=user)
            )
        )

    def worked_in_by(self, user: User | AnonymousUser) -> Self:
        """Those whose work ``user`` may read, drafts and all: where they do more than read."""
        if not user.is_authenticated:
            return self.none()
        seats = Membership.objects.active().filter(agreement=models.OuterRef("pk"), user=user)
        return self.filter(models.Exists(seats.exclude(role=MembershipRole.READER)))


class Agreement(models.Model):
    """What the parties have signed, and the frame that plans and reviews belong to.

    The last day of the period is included; without an end it never expires (rule 1 of the
    glossary). The n-th review after those that were closed by ``review_anchor`` falls ``n ×
    review_interval`` calendar months after it (rule 3 of the glossary).
    """

    title = models.CharField(_("titel"), max_length=300)
    slug = models.SlugField(_("adress"), max_length=80, unique=True)
    kind = models.CharField(
        _("typ"), max_length=20, choices=AgreementKind, default=AgreementKind.AGREEMENT
    )
    starts_on = models.DateField(_("gäller från och med"), null=True, blank=True)
    ends_on = models.DateField(_("gäller till och med"), null=True, blank=True)
    review_anchor = models.DateField(
        _("översyner räknas från"),
        null=True,
        blank=True,
        help_text=_("Lämna tomt så länge styrgruppen inte har bestämt när första perioden börjar."),
    )
    review_interval = models.PositiveSmallIntegerField(
        _("månader mellan översyner"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_REVIEW_INTERVAL)],
    )
    renews = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("förnyar"),
    )
    organisations = models.ManyToManyField(
        Organisation, through="Party", related_name="agreements", verbose_name=_("parter")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("överenskommelse")
        verbose_name_plural = _("överenskommelser")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            ),
            models.CheckConstraint(
                condition=Q(review_interval__gte=1)
                & Q(review_interval__lte=LONGEST_REVIEW_INTERVAL),
                name="agreement_review_interval",
                violation_error_message=_("Mellan översyner ska det gå 1–48 månader."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the agreement."""

        return reverse("agreement", args=[self.slug])

    def has_expired(self, on: date) -> bool:
        """Whether the agreement's last day lies before ``on``."""
        return self.ends_on is not None and self.ends_on < on


class PartyQuerySet(models.QuerySet["Party"]):
    """Rows of parties."""

    def in_order(self) -> Self:
        """As the agreement names them."""
        return self.order_by("position", "pk")


class Party(models.Model):
    """An organisation that has signed an agreement; who signed, with which title, is data."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parties")
    position = models.PositiveIntegerField(_("ordning"), default=0)
    registration_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    signatory = models.CharField(_("undertecknas av"), max_length=150, blank=True)
    signatory_title = models.CharField(_("titel"), max_length=150, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parter")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                name="party_once_in_agreement",
                violation_error_message=_("Organisationen är redan part i överenskommelsen."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Rows of memberships."""

    def active(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


class Membership(models.Model):
    """The role of one person in one agreement; a person may have several."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("roll"), max_length=20, choices=MembershipRole)
    started_at = models.DateTimeField(_("från"), auto_now_add=True)
    ended_at = models.DateTimeField(_("till"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "user", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_while_active",
                violation_error_message=_("Personen har redan den rollen i överenskommelsen."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values),
                name="membership_role_known",
                violation_error_message=_("Välj en av rollerna i listan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
