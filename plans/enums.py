"""Choices of the plans app, by the words of the glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    """What ties the parties together."""

    AGREEMENT = "agreement", _("samverkansöverenskommelse")
    CONTRACT = "contract", _("avtal")
    OTHER = "other", _("annat dokument")
    NONE = "none", _("ingen överenskommelse")


class MembershipRole(models.TextChoices):
    """What a person does in an agreement."""

    READER = "reader", _("läsare")
    COMMUNICATOR = "communicator", _("kommunikatör")
    COORDINATOR = "coordinator", _("samordnare")
    STEERING = "steering", _("ledamot i styrgruppen")


class InvitationState(models.TextChoices):
    """Where an invitation stands; derived from its times."""

    WAITING = "waiting", _("väntar")
    ACCEPTED = "accepted", _("antagen")
    WITHDRAWN = "withdrawn", _("återtagen")
    EXPIRED = "expired", _("har gått ut")


class PlanKind(models.TextChoices):
    """What sort of governing document a plan is."""

    PLAN = "plan", _("kommunikationsplan")
    STRATEGY = "strategy", _("kommunikationsstrategi")
    POLICY = "policy", _("kommunikationspolicy")
    GUIDELINE = "guideline", _("riktlinje")
    OTHER = "other", _("annat dokument")


class ReviewCycle(models.TextChoices):
    """How often a governing document is gone through."""

    MONTHS = "months", _("var n:te månad")
    TERM = "term_of_office", _("en gång per mandatperiod")
    AS_NEEDED = "as_needed", _("vid behov")


class OrganisationRole(models.TextChoices):
    """What an organisation is to a document."""

    PARTY = "party", _("part")
    SENDER = "sender", _("avsändare")
    FINANCIER = "financier", _("finansiär")


class RelationKind(models.TextChoices):
    """How a document hangs together with another one."""

    ANNEX_TO = "annex_to", _("bilaga till")
    PART_OF = "part_of", _("del av")
    BASED_ON = "based_on", _("bygger på")
    COMPLEMENTS = "complements", _("kompletterar")
    COMPLEMENTED_BY = "complemented_by", _("kompletteras av")
    GOVERNS = "governs", _("styr")
    SEE = "see", _("se även")


class ControlPlace(models.TextChoices):
    """Where a row of document control is printed."""

    ABOVE_TITLE = "above_title", _("ovanför titeln")
    UNDER_TITLE = "under_title", _("under titeln")
    COVER = "cover", _("i försättsbladets uppgifter")
    HEAD = "head", _("i sidhuvudet")
    FOOT = "foot", _("i sidfoten")
    FIRST_FOOT = "first_foot", _("längst ner på första sidan")
    HIDDEN = "hidden", _("skrivs inte ut")


class ControlKind(models.TextChoices):
    """What a row of document control says."""

    REGISTRATION_NUMBER = "registration_number", _("diarienummer")
    DATED = "dated", _("daterad")
    ADOPTED = "adopted", _("fastställd")
    ADOPTED_BY = "adopted_by", _("fastställd av")
    REVISED = "revised", _("reviderad")
    VALID = "valid", _("giltighet")
    VERSION = "version", _("version")
    ANNEX_NUMBER = "annex_number", _("bilagans nummer")
    ADDRESS = "address", _("adress")
    CONTACT = "contact", _("kontakt")
    OWNER = "owner", _("dokumentägare")
    REVIEW = "review", _("ses över")


class Layout(models.TextChoices):
    """How the items of a section are set; empty means the usual for its kind."""

    LIST = "list", _("punktlista")
    NUMBERED = "numbered", _("numrerad lista")
    PARAGRAPHS = "paragraphs", _("stycken")
    TABLE = "table", _("tabell")
    GRID = "grid", _("underavsnitt sida vid sida")
    WHEEL = "wheel", _("årshjul och tabell")
    IN_TEXT = "in_text", _("nämns i texten")


class Numbering(models.TextChoices):
    """How a section is numbered; empty means not at all."""

    AUTOMATIC = "automatic", _("automatiskt")
    OWN = "own", _("egen beteckning")


class Scope(models.TextChoices):
    """Inside or outside the parties' own organisations."""

    INTERNAL = "internal", _("internt")
    EXTERNAL = "external", _("externt")


