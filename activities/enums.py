"""Choices of the activities app, by the words of the glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimingKind(models.TextChoices):
    """When an activity happens (rule 4 of the glossary); the author's words are what is printed."""

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


class Status(models.TextChoices):
    """How far an activity has come; the columns of the board, in order."""

    IDEA = "idea", _("idé")
    PLANNED = "planned", _("planerad")
    ANCHORED = "anchored", _("förankrad")
    ONGOING = "ongoing", _("pågår")
    DONE = "done", _("genomförd")
    CANCELLED = "cancelled", _("inställd")


class Season(models.TextChoices):
    """A season, as months: winter is December to February, and so on."""

    WINTER = "winter", _("vinter")
    SPRING = "spring", _("vår")
    SUMMER = "summer", _("sommar")
    AUTUMN = "autumn", _("höst")


class Relation(models.TextChoices):
    """How a relative timing lies to what it depends on."""

    BEFORE = "before", _("före")
    DURING = "during", _("under")
    AFTER = "after", _("efter")


class Photography(models.TextChoices):
    """Whether an activity is photographed; empty is not decided yet."""

    YES = "yes", _("ja, vi fotograferar")
    NO = "no", _("nej")


class Consultation(models.TextChoices):
    """Whether the parties consult before one of them communicates; recorded, never enforced."""

    NOT_NEEDED = "not_needed", _("behövs inte")
    WANTED = "wanted", _("behövs, inte gjort")
    DONE = "done", _("gjort")


class AnchoringAnswer(models.TextChoices):
    """What a role said when asked; empty is no answer yet."""

    YES = "yes", _("förankrad")
    CHANGES = "changes", _("vill ändra något")
    NO = "no", _("säger nej")
