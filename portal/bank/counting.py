"""Count once a month what people have in the bank, by prefecture."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from portal.bank import queries
from portal.bank.models import BankCount, BankFigure
from portal.bank.rules import Counted, Kind
from portal.jobs import Every, JobContext, job
from portal.reach.rules import last_day_before
from portal.text.dates import SHANGHAI

Figures = dict[tuple[str, Kind], Counted]


@job("count_bank", minutes=60, every=Every.MONTH)
def count_bank(context: JobContext) -> None:
    """Count the year up to the end of the month before this one. A later count takes the place of an earlier one."""
    last_day = last_day_before(context.payload["period"])
    with context.reading() as session:
        counted = count(session, last_day)
    with context.writing() as session:
        there = session.get(BankCount, last_day.year)
        if there and there.last_day >= last_day:
            return
        one = there or BankCount(year=last_day.year, last_day=last_day, counted_at=context.now())
        one.last_day, one.counted_at = last_day, context.now()
        session.add(one)
        session.flush()
        session.execute(delete(BankFigure).where(col(BankFigure.year) == last_day.year))
        for (region_code, kind), found in counted.items():
            figure = BankFigure(year=last_day.year, region_code=region_code, kind=kind, **vars(found))
            session.add(figure)


def count(session: Session, last_day: date) -> Figures:
    """People and credit of the day's year until its end in Asia/Shanghai, of those who agree to be counted."""
    begins = datetime.combine(date(last_day.year, 1, 1), time(), SHANGHAI)
    ends = datetime.combine(last_day + timedelta(days=1), time(), SHANGHAI)
    found: Figures = {}
    for row in queries.accounts_by_prefecture(session, ends):
        found[row.prefecture, Kind.ACCOUNTS] = Counted(row.people)
    for row in queries.posted_by_prefecture(session, begins, ends):
        found[row.prefecture, Kind(row.entry_type)] = Counted(row.people, int(row.credit_hundredths))
    return found
