"""The log: what is written stays written."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.changes import Entry, record, record_many
from core.models import AppendOnlyError, Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna@alvhamra.example", full_name="Anna Ek")


def record_one(by: User | None) -> Change:
    return record(
        by=by, scope="plan:12", action="changed", kind="goal", key="mal-1", before={"a": 1}
    )


def test_says_who_what_and_how_it_was(anna: User) -> None:
    record_one(anna)
    change = Change.objects.in_scope("plan:12").get()
    assert (change.by, change.by_name) == (anna, "Anna Ek")
    assert (change.action, change.kind, change.key) == ("changed", "goal", "mal-1")
    assert (change.before, change.after) == ({"a": 1}, None)
    assert list(Change.objects.of(scope="plan:12", kind="goal", key="mal-1")) == [change]
    assert not Change.objects.in_scope("plan:1").exists()


def test_many_rows_cost_one_query(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [Entry(action="added", kind="goal", key=f"mal-{n}", after=n) for n in range(40)]
    with django_assert_num_queries(1):
        record_many(by=anna, scope="plan:12", entries=entries)
    assert [change.after for change in Change.objects.order_by("pk")] == list(range(40))


def test_the_system_itself_has_no_name() -> None:
    assert record_one(None).by_name == ""


def test_is_readable_after_the_person_is_gone(anna: User) -> None:
    change = record_one(anna)
    anna.delete()
    change.refresh_from_db()
    assert (change.by, change.by_name) == (None, "Anna Ek")


@pytest.mark.parametrize(
    "attempt",
    [
        lambda change: change.save(),
        lambda change: change.delete(),
        lambda change: Change.objects.update(action="never"),
        lambda change: Change.objects.bulk_update([change], ["action"]),
        lambda change: Change.objects.filter(pk=change.pk).delete(),
    ],
)
def test_the_model_refuses_to_rewrite(anna: User, attempt: Callable[[Change], object]) -> None:
    with pytest.raises(AppendOnlyError):
        attempt(record_one(anna))


@pytest.mark.parametrize(
    "assignment", ["action = 'never'", "by_name = ''", "after = '1'", "by_id = by_id", "id = 9999"]
)
def test_the_database_refuses_updates(anna: User, assignment: str) -> None:
    record_one(anna)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"UPDATE core_change SET {assignment}")


@pytest.mark.postgresql
def test_the_database_refuses_deletions(anna: User) -> None:
    record_one(anna)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM core_change")
