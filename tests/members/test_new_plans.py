"""New plans: of every template, of another plan, and with the usual headings."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appendix.document import build, canonical_bytes, read
from appendix.forerunners import Text, readable_texts, templates
from appendix.outlines import OUTLINES, outline_document
from appendix.services.new_plans import content_of, new_plan
from core.models import Change
from plans.enums import AgreementKind, PlanKind
from plans.models import Agreement, Plan
from tests.people import World

pytestmark = pytest.mark.django_db
LOCAL = ("Älvhamra", "Norrskog", "Älvskog", ".example")


def make(world: World, document: dict[str, Any], **more: Any) -> Plan:
    given: dict[str, Any] = {
        "agreement": world.agreement,
        "title": "Ny plan",
        "kind": "plan",
        "origin": "prov",
    }
    return new_plan(document=document, **(given | {"by": world.coordinator} | more))


def text_of(world: World, plan: Plan, *, draft: bool = False) -> Text:
    [found] = [
        text
        for text in readable_texts(world.coordinator)
        if text.plan == plan and (text.version is None) is draft
    ]
    return found


@pytest.mark.parametrize("name", [template.name for template in templates()])
def test_every_template_makes_a_plan_that_reads_and_builds(world: World, name: str) -> None:
    [template] = [one for one in templates() if one.name == name]
    plan = make(world, template.document)
    document = build(plan)
    assert read(canonical_bytes(document)) == document
    parties = [row["name"] for row in document["organisations"] if row["role"] == "party"]
    assert parties == [str(world.municipality), str(world.police)]
    assert template.headings == [s["heading"] for s in document["sections"] if s.get("heading")]
    assert len(template.headings) >= 3
    said = canonical_bytes({**document, "organisations": [], "relations": []}).decode()
    for words in LOCAL:
        assert words not in said


@pytest.mark.parametrize("kind", PlanKind.values)
def test_an_empty_plan_has_the_usual_headings(world: World, kind: str) -> None:
    document = build(make(world, outline_document(kind), kind=kind))
    assert document["kind"] == kind
    headings = [section["heading"] for section in document["sections"]]
    assert headings == [str(heading) for _kind, heading in OUTLINES[kind]]
    assert len(headings) > 3


def test_the_plan_says_what_it_is_an_annex_to(world: World) -> None:
    words = "Bilaga till samverkansöverenskommelsen mellan Älvhamra kommun och Lokalpolisområde"
    for document in (outline_document("plan"), templates()[0].document):
        [relation] = [
            row for row in build(make(world, document))["relations"] if row["kind"] == "annex_to"
        ]
        assert relation["words"].startswith(words)
    alone = make(
        world, outline_document("policy"), agreement=world.lone_agreement, by=world.lone_chief
    )
    assert "relations" not in build(alone)


def test_a_plan_taken_over_whole_says_the_same(world: World) -> None:
    document = content_of(text_of(world, world.in_force))
    written = build(make(world, document, title=document["title"]))
    assert written["sections"] == document["sections"]
    assert written["images"] == document["images"]
    assert written["organisations"] == document["organisations"]


def test_the_draft_and_the_version_in_force_are_two_texts(world: World) -> None:
    Plan.objects.filter(pk=world.in_force.pk).update(subtitle="Bara i utkastet")
    assert "subtitle" not in content_of(text_of(world, world.in_force))
    draft = content_of(text_of(world, world.in_force, draft=True))
    assert draft["subtitle"] == "Bara i utkastet"


def test_another_agreements_organisations_stay_behind(world: World) -> None:
    document = build(world.foreign)
    key = document["organisations"][0]["key"]
    document["sections"][0]["party"] = key
    document["control"] = [{"label": "Dnr", "place": "cover", "organisation": key}]
    document["roles"] = [{"key": "fc", "name": "FC", "organisation": key}]
    written = build(make(world, document))
    names = [row["name"] for row in written["organisations"]]
    assert names == [str(world.municipality), str(world.police)]
    assert "party" not in written["sections"][0]
    assert "organisation" not in written["control"][0]
    assert written["roles"] == [{"key": "fc", "name": "FC"}]
    assert str(world.neighbour) not in canonical_bytes(written).decode()


def test_one_may_begin_from_what_one_may_read(world: World) -> None:
    def values(user: User) -> set[str]:
        return {text.value for text in readable_texts(user)}

    assert values(world.reader) == {"gallande:gallande"}
    own = {f"utkast:{plan.slug}" for plan in world.agreement.plans.all()}
    assert values(world.communicator) == own | {"gallande:gallande"}
    assert values(world.outsider) == set()
    assert "gallande:grannens" in values(world.police_chief)


@pytest.mark.parametrize("name", ["reader", "director", "outsider", "administrator"])
def test_only_those_who_work_begin_plans(world: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        make(world, outline_document("plan"), by=world.people[name])


def test_under_a_renewed_agreement_nothing_begins(world: World) -> None:
    Agreement.objects.create(title="Ny", slug="ny", renews=world.agreement)
    with pytest.raises(ValidationError, match="förnyad"):
        make(world, outline_document("plan"))


def choose(client: Client, world: World, **given: str) -> Any:
    address = reverse("new_plan", args=[world.agreement.slug])
    return client.post(address, {"title": "Sommaren", "kind": "", **given})


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"source": "mall:kommunikationspolicy"}, "policy"),
        ({"source": "mall:samverkansplan", "kind": "guideline"}, "guideline"),
        ({"source": "tom"}, "plan"),
        ({"source": "tom", "kind": "strategy"}, "strategy"),
        ({"source": "plan", "plan": "gallande:gallande", "how": "allt"}, "plan"),
        ({"source": "plan", "plan": "utkast:utkast", "how": "tomd"}, "plan"),
    ],
)
def test_the_page_leads_to_the_editor(
    client: Client, world: World, given: dict[str, str], kind: str
) -> None:
    client.force_login(world.communicator)
    answer = choose(client, world, **given)
    assert answer.status_code == 302
    plan = Plan.objects.get(title="Sommaren")
    assert answer.headers["Location"] == f"/planer/{plan.slug}/redigera/"
    assert (plan.kind, plan.agreement) == (kind, world.agreement)
    assert client.get(answer.headers["Location"]).status_code == 200
    logged = Change.objects.in_scope(f"plan:{plan.pk}").get()
    assert (logged.action, logged.by) == ("added", world.communicator)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Välj något."),
        ({"source": "plan"}, "Välj vilken plan."),
        ({"source": "plan", "plan": "utkast:grannens"}, "Välj ett giltigt alternativ"),
        ({"source": "tom", "title": ""}, "Titel"),
    ],
)
def test_what_is_missing_is_said(
    client: Client, world: World, given: dict[str, str], said: str
) -> None:
    client.force_login(world.communicator)
    answer = choose(client, world, **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_other_kinds_of_agreement_are_named_by_their_title(world: World) -> None:
    Agreement.objects.filter(pk=world.agreement.pk).update(kind=AgreementKind.OTHER)
    [relation] = build(make(world, outline_document("plan")))["relations"]
    assert relation["words"] == f"Bilaga till {world.agreement.title}"
