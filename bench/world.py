"""A small world to measure in: one person's agreements with ten plans and a thousand activities.

    python -m bench.world        (with the settings and the database of the bench; prints JSON)

It is made through the application's own services, so that every rule of the database holds. The
large world is made of copies of it (``bench.growth``).
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models can be imported from here on
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from accounts.enums import OrganisationKind  # noqa: E402
from accounts.models import Organisation, User  # noqa: E402
from activities.models import Activity  # noqa: E402
from appendix.document import build, read, restore  # noqa: E402
from appendix.services.renderings import ask_for_draft, ask_for_version  # noqa: E402
from appendix.services.versions import propose_draft  # noqa: E402
from bench.load import parts_of  # noqa: E402
from bench.unit.models import Errand, File, Note, Tag, Task  # noqa: E402
from bench.years import fill  # noqa: E402
from core.prints.models import Rendering  # noqa: E402
from core.prints.work import render_now  # noqa: E402
from plans.enums import MembershipRole  # noqa: E402
from plans.models import Agreement, Membership, Party, Plan  # noqa: E402
from plans.services.versions import approve_version  # noqa: E402

# The longest example comes first, and is the only one that is put in force: its pages are measured.
LONGEST = "samverkansplan"
EXAMPLES = (
    LONGEST,
    "kommunikationspolicy",
    LONGEST,
    "samverkansplan-kommun",
    "aktivitetstabeller",
    LONGEST,
    "kommunikationsstrategi",
)
PLANS = 10
AGREEMENTS = 4
ACTIVITIES_A_PLAN = 100
MEASURED = f"{LONGEST}-1"
MEASURED_AGREEMENT = "overenskommelse-1"


def main() -> None:
    """Fill the database that the settings name, and print what a client must know."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)  # the unit's tables
    call_command("collectstatic", verbosity=0, interactive=False)
    municipality = new_organisation("Älvhamra kommun", OrganisationKind.MUNICIPALITY)
    police = new_organisation("Lokalpolisområde Älvhamra", OrganisationKind.POLICE)
    coordinator = new_person("samordnare@alvhamra.example", municipality)
    chiefs = [
        new_person("kommundirektor@alvhamra.example", municipality),
        new_person("lpo-chef@polisen.example", police),
    ]
    agreements = [
        new_agreement(number, (municipality, police), coordinator, chiefs)
        for number in range(1, AGREEMENTS + 1)
    ]
    examples = cycle(EXAMPLES)
    for number, agreement in zip(range(1, PLANS + 1), cycle(agreements), strict=False):
        _plan(number, next(examples), agreement, coordinator, chiefs)
    unit = _unit(coordinator)
    json.dump(_answer(coordinator, unit), sys.stdout)


def new_organisation(name: str, kind: OrganisationKind) -> Organisation:
    """An organisation."""
    slug = name.split()[0].lower().replace("ä", "a") + f"-{kind}"
    return Organisation.objects.create(name=name, short_name=name[:20], kind=kind, slug=slug)


def new_person(email: str, organisation: Organisation) -> User:
    """Somebody of ``organisation``."""
    role = email.split("@", maxsplit=1)[0]
    return User.objects.create_user(
        email, full_name=f"{role} Älvhamra", title=role, organisation=organisation
    )


def new_agreement(
    number: int, parties: tuple[Organisation, ...], coordinator: User, chiefs: list[User]
) -> Agreement:
    """An agreement with a coordinator and a steering group."""
    today = localdate()
    agreement = Agreement.objects.create(
        title=f"Samverkansöverenskommelse {number} mellan kommunen och polisen",
        slug=f"overenskommelse-{number}",
        starts_on=date(today.year - 1, 1, 1),
        ends_on=date(today.year + 2, 12, 31),
        review_anchor=date(today.year - 1, 1, 1),
    )
    for position, organisation in enumerate(parties):
        Party.objects.create(agreement=agreement, organisation=organisation, position=position)
    Membership.objects.create(
        agreement=agreement, user=coordinator, role=MembershipRole.COORDINATOR
    )
    for chief in chiefs:
        Membership.objects.create(agreement=agreement, user=chief, role=MembershipRole.STEERING)
    return agreement


def _plan(
    number: int, example: str, agreement: Agreement, coordinator: User, chiefs: list[User]
) -> None:
    """A plan from an example. The longest has two versions, and now and then a third is proposed."""
    file = settings.BASE_DIR / "appendix" / "examples" / f"{example}.json"
    plan = restore(read(file.read_bytes()), agreement=agreement, slug=f"{example}-{number}")
    _activities(plan, [coordinator, *chiefs])
    if example != LONGEST:
        return
    for age in (200, 60):
        at = datetime.now(UTC) - timedelta(days=age)
        version = propose_draft(plan=_edited(plan, age), by=coordinator, at=at)
        for chief in chiefs:
            version = approve_version(version=version, by=chief, sha256=version.sha256, at=at)
    if number % 2 == 0:
        propose_draft(plan=_edited(plan, 0), by=coordinator)
    if plan.slug == MEASURED:
        render_now(ask_for_version(version=plan.versions.latest_begun(localdate()).get()))
        render_now(ask_for_draft(plan=plan, document=build(plan)))


