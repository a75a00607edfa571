"""What each page costs in questions to the database: the same for one as for many, and as written down.

``query_counts.json`` beside this file is the budget. A page that asks more or fewer times than it
says fails here; the new file is printed, so that the change is seen by whoever reads the commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from appendix import reading, working_text
from appendix.document import build
from appendix.services import renderings
from appendix.services.versions import propose_draft
from core.kept import Kept
from core.mail import queue_mail
from core.prints import queue
from core.prints.models import Rendering
from plans import registry
from plans.enums import MembershipRole
from plans.models import Agreement, Membership, Party, Plan
from plans.services.agreements import save_agreement
from plans.services.versions import approve_version
from tests.people import PASSWORD, World, adopt, make_plan
from tests.permissions.places_members import invitation
from tests.permissions.table import rows
from tests.pictures import picture, stored

from .calendar_scene import calendar_paths

pytestmark = pytest.mark.django_db
BUDGETS = Path(__file__).with_name("query_counts.json")
MANY = 20
SECRET = "hemlig-{}"
# What these may cost, whoever writes the budget anew.
MOST = {"appendix:editor": 12, "appendix:edit_section": 12, "POST appendix:edit_row": 14}
[IMAGE] = stored(picture())
# Reading the draft: what the plan itself costs, and then one question for each kind of section.
DRAFT_BASE = 12


def count(client: Client, path: str, posted: dict[str, Any] | None = None) -> int:
    """Questions that an answer took, nothing being kept from earlier ones."""
    cache.clear()  # attempts are counted there
    reading._kept = Kept(reading.MOST_KEPT)
    working_text._kept = Kept(working_text.MOST_KEPT)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path) if posted is None else client.post(path, posted)
        answer.getvalue()
    assert answer.status_code in (200, 302), f"{path}: {answer.status_code}"
    return len(queries)


def sections(how_many: int) -> list[dict[str, Any]]:
    """Of every kind so many sections, the first of them with so many items."""
    written = []
    for kind in registry.kinds():
        for number in range(how_many):
            key = f"{kind.name.replace('_', '-')}-{number}"
            items = [
                {"key": f"{key}-{row}", "name": f"Rad {row}"}
                for row in range(how_many if number == 0 else 1)
            ]
            section = {"key": key, "kind": kind.name, "heading": f"{kind.label} {number}"}
            if kind.name == "figure":
                items = [item | {"image": IMAGE, "alt": "Karta"} for item in items]
            written.append(section | ({"items": items} if kind.model else {"text": "Text."}))
    return written


@dataclass(frozen=True)
class Scene:
    """One person, and of everything as many as is said."""

    world: World
    user: User
    agreement: Agreement
    plan: Plan
    how_many: int

    def paths(self) -> dict[str, str]:
        """Every page that shows something of the above, by the name of its address."""
        slug = self.plan.slug
        version = self.plan.versions.get(number=self.how_many)
        draft = renderings.ask_for_draft(plan=self.plan, document=build(self.plan))
        queue.finish(rendering=draft, pdf=b"%PDF-1.7")
        stored = renderings.ask_for_version(version=version)
        queue.finish(rendering=stored, pdf=b"%PDF-1.7")
        organisation = self.plan.organisations.all()[0]
        arguments: dict[str, Sequence[object]] = {
            "start": [],
            "agreement": [self.agreement.slug],
            "members": [self.agreement.slug],
            "all_status": [],
            "status": [self.agreement.slug],
            "agreement_log": [self.agreement.slug],
            "member": [self.agreement.slug, self.user.pk],
            "renew": [self.agreement.slug],
            "new_plan": [self.agreement.slug],
            "invitation": [SECRET.format(self.how_many)],
            "administration:start": [],
            "administration:organisations": [],
            "administration:agreements": [],
            "administration:agreement": [self.agreement.pk],
            "administration:people": [],
            "administration:mails": [],
            "appendix:plan": [slug],
            "appendix:plan_image": [slug, IMAGE],
            "appendix:plan_pdf": [slug],
            "appendix:draft": [slug],
            "appendix:draft_image": [slug, IMAGE],
            "appendix:draft_json": [slug],
            "appendix:version": [slug, self.how_many],
            "appendix:version_image": [slug, self.how_many, IMAGE],
            "appendix:version_json": [slug, self.how_many],
            "appendix:version_pdf": [slug, self.how_many],
            "appendix:version_list": [slug],
            "appendix:compare_draft": [slug],
            "appendix:compare_versions": [slug, self.how_many, 1],
            "appendix:propose": [slug],
            "appendix:editor": [slug],
            "appendix:edit_section": [slug, "goals-0"],
            "appendix:edit_row": [slug, "goals-0-0"],
            "appendix:edit_columns": [slug, "table-0"],
            "appendix:control": [slug],
            "appendix:edit_control": [slug, "organisationer", organisation.pk],
            "appendix:history": [slug],
            "appendix:history_of": [slug, "goals-0"],
            "appendix:comments": [slug],
            "appendix:bin": [slug],
            "appendix:advice": [slug],
            "appendix:check_start": [],
            "core:rendering": [draft.pk],
            "core:rendering_pdf": [draft.pk],
            "appendix:check": [version.code],
            "core:accessibility": [],
            "core:cookies": [],
            "account_change_password": [],
            "admin:index": [],
            "admin:accounts_user_changelist": [],
            "admin:accounts_organisation_changelist": [],
            "admin:plans_agreement_changelist": [],
            "admin:core_outgoingmail_changelist": [],
        }
        foreign = self.world.neighbours_agreement
        arguments |= calendar_paths(self.agreement, self.user, foreign, self.how_many)
        return {name: reverse(name, args=words) for name, words in arguments.items()}


def build_scene(world: World, how_many: int) -> Scene:
    """The user's agreements, as many plans in one of them, and a plan with as much of everything."""
    user = person(world, f"person-{how_many}")
    agreements = [agreement_of(world, user, f"a{how_many}-{number}") for number in range(how_many)]
    first = agreements[0]
    for number in range(how_many):
        make_plan(first, f"plan-{how_many}-{number}")
        member(person(world, f"member-{how_many}-{number}"), first, MembershipRole.READER)
        queue_mail(to="a@b.example", template="password_changed", context={"at": timezone.now()})
        invitation(first, f"{how_many}-{number}@b.example", secret=f"{how_many}-{number}")
        save_agreement(agreement=first, by=world.administrator)
    invitation(first, user.email, secret=SECRET.format(how_many))
    images = stored(picture())
    plan = make_plan(
        first,
        f"hel-{how_many}",
        sections=sections(how_many),
        organisations=[
            {"key": f"org-{party.slug}", "name": party.name, "kind": party.kind, "role": "party"}
            for party in (world.municipality, world.police)
        ],
        images=images,
    )
    for number in range(how_many):
        Plan.objects.filter(pk=plan.pk).update(subtitle=f"Lydelse {number}")
        plan.refresh_from_db()
        adopt(plan, user, user, world.police_chief)
    return Scene(world, user, first, plan, how_many)


