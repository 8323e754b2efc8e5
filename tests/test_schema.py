"""The same schema on both databases, and the same as the models say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

import portal.main  # noqa: F401 - all tables are known once all rooms are imported
from portal.db import connect, migrate
from portal.db.triggers import APPEND_ONLY
from tests.databases import Databases

Outline = dict[str, object]


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": False, "include_name": lambda name, kind, _: kind != "table" or not is_index(name)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_both_databases_have_the_same_tables_constraints_and_triggers(
    databases: Databases, tmp_path: object, request: pytest.FixtureRequest
) -> None:
    outlines = []
    for backend in ("sqlite", "postgresql"):
        with databases.fresh(backend, request.getfixturevalue("tmp_path")) as url:
            engine = connect(url)
            outlines.append(outline_of(engine))
            engine.dispose()
    assert outlines[0] == outlines[1]


def outline_of(engine: Engine) -> Outline:
    """Names of tables, columns, constraints and indexes, and which tables are append-only."""
    found = inspect(engine)
    outline: Outline = {}
    for table in sorted(name for name in found.get_table_names() if not is_index(name)):
        outline[table] = {
            "columns": {(column["name"], column["nullable"]) for column in found.get_columns(table)},
            "primary key": found.get_pk_constraint(table)["constrained_columns"],
            "checks": {check["name"] for check in found.get_check_constraints(table)},
            "unique": {tuple(unique["column_names"]) for unique in found.get_unique_constraints(table)},
            "foreign keys": {
                (*key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(table)
            },
            "indexes": {(index["name"], tuple(index["column_names"])) for index in found.get_indexes(table)}
            - {
                (index["name"], tuple(index["column_names"]))
                for index in found.get_indexes(table)
                if index.get("duplicates_constraint")
            },
        }
    with engine.connect() as connection:
        outline["append-only"] = {table for table in APPEND_ONLY if trigger_names(connection, table)}
    return outline


def is_index(table: str) -> bool:
    """The search index is each database's own kind, and on SQLite several tables."""
    return table.startswith("search_index")


def trigger_names(connection: object, table: str) -> list[str]:
    """The triggers of a table that refuse changes."""
    if connection.dialect.name == "sqlite":  # type: ignore[attr-defined]
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = CAST(:table AS regclass)"
    return list(connection.scalars(text(query), {"table": table}))  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_append_only_tables_have_their_triggers(engine: Engine, table: str) -> None:
    with engine.connect() as connection:
        assert len(trigger_names(connection, table)) == 2


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    assert migrate(engine) is False


def test_an_update_that_two_make_at_once_is_not_lost(engine: Engine) -> None:
    """dependencies of the whole ledger: by default SQLite through SQLAlchemy loses such updates without a word."""
    from concurrent.futures import ThreadPoolExecutor

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (number INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def count_up(_: int) -> None:
        for _ in range(25):
            with engine.begin() as connection:
                lock = " FOR UPDATE" if engine.dialect.name == "postgresql" else ""
                number = connection.scalar(text(f"SELECT number FROM counter{lock}"))
                connection.execute(text("UPDATE counter SET number = :number"), {"number": number + 1})

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(count_up, range(6)))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM counter")) == 150


def test_a_failed_write_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text("INSERT INTO course (slug) VALUES ('half')"))
        connection.execute(text("INSERT INTO course (slug) VALUES ('half')"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM course")) == 0
