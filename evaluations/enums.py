"""Choices of the evaluations app, by the words of the glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GoalReached(models.TextChoices):
    """Whether an activity reached its goal; empty is not answered yet."""

    YES = "yes", _("ja")
    PARTLY = "partly", _("delvis")
    NO = "no", _("nej")
    UNKNOWN = "unknown", _("vet inte")


class Measure(models.TextChoices):
    """What a figure counts."""

    REACH = "reach", _("räckvidd")
    PARTICIPANTS = "participants", _("deltagare")
    RESPONSES = "responses", _("svar")
    MEDIA = "media_mentions", _("omnämnanden i medier")
    OWN = "own", _("eget mått")


class ArchiveKind(models.TextChoices):
    """What sort of evidence is kept."""

    SNAPSHOT = "snapshot", _("ögonblicksbild av sociala medier")
    ADVERTISEMENT = "advertisement", _("annons")
    PHOTO = "photo", _("foto")
    CLIPPING = "clipping", _("pressklipp")
    PRINTED = "printed", _("trycksak")
    DOCUMENT = "document", _("dokument")
    LINK = "link", _("länk")
    OTHER = "other", _("annat")


class Recognisable(models.TextChoices):
    """Whether people can be recognised in what is kept."""

    NO = "no", _("nej")
    CONSENT = "consent", _("ja, med samtycke")
    YES = "yes", _("ja, utan samtycke")
    UNKNOWN = "unknown", _("vet inte")


class AreaPriority(models.TextChoices):
    """How much a problem area matters now."""

    HIGH = "high", _("hög")
    MEDIUM = "medium", _("medel")
    LOW = "low", _("låg")


class Trend(models.TextChoices):
    """Where a problem area is going."""

    WORSE = "worse", _("ökar")
    SAME = "same", _("oförändrat")
    BETTER = "better", _("minskar")
    UNKNOWN = "unknown", _("vet inte")


class GoalTrend(models.TextChoices):
    """Where the indicator of a goal is going; follows from its values and is never stored."""

    REACHED = "reached", _("målet är nått")
    CLOSER = "closer", _("närmare målet")
    FURTHER = "further", _("längre från målet")
    SAME = "same", _("oförändrat")
    UP = "up", _("ökar")
    DOWN = "down", _("minskar")
    ONCE = "once", _("mätt en gång")
    UNKNOWN = "unknown", _("inte mätt")


class ReviewState(models.TextChoices):
    """How far a review has come."""

    PLANNED = "planned", _("planerad")
    HELD = "held", _("pågår")
    CLOSED = "closed", _("avslutad")


class Attendance(models.TextChoices):
    """Whether somebody with a seat came."""

    INVITED = "invited", _("kallad")
    PRESENT = "present", _("närvarande")
    ABSENT = "absent", _("frånvarande")


class AgendaKind(models.TextChoices):
    """What an item on the agenda is about.

    All but ``own`` and ``activity``, one that somebody wants raised, are headings of the pack.
    """

    PICTURE = "picture", _("lägesbild")
    ACTIVITIES = "activities", _("periodens insatser")
    ACTIVITY = "activity", _("insats")
    COVERAGE = "coverage", _("luckor i täckningen")
    GOALS = "goals", _("mål och mått")
    VERSIONS = "versions", _("versioner och giltighet")
    ACTIONS = "actions", _("tidigare beslut och åtgärder")
    OWN = "own", _("egen punkt")


class NoticeKind(models.TextChoices):
    """What a reminder is about."""

    REVIEW = "review", _("översyn")
    PACK = "pack", _("underlag till översyn")
    EVALUATION = "evaluation", _("utvärdering som saknas")
    ACTION = "action", _("åtgärd att göra")
    APPROVAL = "approval", _("version som väntar på godkännande")
    AGREEMENT = "agreement", _("överenskommelse som går ut")
    PLAN = "plan", _("plan som går ut")
    SPOKESPERSON = "spokesperson", _("talespersons period som tar slut")
