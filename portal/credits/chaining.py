"""The end of a person's chain: it is read, a row is added to it, and it moves. The one hot path of the credit bank.

The statements are written out once for each database and go to its driver as they are: what SQLAlchemy would make of
them anew at every post takes longer than the database needs.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, func, inspect, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict
from sqlmodel import Session

from portal.chain import canonical
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rulebook.queries import version_on

ACCOUNT: Table = CreditAccount.__table__  # type: ignore[attr-defined]
TRANSFER: Table = CreditTransfer.__table__  # type: ignore[attr-defined]
OTHER = ACCOUNT.alias("other")
MAKER = inspect(CreditTransfer).class_manager  # makes objects as for rows that were read, which nobody need check

WAYS: dict[str, Any] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="named"),
    "postgresql": PGDialect_psycopg(),  # type: ignore[no-untyped-call]
}
# The next id is read first, because the digest covers it. On SQLite only one transaction writes at a time.
NEXT_ID = {
    "sqlite": select(func.coalesce(func.max(TRANSFER.c.id), 0) + 1).scalar_subquery(),
    "postgresql": func.nextval(func.pg_get_serial_sequence("credit_transfer", "id")),
}
READ_END = {
    dialect: select(
        ACCOUNT.c.id.label("account_id"),
        ACCOUNT.c.newest_sequence,
        ACCOUNT.c.newest_digest,
        OTHER.c.id.label("other_id"),
        TRANSFER.c.id.label("first_id"),
        next_id.label("next_id"),
        version_on(bindparam("day")).label("rule_version"),
    )
    .select_from(ACCOUNT)
    .join(OTHER, OTHER.c.code == bindparam("other"))
    .outerjoin(TRANSFER, TRANSFER.c.reference == bindparam("reference"))
    .where(ACCOUNT.c.person_id == bindparam("person_id"))
    for dialect, next_id in NEXT_ID.items()
}
COMPILED = {dialect: statement.compile(dialect=WAYS[dialect]) for dialect, statement in READ_END.items()}
READ_END_WRITTEN = {dialect: (str(compiled), compiled.params) for dialect, compiled in COMPILED.items()}

COLUMNS = tuple(TRANSFER.c.keys())
# Whoever comes second, to the reference or to the place in the chain, adds nothing and looks again.
ADD = "INSERT INTO credit_transfer ({}) VALUES ({}) ON CONFLICT DO NOTHING RETURNING id"
MOVE = (
    "UPDATE credit_account SET newest_sequence = {0}, newest_digest = {1} WHERE id = {2} AND newest_sequence = {0} - 1"
)
ADD_ROW = ADD.format(", ".join(COLUMNS), ", ".join(f":{name}" for name in COLUMNS))
MOVE_END = MOVE.format(":sequence", ":digest", ":account_id")
# The same two as one statement, for a database to which each takes a way of its own.
ADD_AND_MOVE = (
    f"WITH added AS ({ADD.format(', '.join(COLUMNS), ', '.join(f'%({name})s' for name in COLUMNS))}), "
    f"moved AS ({MOVE.format('%(sequence)s', '%(digest)s', '%(account_id)s')} AND EXISTS (SELECT FROM added) RETURNING id) "
    "SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM moved)"
)


def end_of_chain(connection: Connection, person_id: int, other: str, reference: str, day: date) -> Row[Any] | None:
    """Where the chain of a person ends, the account at the other end, the row that has the reference already, the next
    id, and the rules of the day; None when one of the two accounts is not open."""
    dialect = connection.dialect.name
    asked = {"person_id": person_id, "other": str(other), "reference": reference}
    asked["day"] = day if dialect == "postgresql" else day.isoformat()
    statement, values = READ_END_WRITTEN[dialect]
    return connection.exec_driver_sql(statement, {**values, **asked}).first()


def add_to_chain(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Add a row and let the account remember it as its newest, both or neither; False when somebody else was first.

    Raises RuntimeError when the account and its chain had parted before.
    """
    row = _stored(values, connection.dialect.name)
    if connection.dialect.name == "postgresql":
        added, moved = connection.exec_driver_sql(ADD_AND_MOVE, row).one()
    else:
        added = connection.exec_driver_sql(ADD_ROW, row).first()
        moved = added and connection.exec_driver_sql(MOVE_END, row).rowcount
    if added and moved != 1:
        raise RuntimeError(f"account {row['account_id']} does not end at {row['sequence'] - 1}: verify the ledger")
    return bool(added)


def _stored(values: Mapping[str, Any], dialect: str) -> dict[str, Any]:
    """The values of a row as its driver takes them: what the types of its columns would make of them."""
    moments = {name: _moment(values[name], dialect) for name in ("happened_at", "posted_at")}
    cause = canonical(values["cause"]).decode()
    return {**values, **moments, "cause": cause, "entry_type": str(values["entry_type"])}


def _moment(moment: datetime, dialect: str) -> datetime | str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    utc = moment.astimezone(UTC)
    return utc if dialect == "postgresql" else utc.strftime("%Y-%m-%d %H:%M:%S.%f")


def as_object(session: Session, values: Mapping[str, Any]) -> CreditTransfer:
    """The row that was just added, as an object of the session, without asking the database for it again."""
    transfer: CreditTransfer = MAKER.new_instance()
    instance_dict(transfer).update(values)
    make_transient_to_detached(transfer)
    session.add(transfer)
    return transfer