def _edited(plan: Plan, edition: int) -> Plan:
    """The plan with other words in it: nobody proposes the same twice."""
    plan.owner = f"Kommunikationschefen, utgåva {edition}"
    plan.save()
    return plan


def _activities(plan: Plan, people: list[User]) -> None:
    """Fill the plan up to a hundred activities, in activity plans of two years."""
    missing = ACTIVITIES_A_PLAN - Activity.objects.filter(node__plan=plan).count()
    this_year = localdate().year
    fill(plan, this_year, missing - missing // 2, people)
    fill(plan, this_year + 1, missing // 2, people)


def _unit(owner: User) -> Errand:
    """The errand that the unit page shows, and some others."""
    day = date(2026, 3, 1)
    errands = Errand.objects.bulk_create(
        Errand(
            title=f"Belysning och siktlinjer vid torget, ärende {number}",
            text="Besiktning, åtgärder och uppföljning med fastighetsägare.\n\nKlart före hösten.",
            owner=owner,
            due_on=day + timedelta(days=number),
        )
        for number in range(10)
    )
    errand = errands[0]
    Tag.objects.bulk_create(Tag(errand=errand, word=f"ord {number}") for number in range(6))
    File.objects.bulk_create(
        File(errand=errand, name=f"protokoll-{number}.pdf", size=number * 48_211 + 900)
        for number in range(6)
    )
    states = cycle(("new", "ongoing", "late", "done"))
    tasks = Task.objects.bulk_create(
        Task(
            errand=errand,
            title=f"Stäm av punkt {number}",
            state=next(states),
            due_on=day + timedelta(days=number * 3),
            owner=owner,
        )
        for number in range(22)
    )
    at = datetime(2026, 2, 1, 9, tzinfo=UTC)
    Note.objects.bulk_create(
        Note(task=task, text="Entreprenören återkommer med pris och tider.", at=at)
        for task in tasks
    )
    return errand


def sign_in(person: User) -> dict[str, str]:
    """The cookie of a session of ``person``."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}


def _answer(person: User, unit: Errand) -> dict[str, object]:
    """The session of the measured person, the addresses to measure, and the queries of each."""
    cookies = sign_in(person)
    plan = Plan.objects.get(slug=MEASURED)
    draft = Rendering.objects.of("draft", plan.pk).get()
    version = plan.versions.latest_begun(localdate()).get()
    paths = {
        "empty": ["/bench/tom/"],
        "unit": [f"/bench/enhet/{unit.pk}/"],
        "start": ["/"],
        "agreement": [f"/overenskommelser/{MEASURED_AGREEMENT}/"],
        "plan": [f"/planer/{MEASURED}/"],
        "draft": [f"/planer/{MEASURED}/utkast/"],
        "version_pdf": [f"/planer/{MEASURED}/version/{version.number}/bilaga.pdf"],
        "draft_pdf": [
            f"POST /planer/{MEASURED}/utkast/skriv-ut/",
            f"/utskrifter/{draft.pk}/bilaga.pdf",
        ],
    }
    queries = {name: list(queries_of(steps, cookies)) for name, steps in paths.items()}
    visits = {name: [steps] for name, steps in paths.items()}
    return {"cookies": cookies, "csrf": settings.CSRF_COOKIE_NAME, "visits": visits} | {
        "queries": queries,
        "plans": Plan.objects.count(),
        "activities": Activity.objects.count(),
    }


def queries_of(
    steps: list[str], cookies: dict[str, str], again: list[str] | None = None
) -> Iterator[int]:
    """How many questions each step asks the database when it is asked again.

    What can be asked for only once is asked for by other steps ``again``.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(cookies)
    for first, second in zip(steps, again or steps, strict=True):
        _ask(client, first)
        with CaptureQueriesContext(connection) as captured:
            _ask(client, second)
        yield len(captured)


def _ask(client: Client, step: str) -> None:
    method, path, body = parts_of(step)
    kind = "application/x-www-form-urlencoded"
    accept = "application/json" if body else "text/html"
    response = client.generic(method, path, body, kind, headers={"Accept": accept})
    if response.status_code not in (200, 302):
        raise SystemExit(f"{step} answered {response.status_code}")


if __name__ == "__main__":
    main()
