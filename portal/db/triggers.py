"""Tables that only grow. The database itself refuses to change or delete their rows.

The triggers are made again after every migration: Alembic's batch mode on SQLite copies a table without them.
"""

from sqlalchemy import Connection, inspect, text

APPEND_ONLY = (
    "audit_entry",
    "credit_transfer",
    "credit_rule_set",
    "recognition_table",
    "recognition_event",
    "submission_event",
    "conflict_check",
    "panel_vote",
    "caption_revision",
    "caption_flag",
    "version_move",
    "course_withdrawal",
    "holding_record",
    "certificate_end",
    "certificate_look",
    "share_look",
    "certificate_renewal",
    "braille_check",
    "ledger_seal",
    "ledger_seal_part",
    "appeal_event",
    "appeal_hearing",
    "college_agreement",
    "conversion_event",
    "period_recount",
)

REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def make_triggers(connection: Connection) -> None:
    """Make the triggers of every append-only table that exists, anew. The caller commits."""
    existing = set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        connection.execute(text(REFUSE_FUNCTION))
    for table in APPEND_ONLY:
        if table in existing:
            for statement in trigger_statements(table, connection.dialect.name):
                connection.execute(text(statement))


def trigger_statements(table: str, dialect: str) -> list[str]:
    """The statements that make one table append-only on this database."""
    if dialect == "postgresql":
        name = f"{table}_append_only"
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER IF EXISTS {name}_truncate ON {table}",
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()",
        ]
    statements = []
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_append_only_{verb.lower()}"
        refusal = f"SELECT RAISE(ABORT, '{table} is append-only')"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refusal}; END",
        ]
    return statements
