"""Named people with fixed relations, their agreements and plans: one world for all tests.

Älvhamra and the police have an agreement, so have Norrskog and the same police, and an association
stands alone. A test asks for ``world``, or for ``open_world`` if it commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django import DjangoDbBlocker

from accounts.models import Organisation, User
from appendix.document import read, restore
from appendix.document.canonical import canonical_bytes
from appendix.services.versions import propose_draft
from plans.enums import AgreementKind, MembershipRole
from plans.models import Agreement, Membership, Party, Plan, PlanVersion
from plans.services.versions import approve_version

from .keeping import kept
from .pictures import picture, stored

PASSWORD = "korrekt häst batteri"


@dataclass(frozen=True)
class World:
    """Everybody and everything, by name.

    A person without a prefix works at Älvhamra municipality. ``police_chief`` decides for the
    police in both agreements; the other police people take part in Älvhamra's only.
    """

    municipality: Organisation
    police: Organisation
    neighbour: Organisation
    association: Organisation

    agreement: Agreement  # Älvhamra and the police
    neighbours_agreement: Agreement  # Norrskog and the same police
    lone_agreement: Agreement  # the association by itself

    reader: User
    communicator: User
    coordinator: User
    director: User  # in the steering group, for the municipality
    police_reader: User
    police_communicator: User
    police_coordinator: User
    police_chief: User  # in both steering groups, for the police
    neighbour_reader: User
    neighbour_communicator: User
    neighbour_coordinator: User
    neighbour_director: User
    lone_chief: User  # coordinator and steering group of the association's own agreement
    former: User  # of the municipality; their membership has ended
    outsider: User  # of the municipality, without any role
    administrator: User

    draft: Plan  # Älvhamra's, never proposed
    proposed: Plan  # Älvhamra's, its first version waits for the parties
    in_force: Plan  # Älvhamra's: one version in force, and a later wording in the draft
    expired: Plan  # Älvhamra's, adopted, its last day was yesterday
    foreign: Plan  # Norrskog's, in force
    lone: Plan  # the association's, never proposed

    @property
    def people(self) -> dict[str, User]:
        """Everybody by the name of their field."""
        return {name: row for name, row in vars(self).items() if isinstance(row, User)}


def small_document(title: str, *parties: Organisation, **members: Any) -> dict[str, Any]:
    """A document that has a bit of what every page needs: a logo, items, a reference, a figure."""
    logo, figure = picture((200, 30, 30)), picture()
    images = stored(logo) | stored(figure)
    logo_key, figure_key = images
    organisations: list[dict[str, Any]] = [
        {"key": f"org-{party.slug}", "name": party.name, "kind": party.kind, "role": "party"}
        for party in parties
    ]
    if organisations:
        organisations[0] |= {"logo": logo_key, "logo_alt": "Kommunvapen"}
    else:
        del images[logo_key]
    return {
        "schema": 1,
        "kind": "plan",
        "title": title,
        "organisations": organisations,
        "sections": [
            {"key": "syfte", "kind": "text", "heading": "Syfte", "text": "Vi talar med en röst."},
            {
                "key": "malgrupper",
                "kind": "target_groups",
                "heading": "Målgrupper",
                "items": [{"key": "boende", "name": "Boende"}, {"key": "chefer", "name": "Chefer"}],
            },
            {
                "key": "mal",
                "kind": "goals",
                "heading": "Mål",
                "items": [{"key": "kanna-till", "name": "Känna till", "audience": ["boende"]}],
            },
            {
                "key": "aktiviteter",
                "kind": "activities",
                "heading": "Aktiviteter",
                "items": [{"key": "mote", "name": "Möte", "timing": "varje vår"}],
            },
            {
                "key": "bild",
                "kind": "figure",
                "heading": "Bild",
                "items": [{"key": "karta", "image": figure_key, "alt": "Karta över torget"}],
            },
        ],
        "images": images,
        **members,
    }


def make_plan(agreement: Agreement, slug: str, title: str = "", **members: Any) -> Plan:
    """A plan of ``agreement`` with the content of ``small_document``."""
    parties = Organisation.objects.filter(parties__agreement=agreement).order_by(
        "parties__position"
    )
    document = small_document(title or slug.capitalize(), *parties, **members)
    return restore(read(canonical_bytes(document)), agreement=agreement, slug=slug)


def adopt(
    plan: Plan,
    by: User,
    *approvers: User,
    on: date | None = None,
    valid_from: date | None = None,
) -> PlanVersion:
    """The draft of ``plan``, proposed and approved by all, on ``on`` (today unless told)."""
    at = timezone.now() if on is None else datetime.combine(on, time(10), UTC)
    version = propose_draft(plan=plan, by=by, wished_from=valid_from, at=at)
    for approver in approvers:
        version = approve_version(version=version, by=approver, sha256=version.sha256, at=at)
    return version


def build_world() -> World:
    """Put the world into the database."""
    today = localdate()
    municipality = _organisation("Älvhamra kommun", "alvhamra", "municipality")
    police = _organisation("Lokalpolisområde Älvhamra/Norrskog", "polisen", "police")
    neighbour = _organisation("Norrskogs kommun", "norrskog", "municipality")
    association = _organisation("Samordningsförbundet Älvhamra", "forbundet", "association")

    agreement = _agreement("alvhamra-polisen", municipality, police)
    neighbours_agreement = _agreement("norrskog-polisen", neighbour, police)
    lone_agreement = _agreement("forbundet", association)

    role = MembershipRole
    reader = _person("reader", municipality, agreement, role.READER)
    communicator = _person("communicator", municipality, agreement, role.COMMUNICATOR)
    coordinator = _person("coordinator", municipality, agreement, role.COORDINATOR)
    director = _person("director", municipality, agreement, role.STEERING)
    police_chief = _person("police_chief", police, agreement, role.STEERING)
    _member(police_chief, neighbours_agreement, role.STEERING)
    neighbour_coordinator = _person(
        "neighbour_coordinator", neighbour, neighbours_agreement, role.COORDINATOR
    )
    neighbour_director = _person(
        "neighbour_director", neighbour, neighbours_agreement, role.STEERING
    )
    lone_chief = _person("lone_chief", association, lone_agreement, role.COORDINATOR)
    _member(lone_chief, lone_agreement, role.STEERING)
    former = _person("former", municipality, agreement, role.COORDINATOR)
    Membership.objects.filter(user=former).update(ended_at=timezone.now())

    draft = make_plan(agreement, "utkast")
    proposed = make_plan(agreement, "foreslagen")
    propose_draft(plan=proposed, by=coordinator)
    in_force = make_plan(agreement, "gallande")
    adopt(in_force, coordinator, director, police_chief, on=today - timedelta(days=30))
    Plan.objects.filter(pk=in_force.pk).update(subtitle="Ny lydelse i utkastet")
    in_force.refresh_from_db()
    yesterday = today - timedelta(days=1)
    expired = make_plan(agreement, "utgangen", ends_on=yesterday.isoformat())
    adopt(expired, coordinator, director, police_chief, on=today - timedelta(days=400))
    foreign = make_plan(neighbours_agreement, "grannens")
    adopt(
        foreign,
        neighbour_coordinator,
        neighbour_director,
        police_chief,
        on=today - timedelta(days=20),
    )
    return World(
        municipality=municipality,
        police=police,
        neighbour=neighbour,
        association=association,
        agreement=agreement,
        neighbours_agreement=neighbours_agreement,
        lone_agreement=lone_agreement,
        reader=reader,
        communicator=communicator,
        coordinator=coordinator,
        director=director,
        police_reader=_person("police_reader", police, agreement, role.READER),
        police_communicator=_person("police_communicator", police, agreement, role.COMMUNICATOR),
        police_coordinator=_person("police_coordinator", police, agreement, role.COORDINATOR),
        police_chief=police_chief,
        neighbour_reader=_person("neighbour_reader", neighbour, neighbours_agreement, role.READER),
        neighbour_communicator=_person(
            "neighbour_communicator", neighbour, neighbours_agreement, role.COMMUNICATOR
        ),
        neighbour_coordinator=neighbour_coordinator,
        neighbour_director=neighbour_director,
        lone_chief=lone_chief,
        former=former,
        outsider=_person("outsider", municipality),
        administrator=_person("administrator", municipality, is_administrator=True),
        draft=draft,
        proposed=proposed,
        in_force=in_force,
        expired=expired,
        foreign=foreign,
        lone=make_plan(lone_agreement, "forbundets"),
    )


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, built once for a module."""
    yield from kept(django_db_blocker, build_world)


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """The world, anew for each test that asks for it; not for tests that commit."""
    return deepcopy(kept_world)


