"""The small world, a thousand times over: every table of the application grows alike.

    python -m bench.growth COPIES

Every row is copied COPIES times by the database itself, with primary and foreign keys moved by a
stride of their own for each copy; what must be unique gets the number of the copy in front. A table
that is added to the application grows with the rest. Keys, checks and unique constraints hold;
triggers rest meanwhile, since the rows copied have been through them.
"""

import os
import sys
from collections.abc import Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.apps import apps  # noqa: E402 - models can be imported from here on
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from accounts.enums import OrganisationKind  # noqa: E402
from accounts.models import Organisation  # noqa: E402
from activities.models import Activity  # noqa: E402
from plans.models import Plan  # noqa: E402
from plans.triggers import install, remove  # noqa: E402

APPS = ("core", "accounts", "plans", "activities", "evaluations", "appendix")
STRIDE = 1_000_000
SHORT_BINARY = 4000  # bytes kept of a PDF in copies: the disk is not what is measured
IS_POSTGRESQL = connection.vendor == "postgresql"
NEW_UUID = "gen_random_uuid()" if IS_POSTGRESQL else "lower(hex(randomblob(16)))"


def main() -> None:
    """Copy the world that is in the database and say how large it has become."""
    copies = int(sys.argv[1])
    grown = [model for model in _models() if _key_of(model)]
    if IS_POSTGRESQL:
        _on_postgresql(grown, copies)
    else:
        _on_sqlite(grown, copies)
    print(f"{Plan.objects.count()} {Activity.objects.count()}")


def _models() -> Iterable[type[models.Model]]:
    for label in APPS:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)


def _key_of(model: type[models.Model]) -> str:
    """How the primary key of a copy is made; nothing where a row is named by its content."""
    key = model._meta.pk
    if isinstance(key, models.UUIDField):
        return NEW_UUID
    if isinstance(key, models.AutoField | models.OneToOneField):
        return f'row."{key.column}" + copy.k * {STRIDE}'
    return ""


def _on_postgresql(grown: list[type[models.Model]], copies: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        for model in grown:
            cursor.execute(_copy(model, f"generate_series(1, {copies}) AS copy(k)"))
        cursor.execute(_sessions(f"generate_series(1, {copies * 10}) AS copy(k)"))
        for statement in connection.ops.sequence_reset_sql(no_style(), grown):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _on_sqlite(grown: list[type[models.Model]], copies: int) -> None:
    numbers = (
        "(WITH RECURSIVE numbers(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM numbers "
        "WHERE k < {}) SELECT k FROM numbers) AS copy"
    )
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        remove(apps, editor)  # type: ignore[arg-type]  # not asked for any model
        for model in grown:
            editor.execute(_copy(model, numbers.format(copies)))
        editor.execute(_sessions(numbers.format(copies * 10)))
        install(apps, editor)  # type: ignore[arg-type]
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(model: type[models.Model], numbers: str) -> str:
    fields = model._meta.local_concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field) for field in fields)
    table = f'"{model._meta.db_table}"'
    where = "" if model is not Organisation else f" WHERE row.kind <> '{OrganisationKind.POLICE}'"
    order = f' ORDER BY copy.k, row."{fields[0].column}"'
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS row, {numbers}"
        f"{where}{order}"
    )


def _value(model: type[models.Model], field: models.Field[object, object]) -> str:
    """The column of ``field`` in a copy, as SQL."""
    column = f'row."{field.column}"'
    if field.primary_key:
        return _key_of(model)
    if isinstance(field, models.ForeignKey):
        return _tie(field, column)
    if field.name == "subject_id":  # names a row of one of several tables
        return f"{column} + copy.k * {STRIDE}"
    if isinstance(field, models.BinaryField):
        return f"substr({column}, 1, {SHORT_BINARY})"
    if model._meta.label == "core.Change" and field.name == "scope":
        return _moved_scope(column)
    if field.unique and isinstance(field, models.UUIDField):
        return NEW_UUID
    if field.unique:
        return f"substr(CAST(copy.k AS text) || '-' || {column}, 1, {field.max_length or 200})"
    return column


def _tie(field: "models.ForeignKey[object, object]", column: str) -> str:
    """A foreign key that follows its copy; police areas are shared, as in life."""
    if not _key_of(field.related_model):
        return column
    moved = f"{column} + copy.k * {STRIDE}"
    if field.related_model is not Organisation:
        return moved
    shared = Organisation.objects.filter(kind=OrganisationKind.POLICE).values_list("pk", flat=True)
    return f"CASE WHEN {column} IN ({', '.join(map(str, shared))}) THEN {column} ELSE {moved} END"


def _moved_scope(column: str) -> str:
    """``plan:12`` of copy 3 is ``plan:3000012``."""
    position = f"strpos({column}, ':')" if IS_POSTGRESQL else f"instr({column}, ':')"
    number = f"CAST(substr({column}, {position} + 1) AS bigint)"
    moved = f"CAST({number} + copy.k * {STRIDE} AS text)"
    return f"substr({column}, 1, {position}) || {moved}"


def _sessions(numbers: str) -> str:
    return (
        "INSERT INTO django_session (session_key, session_data, expire_date) "
        "SELECT 'copy' || copy.k || '-' || substr(session_key, 1, 20), session_data, expire_date "
        f"FROM django_session, {numbers}"
    )


if __name__ == "__main__":
    main()