class Priority(models.TextChoices):
    """How central an audience is."""

    PRIMARY = "primary", _("primär")
    SECONDARY = "secondary", _("sekundär")


class Phase(models.TextChoices):
    """Where in a course of events something belongs."""

    BEFORE = "before", _("före")
    DURING = "during", _("under")
    AFTER = "after", _("efter")


class GoalLevel(models.TextChoices):
    """What a communication goal changes in the audience."""

    AWARENESS = "awareness", _("kännedom")
    UNDERSTANDING = "understanding", _("förståelse")
    ENGAGEMENT = "engagement", _("engagemang")
    ATTITUDE = "attitude", _("attityd")
    ACTION = "action", _("handling")


class GoalType(models.TextChoices):
    """What kind of goal it is."""

    OVERALL = "overall", _("övergripande mål")
    COMMUNICATION = "communication", _("kommunikationsmål")
    EFFECT = "effect", _("effektmål")
    PROCESS = "process", _("processmål")


class StatementType(models.TextChoices):
    """What a labelled text in a list states."""

    VALUE = "value", _("värdeord")
    MISSION = "mission", _("uppdrag")
    VISION = "vision", _("vision")
    PRINCIPLE = "principle", _("princip")
    PRECONDITION = "precondition", _("förutsättning")
    RESPONSIBILITY = "responsibility", _("ansvar")
    STRENGTH = "strength", _("styrka")
    WEAKNESS = "weakness", _("svaghet")
    OPPORTUNITY = "opportunity", _("möjlighet")
    THREAT = "threat", _("hot")
    RISK = "risk", _("risk")
    OBSTACLE = "obstacle", _("hinder")
    MOTIVE = "motive", _("drivkraft")
    DELIMITATION = "delimitation", _("avgränsning")
    LAW = "law", _("lagstöd")
    ADVICE = "advice", _("råd")


class SpokespersonRole(models.TextChoices):
    """What somebody named in a plan does."""

    SPEAKS = "speaks", _("talesperson")
    CONTACT = "contact", _("kontaktperson")
    MEDIA = "media", _("mediekontakt")


class ChecklistUse(models.TextChoices):
    """What a checklist is for; activities answer only those meant for use before one."""

    BEFORE = "before_activity", _("inför en insats")
    REMINDER = "reminder", _("påminnelse")
    ROUTINE = "routine", _("rutin")


class AnsweredBy(models.TextChoices):
    """Which field of an activity answers a checklist question; empty means free text."""

    WHAT = "what", _("vad")
    PURPOSE = "purpose", _("syfte")
    OCCASION = "occasion", _("sammanhang")
    AUDIENCE = "audience", _("målgrupp")
    MESSAGE = "message", _("budskap")
    WHEN = "when", _("tidpunkt")
    WITH_WHOM = "with_whom", _("samarbete")
    MATERIAL = "material", _("material")
    SPOKESPERSON = "spokesperson", _("talesperson")
    QUESTIONS = "questions", _("väntade frågor")
    DOCUMENTATION = "documentation", _("dokumentation")
    EVALUATION = "evaluation", _("utvärdering")


class AnswerKind(models.TextChoices):
    """How an evaluation question is answered; empty means in free text."""

    GOAL_REACHED = "goal_reached", _("ja, delvis, nej eller vet inte")
    LESSON = "lesson", _("lärdom")
    YES_NO = "yes_no", _("ja eller nej")


class VersionState(models.TextChoices):
    """What the parties have said of a version; what follows from dates is never stored."""

    PROPOSED = "proposed", _("föreslagen")
    REJECTED = "rejected", _("avslagen")
    WITHDRAWN = "withdrawn", _("återtagen")
    ADOPTED = "adopted", _("fastställd")


class Validity(models.TextChoices):
    """Where an adopted version stands on a given day; derived from dates."""

    UPCOMING = "upcoming", _("kommande")
    IN_FORCE = "in_force", _("gällande")
    SUPERSEDED = "superseded", _("ersatt")
    EXPIRED = "expired", _("utgången")


class Verdict(models.TextChoices):
    """What a party says of a proposed version."""

    APPROVED = "approved", _("godkänd")
    REJECTED = "rejected", _("avslagen")
