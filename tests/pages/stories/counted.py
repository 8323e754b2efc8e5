"""The bank was counted for this year and the one before."""

from datetime import date

from sqlmodel import Session

from portal.bank.models import BankCount, BankFigure
from portal.bank.rules import Kind
from tests.pages.world import World

PEOPLE = {"410100": 41, "410200": 12, "410300": 3, "411600": 6}


def the_bank_is_counted(world: World) -> None:
    """As the monthly job writes it: some numbers are too small to be told."""
    with Session(world.engine) as session, session.begin():
        for year in (2025, 2026):
            session.add(BankCount(year=year, last_day=date(year, 10, 31), counted_at=world.clock.now))
            session.flush()
            for region_code, people in PEOPLE.items():
                for kind, credit in ((Kind.ACCOUNTS, 0), (Kind.EARNED, people * 120)):
                    figure = {"kind": kind, "people": people, "credit_hundredths": credit}
                    session.add(BankFigure(year=year, region_code=region_code, **figure))
