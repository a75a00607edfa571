"""The demo: an invented municipality, its neighbour, and the police area that they share.

Idempotent: what is there already is left as it is. Known passwords: only for a machine on which
somebody tries the system out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from appendix.document import read, restore
from appendix.services.versions import propose_draft
from plans.enums import AgreementKind, MembershipRole
from plans.models import Agreement, Membership, Party, Plan
from plans.services.versions import approve_version

from . import demo_review, demo_year
from .demo_outcomes import load_outcomes
from .demo_picture import load_picture
from .demo_review import load_reviews
from .demo_year import load_years

PASSWORD = "samrad-demo-2026"  # noqa: S105 - known to all, and meant to be
POLICE = "Lokalpolisområde Älvhamra/Norrskog"
DISTRICT = "Östra Älvhamras stadsdelsförvaltning"
NEIGHBOUR = "Norrskogs kommun"
ASSOCIATION = "Samordningsförbundet Älvhamra-Norrskog"
YEARS_OF = "kommunikationsplan-ostra-alvhamra"
UNION = "Kommunförbundet Älvskog"

ORGANISATIONS = {
    DISTRICT: ("ostra-alvhamra", "Östra Älvhamra", OrganisationKind.DISTRICT),
    POLICE: ("lpo-alvhamra-norrskog", "LPO Älvhamra/Norrskog", OrganisationKind.POLICE),
    NEIGHBOUR: ("norrskog", "Norrskog", OrganisationKind.MUNICIPALITY),
    ASSOCIATION: ("samordningsforbundet", "Samordningsförbundet", OrganisationKind.ASSOCIATION),
    UNION: ("kommunforbundet-alvskog", "Älvskog", OrganisationKind.ASSOCIATION),
}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in; named after what they do."""

    email: str
    name: str
    title: str
    organisation: str
    is_administrator: bool = False


@dataclass(frozen=True)
class DemoAgreement:
    """An agreement with its parties, its plans and the roles of its people."""

    slug: str
    title: str
    kind: AgreementKind
    parties: Sequence[str]
    starts_on: date | None
    ends_on: date | None
    roles: Sequence[tuple[str, MembershipRole]]
    plans: Sequence[DemoPlan]


@dataclass(frozen=True)
class DemoPlan:
    """A plan made from an example; with ``approvers`` it is adopted on ``adopted_on``."""

    slug: str
    example: str
    adopted_on: date | None = None
    proposer: str = ""
    approvers: Sequence[str] = ()


ADMINISTRATOR = "administrator@alvhamra.example"
COORDINATOR = "samordnare@alvhamra.example"
COMMUNICATOR = "kommunikator@alvhamra.example"
COMMUNITY_OFFICER = "kommunpolis@polisen.example"
DIRECTOR = "stadsdelsdirektor@alvhamra.example"
POLICE_CHIEF = "lpo-chef@polisen.example"
READER = "medarbetare@alvhamra.example"
NEIGHBOUR_COORDINATOR = "samordnare@norrskog.example"
NEIGHBOUR_DIRECTOR = "kommundirektor@norrskog.example"
FUND_CHIEF = "forbundschef@samordning.example"

PEOPLE = (
    DemoPerson(ADMINISTRATOR, "Systemförvaltare Älvhamra", "systemförvaltare", DISTRICT, True),
    DemoPerson(COORDINATOR, "Samordnare Östra Älvhamra", "trygghetssamordnare", DISTRICT),
    DemoPerson(COMMUNICATOR, "Kommunikatör Östra Älvhamra", "kommunikatör", DISTRICT),
    DemoPerson(DIRECTOR, "Stadsdelsdirektör Östra Älvhamra", "stadsdelsdirektör", DISTRICT),
    DemoPerson(READER, "Medarbetare Östra Älvhamra", "fritidsledare", DISTRICT),
    DemoPerson(COMMUNITY_OFFICER, "Kommunpolis Älvhamra", "kommunpolis", POLICE),
    DemoPerson(POLICE_CHIEF, "Lokalpolisområdeschef Älvhamra", "LPO-chef", POLICE),
    DemoPerson(NEIGHBOUR_COORDINATOR, "Samordnare Norrskog", "preventionssamordnare", NEIGHBOUR),
    DemoPerson(NEIGHBOUR_DIRECTOR, "Kommundirektör Norrskog", "kommundirektör", NEIGHBOUR),
    DemoPerson(FUND_CHIEF, "Förbundschef Älvhamra-Norrskog", "förbundschef", ASSOCIATION),
)


