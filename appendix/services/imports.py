"""Taking a document in: as a plan of an agreement, or with an agreement of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from appendix.document import DocumentError, Problem, restore
from appendix.document.canonical import Document
from core import changes
from core.slugs import free_slug
from plans.enums import AgreementKind, ControlKind, OrganisationRole
from plans.models import Agreement, Party, Plan

LONGEST_NAME = 200  # as Organisation holds it


@transaction.atomic
def import_document(*, document: Document, agreement: Agreement, by: User | None) -> Plan:
    """A new plan of ``agreement`` with the content of ``document``, which must come from ``read``.

    Raises DocumentError when the document names other parties than the agreement has.
    """
    if problems := party_problems(document, agreement):
        raise DocumentError(problems)
    plan = restore(document, agreement=agreement, slug=free_slug(Plan, document["title"]))
    changes.record(
        by=by,
        scope=f"plan:{plan.pk}",
        action="imported",
        kind="plan",
        key=plan.slug,
        after={"title": plan.title},
    )
    return plan


@transaction.atomic
def agreement_from(*, document: Document, by: User | None) -> Agreement:
    """A new agreement between the parties that ``document`` names; missing organisations are made.

    Raises DocumentError when the document names no party, or parties that cannot agree.
    """
    parties = _parties(document)
    starts_on, ends_on = _agreed_period(document)
    numbers = _registration_numbers(document)
    if problems := _unfit_parties(parties):
        raise DocumentError(problems)
    title = _("Överenskommelse: %s") % ", ".join(party["name"] for party in parties)
    agreement = Agreement.objects.create(
        title=title[:300],
        slug=free_slug(Agreement, " ".join(party["name"] for party in parties)),
        kind=AgreementKind.AGREEMENT if len(parties) > 1 else AgreementKind.NONE,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    for position, party in enumerate(parties):
        organisation = _organisation(party["name"], party.get("kind", OrganisationKind.OTHER))
        Party.objects.create(
            agreement=agreement,
            organisation=organisation,
            position=position,
            registration_number=numbers.get(party["key"], "")[:60],
        )
    changes.record(
        by=by,
        scope=f"agreement:{agreement.pk}",
        action="imported",
        kind="agreement",
        key=agreement.slug,
        after={"title": agreement.title},
    )
    return agreement


def party_problems(document: Document, agreement: Agreement) -> list[Problem]:
    """How the parties of ``document`` differ from those of ``agreement``, by name.

    A document that names no organisation at all fits every agreement.
    """
    if not document.get("organisations"):
        return []
    written = {party["name"]: party for party in _parties(document)}
    known = {str(party) for party in agreement.parties.select_related("organisation")}
    foreign = [
        Problem("organisations", _("”%s” är inte part i överenskommelsen") % name)
        for name in sorted(written.keys() - known)
    ]
    missing = [
        Problem("organisations", _("överenskommelsens part ”%s” saknas i dokumentet") % name)
        for name in sorted(known - written.keys())
    ]
    return foreign + missing


def _unfit_parties(parties: Sequence[dict[str, str]]) -> list[Problem]:
    """Why no agreement can be made between ``parties``."""
    names = Counter(party["name"] for party in parties)
    if not names:
        return [Problem("organisations", _("dokumentet nämner ingen part att ingå avtal med"))]
    twice = [
        Problem("organisations", _("”%s” är part två gånger") % name)
        for name, times in names.items()
        if times > 1
    ]
    long = [
        Problem("organisations", _("”%(name)s…” är längre än %(limit)s tecken") % shown)
        for shown in (
            {"name": n[:40], "limit": LONGEST_NAME} for n in names if len(n) > LONGEST_NAME
        )
    ]
    return twice + long


def _parties(document: Document) -> Sequence[dict[str, str]]:
    rows = document.get("organisations", [])
    return [row for row in rows if row["role"] == OrganisationRole.PARTY]


def _organisation(name: str, kind: str) -> Organisation:
    """The organisation called ``name``; two names may well make the same address."""
    found = Organisation.objects.filter(name=name).first()
    return found or Organisation.objects.create(
        name=name, kind=kind, slug=free_slug(Organisation, name)
    )


def _agreed_period(document: Document) -> tuple[date | None, date | None]:
    """The agreement's first and last day, where a row of document control types them."""
    for row in document.get("control", []):
        if row.get("kind") == ControlKind.VALID and "value" in row:
            first, last = row["value"].split("/")
            return _day(first), _day(last)
    return None, None


def _registration_numbers(document: Document) -> dict[str, str]:
    """Registration numbers by the key of the organisation whose they are."""
    return {
        row["organisation"]: row.get("value") or row.get("words", "")
        for row in document.get("control", [])
        if row.get("kind") == ControlKind.REGISTRATION_NUMBER and "organisation" in row
    }


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
