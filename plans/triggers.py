"""What the database itself refuses about versions and approvals, on PostgreSQL and on SQLite.

- a version begins as a proposal, and its document, SHA-256, number and code never change
- it is adopted only when each party of the agreement has approved that very SHA-256
- nothing of an adopted version changes, except that its PDF is stored, once
- an approval is of the SHA-256 proposed, by somebody of the party's own organisation, and is final
- on PostgreSQL, neither an adopted version nor an answer to one is ever deleted

Two updates pass everywhere: deleting a person sets the reference to that person to null.

SQLite builds a table anew when it is altered, without its triggers, and refuses to where triggers
of other tables name it: migrations that alter versions, approvals, plans, parties or people stand
between one that removes these triggers and one that installs them (tests tell).

SQLite's tests empty tables with DELETE, so there foreign keys and the models alone refuse
deletions; PostgreSQL's use TRUNCATE.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

VERSION = "plans_planversion"
APPROVAL = "plans_approval"
FROZEN = ("plan_id", "number", "document", "schema", "sha256", "image_sha256s", "code", "valid_to")
DECIDED = ("state", "proposed_at", "wished_from", "decided_at", "adopted_on", "valid_from")
ANSWER = ("version_id", "party_id", "party_name", "by_name", "by_title", "verdict", "sha256", "at")

PARTY_MISSING = """
    NOT EXISTS (
        SELECT 1 FROM plans_party p JOIN plans_plan l ON l.agreement_id = p.agreement_id
        WHERE l.id = NEW.plan_id
    ) OR EXISTS (
        SELECT 1 FROM plans_party p JOIN plans_plan l ON l.agreement_id = p.agreement_id
        WHERE l.id = NEW.plan_id AND NOT EXISTS (
            SELECT 1 FROM plans_approval a
            WHERE a.version_id = NEW.id AND a.party_id = p.id
                AND a.verdict = 'approved' AND a.sha256 = NEW.sha256
        )
    )
"""
NOT_THEIRS = """
    NOT EXISTS (
        SELECT 1 FROM plans_planversion v
            JOIN plans_plan l ON l.id = v.plan_id
            JOIN plans_party p ON p.agreement_id = l.agreement_id
            JOIN accounts_user u ON u.organisation_id = p.organisation_id
        WHERE v.id = NEW.version_id AND v.state = 'proposed' AND v.sha256 = NEW.sha256
            AND p.id = NEW.party_id AND u.id = NEW.by_id
    )
"""


ANSWER_TO_ADOPTED = """
    EXISTS (SELECT 1 FROM plans_planversion v WHERE v.id = OLD.version_id AND v.state = 'adopted')
"""
# (name, table, condition that is refused, message), on PostgreSQL alone.
DELETIONS = (
    ("version_kept", VERSION, "OLD.state = 'adopted'", "is adopted and never deleted"),
    ("approval_kept", APPROVAL, ANSWER_TO_ADOPTED, "belongs to an adopted version"),
)


def differ(columns: tuple[str, ...], unlike: str) -> str:
    """The condition that one of ``columns`` is changed; ``unlike`` compares nulls too."""
    return "(" + " OR ".join(f'OLD."{c}" {unlike} NEW."{c}"' for c in columns) + ")"


def _rules(unlike: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """(name, table, event, condition that is refused, message)."""
    adopted = "OLD.state = 'adopted' AND "
    pdf_changed = f"(OLD.pdf IS NOT NULL AND {differ(('pdf', 'pdf_sha256'), unlike)})"
    by_changed = f"(NEW.by_id IS NOT NULL AND {differ(('by_id',), unlike)})"
    return (
        ("version_begins", VERSION, "INSERT", "NEW.state <> 'proposed'", "begins as a proposal"),
        ("version_frozen", VERSION, "UPDATE", differ(FROZEN, unlike), "is frozen"),
        (
            "version_adopted",
            VERSION,
            "UPDATE",
            f"{adopted}({differ(DECIDED, unlike)} OR {pdf_changed})",
            "is adopted and never changes",
        ),
        (
            "version_decided",
            VERSION,
            "UPDATE",
            f"OLD.state <> 'proposed' AND {differ(('state',), unlike)}",
            "is decided",
        ),
        (
            "version_approved",
            VERSION,
            "UPDATE",
            f"NEW.state = 'adopted' AND OLD.state = 'proposed' AND ({PARTY_MISSING})",
            "lacks the approval of a party",
        ),
        ("approval_own", APPROVAL, "INSERT", NOT_THEIRS, "is for the own party and SHA-256 only"),
        (
            "approval_final",
            APPROVAL,
            "UPDATE",
            f"{differ(ANSWER, unlike)} OR {by_changed}",
            "is final",
        ),
    )


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers, replacing those that stand."""
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        for name, table, event, refused, message in _rules("IS DISTINCT FROM"):
            schema_editor.execute(on_postgresql(name, table, event, refused, message), params=None)
        for name, table, refused, message in DELETIONS:
            sql = on_postgresql(name, table, "DELETE", refused, message)
            schema_editor.execute(sql, params=None)
    else:
        for name, table, event, refused, message in _rules("IS NOT"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END",
                params=None,
            )


def on_postgresql(
    name: str, table: str, event: str, refused: str, message: str, *, first: str = ""
) -> str:
    """A function with the condition inside: PostgreSQL allows no subquery in a trigger's WHEN.

    ``first`` is done before the condition is looked at.
    """
    return f"""
        CREATE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {first}
            IF {refused} THEN
                RAISE EXCEPTION '{table}: {message}'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN {"OLD" if event == "DELETE" else "NEW"};
        END $$;
        CREATE TRIGGER {table}_{name} BEFORE {event} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_{name}();
    """


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    names = [rule[:2] for rule in _rules("IS NOT")] + [rule[:2] for rule in DELETIONS]
    for name, table in names:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_{name}() CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