def agreements(today: date) -> tuple[DemoAgreement, ...]:
    """What the demo holds, with days that make the first plan be in force on ``today``."""
    year = today.year
    return (
        DemoAgreement(
            slug="ostra-alvhamra-polisen",
            title="Samverkansöverenskommelse Östra Älvhamra och polisen",
            kind=AgreementKind.AGREEMENT,
            parties=(DISTRICT, POLICE),
            starts_on=date(year - 1, 1, 1),
            ends_on=date(year + 2, 12, 31),
            roles=(
                (COORDINATOR, MembershipRole.COORDINATOR),
                (COMMUNICATOR, MembershipRole.COMMUNICATOR),
                (COMMUNITY_OFFICER, MembershipRole.COMMUNICATOR),
                (DIRECTOR, MembershipRole.STEERING),
                (POLICE_CHIEF, MembershipRole.STEERING),
                (READER, MembershipRole.READER),
            ),
            plans=(
                DemoPlan(
                    "kommunikationsplan-ostra-alvhamra",
                    "samverkansplan",
                    today - timedelta(days=60),
                    COORDINATOR,
                    (DIRECTOR, POLICE_CHIEF),
                ),
                DemoPlan("kommunikationspolicy-ostra-alvhamra", "kommunikationspolicy"),
            ),
        ),
        DemoAgreement(
            slug="norrskog-polisen",
            title="Samverkansöverenskommelse Norrskogs kommun och polisen",
            kind=AgreementKind.AGREEMENT,
            parties=(NEIGHBOUR, POLICE),
            starts_on=date(2023, 3, 1),
            ends_on=date(2025, 12, 31),
            roles=(
                (NEIGHBOUR_COORDINATOR, MembershipRole.COORDINATOR),
                (COMMUNITY_OFFICER, MembershipRole.COMMUNICATOR),
                (NEIGHBOUR_DIRECTOR, MembershipRole.STEERING),
                (POLICE_CHIEF, MembershipRole.STEERING),
            ),
            plans=(
                DemoPlan(
                    "kommunikationsplan-norrskog",
                    "samverkansplan-kommun",
                    date(2023, 3, 14),
                    NEIGHBOUR_COORDINATOR,
                    (NEIGHBOUR_DIRECTOR, POLICE_CHIEF),
                ),
            ),
        ),
        DemoAgreement(
            slug="samordningsforbundet",
            title="Samordningsförbundets egna dokument",
            kind=AgreementKind.NONE,
            parties=(ASSOCIATION,),
            starts_on=None,
            ends_on=None,
            roles=(
                (FUND_CHIEF, MembershipRole.COORDINATOR),
                (FUND_CHIEF, MembershipRole.STEERING),
            ),
            plans=(DemoPlan("kommunikationsplan-samordningsforbundet", "aktivitetstabeller"),),
        ),
        DemoAgreement(
            slug="kommunforbundet-alvskog",
            title="Kommunförbundet Älvskogs egna dokument",
            kind=AgreementKind.NONE,
            parties=(UNION,),
            starts_on=None,
            ends_on=None,
            roles=((FUND_CHIEF, MembershipRole.READER), (COORDINATOR, MembershipRole.COORDINATOR)),
            plans=(DemoPlan("kommunikationsstrategi-alvskog", "kommunikationsstrategi"),),
        ),
    )


@transaction.atomic
def load_demo(today: date | None = None) -> None:
    """Put the demo into the database, so far as it is not there."""
    organisations = {
        name: Organisation.objects.get_or_create(
            name=name, defaults={"slug": slug, "short_name": short, "kind": kind}
        )[0]
        for name, (slug, short, kind) in ORGANISATIONS.items()
    }
    people = {person.email: _person(person, organisations) for person in PEOPLE}
    day = today or localdate()
    for demo in agreements(day):
        _agreement(demo, organisations, people)
    _years(organisations, people, day)
    plan = Plan.objects.select_related("agreement").get(slug=YEARS_OF)
    load_outcomes(plan, people[COORDINATOR], day)
    load_picture(plan.agreement, people[COORDINATOR])
    load_reviews(
        plan.agreement,
        {
            demo_review.COORDINATOR: people[COORDINATOR],
            demo_review.COMMUNICATOR: people[COMMUNICATOR],
            demo_review.DIRECTOR: people[DIRECTOR],
            demo_review.CHIEF: people[POLICE_CHIEF],
            demo_review.OFFICER: people[COMMUNITY_OFFICER],
        },
        day,
    )


def _years(organisations: dict[str, Organisation], people: dict[str, User], today: date) -> None:
    load_years(
        Plan.objects.get(slug=YEARS_OF),
        {demo_year.DISTRICT: organisations[DISTRICT], demo_year.POLICE: organisations[POLICE]},
        {
            demo_year.COORDINATOR: people[COORDINATOR],
            demo_year.COMMUNICATOR: people[COMMUNICATOR],
            demo_year.OFFICER: people[COMMUNITY_OFFICER],
        },
        today,
    )


def _person(person: DemoPerson, organisations: dict[str, Organisation]) -> User:
    if existing := User.objects.filter(email=person.email).first():
        return existing
    return User.objects.create_user(
        person.email,
        PASSWORD,
        full_name=person.name,
        title=person.title,
        organisation=organisations[person.organisation],
        is_administrator=person.is_administrator,
    )


def _agreement(
    demo: DemoAgreement, organisations: dict[str, Organisation], people: dict[str, User]
) -> None:
    agreement, is_new = Agreement.objects.get_or_create(
        slug=demo.slug,
        defaults={
            "title": demo.title,
            "kind": demo.kind,
            "starts_on": demo.starts_on,
            "ends_on": demo.ends_on,
            "review_anchor": demo.starts_on,
        },
    )
    if is_new:
        for position, name in enumerate(demo.parties):
            Party.objects.create(
                agreement=agreement, organisation=organisations[name], position=position
            )
        for email, role in demo.roles:
            Membership.objects.create(agreement=agreement, user=people[email], role=role)
    for plan in demo.plans:
        if not Plan.objects.filter(slug=plan.slug).exists():
            _plan(plan, agreement, people)


def _plan(demo: DemoPlan, agreement: Agreement, people: dict[str, User]) -> None:
    file = Path(settings.BASE_DIR) / "appendix" / "examples" / f"{demo.example}.json"
    plan = restore(read(file.read_bytes()), agreement=agreement, slug=demo.slug)
    if demo.adopted_on is None:
        return
    at = datetime.combine(demo.adopted_on, datetime.min.time(), UTC) + timedelta(hours=9)
    version = propose_draft(plan=plan, by=people[demo.proposer], at=at)
    for email in demo.approvers:
        version = approve_version(version=version, by=people[email], sha256=version.sha256, at=at)
