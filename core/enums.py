"""Choices of the core app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where an outgoing mail stands."""

    QUEUED = "queued", _("väntar")
    SENDING = "sending", _("skickas")
    SENT = "sent", _("skickat")
    FAILED = "failed", _("gick inte att skicka")
    KEPT = "kept", _("visas bara här")
