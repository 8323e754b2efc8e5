from datetime import datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import post_earn, post_points
from portal.credits.queries import SUMS, Year, balance, entries, entry, has_account, posted_for, years
from portal.credits.rules import Unit
from tests.credits.stories import add_many, finished, passed


def test_a_balance_is_read_from_its_index_alone(engine: Engine, session: Session, xiaohe: Person, now: datetime):
    add_many(session, xiaohe.id, 2000, now)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.execute(text("VACUUM ANALYZE credit_transfer"))
        session.execute(text("SET enable_seqscan = off"))
        session.execute(text("SET enable_bitmapscan = off"))
    sql = str(SUMS.params(person_id=xiaohe.id).compile(session.connection(), compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN " if is_postgresql else "EXPLAIN QUERY PLAN "

    plan = " ".join(str(line) for line in session.connection().exec_driver_sql(explain + sql))

    assert (
        "Index Only Scan using" if is_postgresql else "USING COVERING INDEX"
    ) + " ix_credit_transfer_balance" in plan
    assert balance(session, xiaohe.id).credit_hundredths == 200_000


def test_totals_are_those_of_the_moment_and_of_the_unit(session: Session, xiaohe: Person, now: datetime):
    post_earn(session, xiaohe.id, 100, "course/1", passed(), now)
    post_points(session, xiaohe.id, 7, "lesson/1", finished(1), now)
    last = post_earn(session, xiaohe.id, 50, "course/2", passed(), now)

    found = entries(session, xiaohe.id)

    assert [(row.unit, row.amount, row.total_after) for row in found] == [
        (Unit.CREDIT, 50, 150),
        (Unit.POINTS, 7, 7),
        (Unit.CREDIT, 100, 100),
    ]
    assert entries(session, xiaohe.id, Unit.CREDIT, first=1, count=1) == [found[2]]
    assert entry(session, xiaohe.id, last.id) == found[0]


def test_an_entry_of_somebody_else_is_not_there(session: Session, xiaohe: Person, shan: Person, now: datetime):
    transfer = post_earn(session, xiaohe.id, 100, "course/1", passed(), now)

    assert entry(session, shan.id, transfer.id) is None
    assert has_account(session, xiaohe.id)
    assert not has_account(session, shan.id)


def test_years_count_by_the_deed(session: Session, xiaohe: Person, now: datetime):
    post_earn(session, xiaohe.id, 100, "course/1", passed(), now, happened_at=now - timedelta(days=365))
    post_earn(session, xiaohe.id, 50, "course/2", passed(), now)
    post_earn(session, xiaohe.id, 25, "course/3", passed(), now)
    post_points(session, xiaohe.id, 7, "lesson/1", finished(1), now)

    assert years(session, xiaohe.id, Unit.CREDIT) == [Year(2026, 2, 75), Year(2025, 1, 100)]
    assert years(session, xiaohe.id, Unit.POINTS) == [Year(2026, 1, 7)]


def test_what_was_posted_is_found_by_its_reference(session: Session, xiaohe: Person, now: datetime):
    transfer = post_earn(session, xiaohe.id, 100, "course/1", passed(), now)

    assert posted_for(session, "course/1") == transfer
    assert posted_for(session, "course/2") is None