@pytest.fixture
def open_world(transactional_db: None) -> World:
    """The world where other threads and processes see it, for tests that commit."""
    return build_world()


def _organisation(name: str, slug: str, kind: str) -> Organisation:
    return Organisation.objects.create(name=name, slug=slug, kind=kind)


def _agreement(slug: str, *parties: Organisation) -> Agreement:
    kind = AgreementKind.AGREEMENT if len(parties) > 1 else AgreementKind.NONE
    agreement = Agreement.objects.create(title=f"Överenskommelse {slug}", slug=slug, kind=kind)
    for position, organisation in enumerate(parties):
        Party.objects.create(agreement=agreement, organisation=organisation, position=position)
    return agreement


def _person(
    name: str,
    organisation: Organisation,
    agreement: Agreement | None = None,
    role: MembershipRole | None = None,
    *,
    is_administrator: bool = False,
) -> User:
    address = f"{name.replace('_', '-')}@{organisation.slug}.example"
    words = name.replace("_", " ").capitalize()
    user = User.objects.create_user(
        address,
        PASSWORD,
        full_name=f"{words} {organisation.slug.capitalize()}",
        title=words,
        organisation=organisation,
        is_administrator=is_administrator,
    )
    if agreement is not None and role is not None:
        _member(user, agreement, role)
    return user


def _member(user: User, agreement: Agreement, role: MembershipRole) -> None:
    Membership.objects.create(agreement=agreement, user=user, role=role)
