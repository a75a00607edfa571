"""A new plan of an agreement, with the content of something that is there."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from appendix.document import build, canonical_bytes, read, restore, upgrade
from appendix.document.canonical import Document
from appendix.document.meaning import all_keys
from appendix.forerunners import Text
from core import changes
from core.slugs import free_slug
from plans.enums import AgreementKind, OrganisationRole, RelationKind
from plans.models import Agreement, Plan
from plans.permissions import agreement_abilities

# Members that name an organisation by its key; those of what is not taken along go too.
KEYED = ("party", "organisation", "deputy")


@transaction.atomic
def new_plan(
    *, agreement: Agreement, document: Document, title: str, kind: str, origin: str, by: User
) -> Plan:
    """A plan of ``agreement`` called ``title``, with the content of ``document``.

    Its parties are the agreement's, by the names that they have there, and it says that it is an
    annex. ``origin`` is what the log keeps of where the content is from. Raises PermissionDenied for
    those who do not work there, ValidationError when the agreement has been renewed.
    """
    if not agreement_abilities(by, agreement).work:
        raise PermissionDenied
    # Held, so that nobody renews the agreement meanwhile and leaves the plan behind.
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if Agreement.objects.filter(renews=agreement).exists():
        raise ValidationError(_("Överenskommelsen är förnyad. Gör planen under den nya."))
    written = under(agreement, document) | {"title": title, "kind": kind}
    # Read as a file would be: whatever it was made of, what is stored is a document.
    plan = restore(read(canonical_bytes(written)), agreement=agreement, slug=free_slug(Plan, title))
    changes.record(
        by=by,
        scope=f"plan:{plan.pk}",
        action="added",
        kind="plan",
        key=plan.slug,
        after={"title": title, "kind": kind, "from": origin},
    )
    return plan


def content_of(text: Text) -> Document:
    """The document that a wording of another plan says."""
    if text.version is None:
        return build(text.plan)
    return upgrade(json.loads(text.version.document))


def under(agreement: Agreement, document: Document) -> Document:
    """``document`` as one of ``agreement``: its parties, its annex, no other organisation's things."""
    parties = _parties(agreement, document)
    keys_of_parties = {party["key"] for party in parties}
    others = [
        row
        for row in document.get("organisations", [])
        if row["role"] != OrganisationRole.PARTY and row["key"] not in keys_of_parties
    ]
    kept = {**document, "organisations": [*parties, *others]}
    kept["relations"] = [
        *_annex(agreement, [party["name"] for party in parties]),
        *(r for r in document.get("relations", []) if r["kind"] != RelationKind.ANNEX_TO),
    ]
    keys = {key for key, _names, _path in all_keys(kept)}
    tied: Document = _tied(kept, keys)
    used = set(_image_names(tied.get("sections"))) | set(_image_names(tied["organisations"]))
    images = {name: image for name, image in tied.get("images", {}).items() if name in used}
    return {**tied, "images": images}


def _parties(agreement: Agreement, document: Document) -> list[dict[str, Any]]:
    """The agreement's parties; one that the document names too keeps what it says of it."""
    written = {row["name"]: row for row in document.get("organisations", [])}
    taken = {key for key, _names, _path in all_keys(document)}
    rows = []
    for party in agreement.parties.in_order().select_related("organisation"):
        organisation = party.organisation
        key = f"part-{organisation.slug}"[:70].strip("-")
        while key in taken:
            key += "-2"
        known = written.get(organisation.name, {"key": key, "name": organisation.name})
        known = known | {"role": OrganisationRole.PARTY.value, "kind": organisation.kind}
        taken.add(known["key"])
        rows.append(known)
    return rows


def _annex(agreement: Agreement, names: list[str]) -> list[dict[str, Any]]:
    """What the plan belongs to, as a proposal that the authors reword."""
    if agreement.kind == AgreementKind.NONE or len(names) < 2:
        return []
    what = {
        AgreementKind.AGREEMENT: _("Bilaga till samverkansöverenskommelsen mellan %s"),
        AgreementKind.CONTRACT: _("Bilaga till avtalet mellan %s"),
    }.get(AgreementKind(agreement.kind))
    between = _("%(most)s och %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
    words = what % between if what else _("Bilaga till %s") % agreement.title
    return [{"kind": RelationKind.ANNEX_TO.value, "words": words}]


def _tied(value: Any, keys: set[str]) -> Any:
    """``value`` without ties to organisations that were left behind."""
    if isinstance(value, list):
        return [_tied(member, keys) for member in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _tied(member, keys)
        for name, member in value.items()
        if name not in KEYED or not isinstance(member, str) or member in keys
    }


def _image_names(value: Any) -> set[str]:
    """The SHA-256 of every picture that ``value`` shows."""
    if isinstance(value, list):
        return set().union(*map(_image_names, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    own = {value[name] for name in ("image", "logo") if isinstance(value.get(name), str)}
    return own.union(*map(_image_names, value.values()))
