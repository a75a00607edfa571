"""People and the organisations they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.collation import COLLATION

from .enums import MailWish, OrganisationKind


class Organisation(models.Model):
    """A municipality, a district administration, a local police area, an association."""

    name = models.CharField(_("namn"), max_length=200, unique=True, db_collation=COLLATION)
    short_name = models.CharField(_("kortnamn"), max_length=60, blank=True)
    kind = models.CharField(_("typ"), max_length=20, choices=OrganisationKind)
    slug = models.SlugField(_("namn i adresser"), max_length=80, unique=True)
    address = models.TextField(_("postadress"), blank=True)
    phone = models.CharField(_("telefon"), max_length=60, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    website = models.URLField(_("webbplats"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name


class LowercaseEmailField(models.EmailField[str, str]):
    """An e-mail address, stored and looked up in lower case, so that case never makes two people."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.strip().lower() if isinstance(text, str) else text


class UserQuerySet(models.QuerySet["User"]):
    """People."""

    def active(self) -> UserQuerySet:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def administrators(self) -> UserQuerySet:
        """Those who run the installation."""
        return self.filter(is_administrator=True)


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def get_queryset(self) -> UserQuerySet:
        """All people."""
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        """Those who may sign in."""
        return self.get_queryset().active()

    def administrators(self) -> UserQuerySet:
        """Those who run the installation."""
        return self.get_queryset().administrators()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password they cannot sign in until they have set one.

        Raises:
            ValidationError: a value is wrong, or the address is taken.
        """
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address.

    What they may do is said by their roles in agreements (in ``plans``). An administrator runs the
    installation and has, as administrator, no say in content.
    """

    email = LowercaseEmailField(_("e-post"), unique=True)
    full_name = models.CharField(_("namn"), max_length=150, db_collation=COLLATION)
    title = models.CharField(_("titel"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("organisation"),
    )
    is_administrator = models.BooleanField(_("administratör"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    created_at = models.DateTimeField(_("skapad"), auto_now_add=True)
    reminders = models.CharField(
        _("påminnelser med mejl"), max_length=10, choices=MailWish, default=MailWish.AT_ONCE
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        ordering = ["full_name", "email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower(F("email"))),
                name="accounts_user_email_lower",
                violation_error_message=_("E-postadressen ska stå med små bokstäver."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin lets them in."""
        return self.is_administrator

    def get_full_name(self) -> str:
        """The name, or the address where there is none."""
        return str(self)

    def get_short_name(self) -> str:
        """As ``get_full_name``: nobody here is on first-name terms with a database."""
        return str(self)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Administrators may do in the admin what it offers; nobody else may do anything there."""
        return self.is_active and self.is_administrator

    def has_module_perms(self, app_label: str) -> bool:
        """As ``has_perm``."""
        return self.is_active and self.is_administrator
