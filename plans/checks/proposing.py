"""What stands in the way of proposing a version: one list for the page that shows it and the guard.

Everything else that may be missing is advice. What stands here would make a version that nobody
can approve, that says nothing, or that could never be in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.templatetags.swedish import long_date
from plans.enums import OrganisationRole, Verdict, VersionState
from plans.models import Plan, PlanVersion
from plans.permissions import approvers_of

Written = Mapping[str, Any]
"""A document value, or a section or an item of one."""

MESSAGES = "messages"


class Place(StrEnum):
    """Where something is mended; the pages know the addresses."""

    DOCUMENT = "document"
    SECTION = "section"
    OUTLINE = "outline"
    AGREEMENT = "agreement"
    MEMBERS = "members"
    VERSION = "version"


@dataclass(frozen=True)
class Missing:
    """A reason why the plan cannot be proposed; ``key`` is that of the section, if there is one."""

    sentence: str
    place: Place
    key: str = ""


def missing_to_propose(
    plan: Plan, document: Written, *, sha256: str, on: date
) -> tuple[Missing, ...]:
    """All that keeps ``document`` from being proposed on the day ``on``; empty when nothing does.

    ``sha256`` is that of the document's canonical bytes.
    """
    return (
        *_in_the_agreement(plan, on),
        *_in_the_versions(plan, sha256),
        *_in_the_document(document, on),
    )


def _in_the_agreement(plan: Plan, on: date) -> Iterator[Missing]:
    agreement = plan.agreement
    if agreement.has_expired(on):
        words = _("Överenskommelsen gick ut %s. Förläng eller förnya den först.")
        yield Missing(words % long_date(agreement.ends_on), Place.AGREEMENT)
    parties = list(agreement.parties.in_order().select_related("organisation"))
    if not parties:
        words = _("Överenskommelsen har inga parter som kan godkänna.")
        yield Missing(words, Place.AGREEMENT)
    seated = set(approvers_of(agreement).values_list("organisation", flat=True))
    for party in parties:
        if party.organisation_id not in seated:
            words = _("%s har ingen ledamot i styrgruppen som kan godkänna.")
            yield Missing(words % party, Place.MEMBERS)


def _in_the_versions(plan: Plan, sha256: str) -> Iterator[Missing]:
    versions = plan.versions.light()
    if proposed := versions.filter(state=VersionState.PROPOSED).first():
        words = _("Version %s är redan föreslagen och väntar på beslut.")
        yield Missing(words % proposed.number, Place.VERSION, str(proposed.number))
    newest = versions.filter(state=VersionState.ADOPTED).order_by("-valid_from", "-number").first()
    if newest is not None and newest.sha256 == sha256 and _all_have_approved(newest):
        words = _("Utkastet är detsamma som version %s. Ändra något först.")
        yield Missing(words % newest.number, Place.OUTLINE)


def _all_have_approved(version: PlanVersion) -> bool:
    """Whether today's parties are those that approved: a renewed agreement may have others."""
    approved = version.approvals.filter(verdict=Verdict.APPROVED).values("party")
    return not version.plan.agreement.parties.exclude(pk__in=approved).exists()


def _in_the_document(document: Written, on: date) -> Iterator[Missing]:
    if not document.get("title", "").strip():
        yield Missing(_("Planen har ingen titel."), Place.DOCUMENT)
    if (last := document.get("ends_on")) and date.fromisoformat(last) < on:
        words = _("Planens sista dag, %s, har redan passerat.")
        yield Missing(words % long_date(date.fromisoformat(last)), Place.DOCUMENT)
    roles = {row["role"] for row in document.get("organisations", [])}
    if OrganisationRole.PARTY not in roles:
        yield Missing(_("Planen nämner ingen organisation som part."), Place.DOCUMENT)
    sections = document.get("sections", [])
    if not any(_says_something(section) for section in sections):
        yield Missing(_("Planen har inget avsnitt med innehåll."), Place.OUTLINE)
    for section in sections:
        yield from _empty_messages(section)


def _empty_messages(section: Written) -> Iterator[Missing]:
    """Main messages without words, and sections for messages without any."""
    if section["kind"] == MESSAGES:
        mains = [item for item in _items(section) if item.get("is_main")]
        if not _says_something(section) or not all(_has_words(item) for item in mains):
            heading = section.get("heading") or _("Budskap")
            words = _("Huvudbudskapet under ”%s” är tomt.")
            yield Missing(words % heading, Place.SECTION, section["key"])
            return
    for child in section.get("sections", []):
        yield from _empty_messages(child)


def _says_something(section: Written) -> bool:
    return (
        bool(section.get("text", "").strip())
        or any(_has_words(item) for item in _items(section))
        or any(_says_something(child) for child in section.get("sections", []))
    )


def _items(row: Written) -> Iterator[Written]:
    for item in row.get("items", []):
        yield item
        yield from _items(item)


def _has_words(item: Written) -> bool:
    """Whether an item says anything; a figure does with its picture."""
    written = [item.get("name", ""), item.get("text", ""), *item.get("cells", [])]
    return bool(item.get("image")) or any(words.strip() for words in written)


def approvers_by_party(plan: Plan) -> list[tuple[str, list[User]]]:
    """The parties in order, each with the people who may decide for it."""
    people: dict[int, list[User]] = {}
    for user in approvers_of(plan.agreement).order_by("full_name", "pk"):
        people.setdefault(user.organisation_id or 0, []).append(user)
    parties = plan.agreement.parties.in_order().select_related("organisation")
    return [(str(party), people.get(party.organisation_id, [])) for party in parties]
