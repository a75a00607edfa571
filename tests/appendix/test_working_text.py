"""The working text is built anew when a row has changed, and only then."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from appendix.document import build, read, restore, sha256
from appendix.document.shape import LISTS
from appendix.working_text import _question, working_text
from plans import registry
from plans.models import Agreement, Node, Plan, Reference, Section

pytestmark = pytest.mark.django_db
EXAMPLES = sorted((settings.BASE_DIR / "appendix" / "examples").glob("*.json"))
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
NOT_IN_A_DOCUMENT = {"id", "plan", "section", "node", "parent", "agreement", "slug", "version"}


def example(name: str) -> Plan:
    agreement = Agreement.objects.create(title="Överenskommelse", slug="overenskommelse")
    file = settings.BASE_DIR / "appendix" / "examples" / name
    return restore(read(file.read_bytes()), agreement=agreement, slug="plan")


# What the database asks of a row that says something in this field.
BESIDE: dict[str, dict[str, Any]] = {
    "recurrence": {"timing_kind": "recurrence", "starts_on": "2027-01-04"}
}


def rows_of(plan: Plan) -> list[models.Model]:
    kinds = [kind.model for kind in registry.kinds() if kind.model]
    rows: list[Any] = [plan, *plan.sections.all()]
    for _name, model, _fields in LISTS:
        rows += model._default_manager.filter(plan=plan)
    for model in kinds:
        rows += model._default_manager.filter(section__plan=plan)
    return rows


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_is_the_document_and_its_sha256(file: Any) -> None:
    plan = example(file.name)
    for _time in range(2):
        text = working_text(plan)
        assert text.document == build(plan)
        assert text.sha256 == sha256(build(plan))


def test_asks_one_question_while_nothing_changes() -> None:
    plan = example("samverkansplan.json")
    working_text(plan)
    with CaptureQueriesContext(connection) as asked:
        working_text(plan)
    assert len(asked) == 1


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_change_of_any_words_in_any_kind_of_row_is_seen(file: Any) -> None:
    plan = example(file.name)
    for model in {type(row) for row in rows_of(plan)}:
        row = next(row for row in rows_of(plan) if type(row) is model)
        for field in model._meta.local_concrete_fields:
            is_words = isinstance(field, models.TextField) and field.name not in NOT_IN_A_DOCUMENT
            if not is_words:
                continue
            working_text(Plan.objects.get(pk=plan.pk))
            beside = BESIDE.get(field.name, {})
            model._default_manager.filter(pk=row.pk).update(
                **{field.name: "Helt andra ord"}, **beside
            )
            now = Plan.objects.get(pk=plan.pk)
            assert working_text(now).document == build(now), f"{model.__name__}.{field.name}"


def test_new_order_keys_ties_and_the_bin_are_seen() -> None:
    plan = example("samverkansplan.json")
    before = working_text(plan).sha256
    section = plan.sections.filter(parent=None).order_by("position")[0]
    seen = [before]
    Section.objects.filter(pk=section.pk).update(position=999)
    seen.append(working_text(plan).sha256)
    Node.objects.filter(pk=section.node_id).update(key="helt-ny-nyckel")
    seen.append(working_text(plan).sha256)
    Reference.objects.filter(source__plan=plan).order_by("pk")[0].delete()
    seen.append(working_text(plan).sha256)
    section.delete()
    seen.append(working_text(plan).sha256)
    assert len(set(seen)) == len(seen)
    assert seen[-1] == sha256(build(plan))


def test_asks_every_table_that_building_asks() -> None:
    question, _parameters = _question(connection.vendor)
    for file in EXAMPLES:
        plan = example(file.name)
        with CaptureQueriesContext(connection) as asked:
            build(plan)
        tables = set(TABLE.findall(" ".join(query["sql"] for query in asked)))
        assert tables - set(TABLE.findall(question)) <= {"plans_image"}
        plan.delete()
        Agreement.objects.all().delete()
