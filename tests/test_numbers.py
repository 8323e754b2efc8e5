"""Rows by numbers in one statement."""

import pytest
from sqlalchemy import Engine, Integer, text

from portal.db.numbers import among
from portal.db.rows import select_rows
from portal.library.queries import CARDS, FOUND_CARDS


@pytest.mark.parametrize("numbers", [[], [410100], [410300, 410100, 7]])
def test_a_row_is_found_by_its_number_and_no_other_is(engine: Engine, numbers: list[int]) -> None:
    codes = "SELECT 410100 AS code UNION ALL SELECT 410300 UNION ALL SELECT 410500"
    rows = text(codes).columns(code=Integer).subquery()
    with engine.connect() as connection:
        found = connection.execute(select_rows(rows.c.code).where(among(rows.c.code, "codes")), {"codes": numbers})
        assert sorted(found.scalars()) == sorted({410100, 410300} & set(numbers))


def test_cards_are_read_by_their_numbers_and_never_by_looking_through_all(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks through a table that is nearly empty")
    for statement in (CARDS, FOUND_CARDS):
        with engine.connect() as connection:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.compile(engine)}", (2, "[1]")).all()
        assert not [step for step in steps if step[3].startswith(("SCAN course_version", "SCAN course "))]
