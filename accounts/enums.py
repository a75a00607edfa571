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
