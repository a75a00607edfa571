"""Choices of the accounts app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    MUNICIPALITY = "municipality", _("kommun")
    DISTRICT = "district", _("stadsdelsförvaltning")
    POLICE = "police", _("lokalpolisområde")
    ASSOCIATION = "association", _("förbund")
    OTHER = "other", _("annan organisation")


class MailWish(models.TextChoices):
    """When a person wants reminders by mail; those of a review come at once whatever is wished."""

    AT_ONCE = "at_once", _("genast")
    WEEKLY = "weekly", _("samlade i ett mejl i veckan")
    NEVER = "never", _("aldrig, jag läser dem i Samråd")
