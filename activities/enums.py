"""Choices of the activities app, by the words of the glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimingKind(models.TextChoices):
    """When an activity happens (rule 9); the author's words are what is printed."""

    DATE = "date", _("ett datum")
    PERIOD = "period", _("en period")
    MONTH = "month", _("en månad")
    WEEK = "week", _("en vecka")
    RECURRENCE = "recurrence", _("återkommande")
    ON_EVENT = "on_event", _("vid en händelse")
    CONTINUOUS = "continuous", _("löpande")
    SOON = "as_soon_as_possible", _("så snart som möjligt")
    AS_NEEDED = "as_needed", _("vid behov")
    TIMES_A_YEAR = "times_a_year", _("ett antal gånger per år")
    EACH_MEETING = "each_meeting", _("vid varje möte")
    SEASON = "season", _("en årstid")
    TERM_OF_OFFICE = "once_per_term", _("en gång per mandatperiod")
    RELATIVE = "relative", _("före, under eller efter något annat")
    WORDS = "words", _("med egna ord")