def person(world: World, name: str) -> User:
    return User.objects.create_user(
        f"{name}@alvhamra.example", PASSWORD, full_name=name, organisation=world.municipality
    )


def member(user: User, agreement: Agreement, role: MembershipRole) -> None:
    Membership.objects.create(user=user, agreement=agreement, role=role)


def agreement_of(world: World, user: User, slug: str) -> Agreement:
    agreement = Agreement.objects.create(title=slug, slug=slug)
    for position, organisation in enumerate([world.municipality, world.police]):
        Party.objects.create(agreement=agreement, organisation=organisation, position=position)
    member(user, agreement, MembershipRole.COORDINATOR)
    member(user, agreement, MembershipRole.STEERING)
    member(world.police_chief, agreement, MembershipRole.STEERING)
    make_plan(agreement, f"{slug}-plan")
    return agreement


def counts(scene: Scene) -> dict[str, int]:
    """What every page costs."""
    clients = {"admin": Client(), "": Client()}
    clients["admin"].force_login(scene.world.administrator)
    clients[""].force_login(scene.user)
    found = {
        name: count(clients["admin" if name.startswith("admin") else ""], path)
        for name, path in scene.paths().items()
    }
    Rendering.objects.all().delete()
    for name, arguments, posted in steps(scene):
        path = reverse(f"appendix:{name}", args=arguments)
        found[f"POST appendix:{name}"] = count(clients[""], path, posted)
    return dict(sorted(found.items()))


def steps(scene: Scene) -> Iterator[tuple[str, list[object], dict[str, Any]]]:
    """What people do in such a plan: print the draft, save a row of it, adopt it."""
    plan = scene.plan
    yield "print_draft", [plan.slug], {}
    words = {"version": "1", "name": "Nytt", "base-name": "Rad 0", "audience": "target-groups-0-0"}
    yield "edit_row", [plan.slug, "goals-0-0"], words | {"base-audience": ""}
    plan.refresh_from_db()
    version = propose_draft(plan=plan, by=scene.user)
    approve_version(version=version, by=scene.world.police_chief, sha256=version.sha256)
    yield "approve", [plan.slug, version.number], {"sha256": version.sha256}


def test_pages_cost_what_the_budget_says_for_one_and_for_many(world: World) -> None:
    one = counts(build_scene(world, 1))
    many = counts(build_scene(world, MANY))
    assert many == one, "a page that asks more often the more there is"
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert one == budget, f"{BUDGETS.name} should say: {json.dumps(one, indent=2)}"


@pytest.mark.parametrize(("name", "most"), MOST.items())
def test_the_budget_keeps_what_is_promised(name: str, most: int) -> None:
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert budget[name] <= most


def test_the_budget_has_every_page_of_plans_and_agreements() -> None:
    """As far as the table of access has them: forms for one thing cost what their page costs."""
    reading = {row.name for row in rows() if row.method == "GET"}
    known = {name for name in reading if name.startswith("appendix:") or ":" not in name}
    known = {name for name in known if not name.startswith("account_")}
    budget = json.loads(BUDGETS.read_text(encoding="utf-8"))
    assert known - set(budget) == {"appendix:choose_comparison"}  # only leads on


def test_the_draft_costs_one_question_for_each_kind_in_it(world: World) -> None:
    client = Client()
    client.force_login(world.coordinator)
    written = sections(2)
    names = [kind.name for kind in registry.kinds()]
    images = stored(picture())
    alone = [{name} for name in names]
    for number, chosen in enumerate(
        [*alone, *(set(names[:many]) for many in range(2, len(names) + 1))]
    ):
        plan = make_plan(
            world.agreement,
            f"slag-{number}",
            sections=[section for section in written if section["kind"] in chosen],
            organisations=[],
            images=images if "figure" in chosen else {},
        )
        asked = count(client, reverse("appendix:draft", args=[plan.slug]))
        assert asked <= DRAFT_BASE + len(chosen), chosen


def test_a_question_for_each_row_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a page that looks up each plan once more is caught."""
    monkeypatch.setattr(
        Plan, "get_kind_display", lambda plan: str(Plan.objects.get(pk=plan.pk).kind)
    )
    one, many = (counts(build_scene(world, how_many))["start"] for how_many in (1, 3))
    assert many > one
