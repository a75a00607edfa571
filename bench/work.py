"""What people do in the editor and with a proposal, made in a database that is filled already.

    python -m bench.work VISITS    (with the settings and the database of the bench; prints JSON)

Two plans with the outline of the longest example, one with a section of 80 rows and one with 800, and
others with years of 50 to 5,000 activities.
What can be done only once is made as many times as there are visits: saves that know the version of
their row, and proposals that the other party has approved already, so that each approval adopts its
version, is logged, told by mail and sent to print. Nobody who is measured elsewhere sees any of it.
"""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models can be imported from here on
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.enums import OrganisationKind  # noqa: E402
from accounts.models import User  # noqa: E402
from activities.models import Activity  # noqa: E402
from appendix.document import canonical_bytes, read, restore  # noqa: E402
from appendix.editing import Workspace  # noqa: E402
from appendix.services.versions import propose_draft  # noqa: E402
from appendix.views.editor import item_form  # noqa: E402
from bench.world import (  # noqa: E402
    LONGEST,
    new_agreement,
    new_organisation,
    new_person,
    queries_of,
    sign_in,
)
from bench.years import SIZES, WHEEL, YEAR, addresses, fill  # noqa: E402
from plans.enums import MembershipRole, VersionState  # noqa: E402
from plans.forms.rows import RowForm  # noqa: E402
from plans.models import Agreement, Approval, Membership, Plan, PlanVersion  # noqa: E402
from plans.services.versions import approve_version  # noqa: E402

AGREEMENT = 9
ROWS, MANY_ROWS = 80, 800
SECTION = "insatser"
PROBES = 2  # the first warms up, the second is counted


def main() -> None:
    """Make it all, and print what a client must know."""
    number = int(sys.argv[1]) + PROBES
    municipality = new_organisation("Norrskogs kommun", OrganisationKind.MUNICIPALITY)
    police = new_organisation("Norrskogs lokalpolisområde", OrganisationKind.POLICE)
    person = new_person("redaktor@norrskog.example", municipality)
    chief = new_person("lpo-chef@norrskog.example", police)
    agreement = new_agreement(AGREEMENT, (municipality, police), person, [chief])
    Membership.objects.create(agreement=agreement, user=person, role=MembershipRole.STEERING)
    plan = _plan(agreement, ROWS)
    larger = _plan(agreement, MANY_ROWS)
    visits = {
        "editor": [[_section_address(plan)]],
        "editor_800": [[_section_address(larger)]],
        "advice": [[reverse("appendix:advice", args=[plan.slug]) + "?del"]],
        "save": [[step] for step in _saves(plan, number)],
        **{name: [[address]] for name, address in addresses(_years(agreement, person))},
        "approve": [[step] for step in _approvals(agreement, number, person, chief)],
    }
    json.dump(_answer(person, visits), sys.stdout)


def _answer(person: User, visits: dict[str, list[list[str]]]) -> dict[str, object]:
    """The session, the steps of each visit, and the questions that a visit asks."""
    cookies = sign_in(person)
    queries = {}
    for name, each in visits.items():
        queries[name] = list(queries_of(each[0], cookies, again=each[-1]))
        if len(each) > 1:
            visits[name] = each[1:-1]
    return {"cookies": cookies, "visits": visits, "queries": queries}


# --- the editor


def _plan(agreement: Agreement, rows: int) -> Plan:
    """The longest example with a chapter of so many activities, as tables of them are written."""
    document = _example()
    items = [
        {
            "key": f"insats-{number}",
            "name": f"Informationsmöte {number}",
            "text": "Möte i **centrum** om trygghet, med kommunpolis och fritidsledare.",
            "timing": "Under våren och hösten",
            "responsible": "Kommunikatören",
            "goal": "Fler ska känna till samarbetet och veta vart man vänder sig.",
            "roles": ["kommunikator"],
        }
        for number in range(rows)
    ]
    section = {"key": SECTION, "kind": "activities", "heading": "Insatser", "items": items}
    document["sections"].append(section)
    return restore(read(canonical_bytes(document)), agreement=agreement, slug=f"redigering-{rows}")


def _example() -> dict[str, Any]:
    file = settings.BASE_DIR / "appendix" / "examples" / f"{LONGEST}.json"
    document: dict[str, Any] = json.loads(file.read_bytes())
    return document


def _section_address(plan: Plan) -> str:
    return reverse("appendix:edit_section", args=[plan.slug, SECTION])


def _saves(plan: Plan, number: int) -> Iterator[str]:
    """Saves of one row after the other, as the page's scripts post them: the whole form, one text new."""
    workspace = Workspace(plan)
    section = workspace.section(SECTION)
    if section is None:
        raise SystemExit("the section to edit is not there")
    rows = list(Activity.objects.filter(section=section).select_related("node"))
    forms = [_posted(item_form(workspace, section, row)) for row in rows]
    for turn in range(number):
        row, posted = rows[turn % ROWS], forms[turn % ROWS]
        version = turn // ROWS + 1
        text = f"Möte i **centrum** om trygghet, med kommunpolis, för {turn + 100:,} boende."
        body = urlencode({**posted, "version": version, "text": text}, doseq=True)
        yield f"POST {reverse('appendix:edit_row', args=[plan.slug, row.node.key])} {body}"


def _posted(form: RowForm) -> dict[str, Any]:
    """What the browser sends of a form that was drawn."""
    values = {name: form.initial.get(name) for name in form.fields}
    drawn = {n: "on" if v is True else v for n, v in values.items() if v not in (None, False)}
    return {name: "" for name, v in values.items() if v is None} | drawn | dict(form.bases)


# --- years


def _years(agreement: Agreement, person: User) -> dict[int, Plan]:
    """By the number of activities in its year, a plan like the longest example."""
    document = read(canonical_bytes(_example()))
    plans = {}
    for number in sorted((*SIZES, WHEEL)):
        plans[number] = restore(document, agreement=agreement, slug=f"ar-{number}")
        fill(plans[number], YEAR, number, [person])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plans


# --- proposals


def _approvals(agreement: Agreement, number: int, person: User, chief: User) -> Iterator[str]:
    """A proposal made and approved once by the services; the others are copies of its rows."""
    document = read(canonical_bytes(_example()))
    first = restore(document, agreement=agreement, slug="beslut-0")
    version = propose_draft(plan=first, by=person)
    approve_version(version=version, by=chief, sha256=version.sha256)
    approval = version.approvals.get()
    plans = [first, *(copy_of(first, slug=f"beslut-{turn}") for turn in range(1, number))]
    for turn, plan in enumerate(plans):
        if plan is not first:
            mine = copy_of(version, plan=plan, code=f"{turn:010}")
            copy_of(approval, version=mine)
        body = urlencode({"sha256": version.sha256, "comment": ""})
        yield f"POST {reverse('appendix:approve', args=[plan.slug, version.number])} {body}"
    waiting = PlanVersion.objects.filter(plan__agreement=agreement, state=VersionState.PROPOSED)
    if waiting.count() != number or Approval.objects.filter(version__in=waiting).count() != number:
        raise SystemExit("there are not as many proposals as visits")


def copy_of(row: Any, **others: Any) -> Any:
    """Another row that says the same, apart from ``others``."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    del values[row._meta.pk.name]
    return type(row).objects.create(**{**values, **others})


if __name__ == "__main__":
    main()
