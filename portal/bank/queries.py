"""What is read to count, and for the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal_column
from sqlmodel import Session, col, select

from portal.accounts.models import Consent, Person, Region
from portal.accounts.rules import Purpose
from portal.bank.models import BankCount, BankFigure
from portal.bank.rules import POSTED, Kind
from portal.credits.models import CreditAccount, CreditTransfer
from portal.db.rows import select_rows

# A literal and no parameter: PostgreSQL must see that what is selected is what is grouped by.
IS_COUNTY = col(Region.level) == literal_column("'county'")
PREFECTURE = case((IS_COUNTY, col(Region.parent_code)), else_=col(Region.code))
AGREED = select(Consent.person_id).where(Consent.purpose == Purpose.STATISTICS, col(Consent.withdrawn_at).is_(None))


def accounts_by_prefecture(session: Session, ends: datetime) -> Sequence[Any]:
    """People with an account that was opened before a moment, by the prefecture in which they live."""
    wanted = (
        select_rows(PREFECTURE.label("prefecture"), func.count().label("people"))
        .select_from(CreditAccount)
        .join(Person, col(Person.id) == CreditAccount.person_id)
        .join(Region, col(Region.code) == Person.region_code)
        .where(col(CreditAccount.opened_at) < ends, col(Person.id).in_(AGREED))
        .group_by(PREFECTURE)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def posted_by_prefecture(session: Session, begins: datetime, ends: datetime) -> Sequence[Any]:
    """People and credit by what was posted in [begins, ends), by the prefecture in which they live."""
    people = func.count(func.distinct(CreditTransfer.account_id))
    credit = func.sum(CreditTransfer.credit_hundredths)
    wanted = (
        select_rows(
            PREFECTURE.label("prefecture"),
            CreditTransfer.entry_type,
            people.label("people"),
            credit.label("credit_hundredths"),
        )
        .join(CreditAccount, col(CreditAccount.id) == CreditTransfer.account_id)
        .join(Person, col(Person.id) == CreditAccount.person_id)
        .join(Region, col(Region.code) == Person.region_code)
        .where(col(CreditTransfer.credit_hundredths).is_not(None), col(CreditTransfer.entry_type).in_(POSTED))
        .where(col(CreditTransfer.posted_at) >= begins, col(CreditTransfer.posted_at) < ends)
        .where(col(Person.id).in_(AGREED))
        .group_by(PREFECTURE, col(CreditTransfer.entry_type))
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def counts(session: Session) -> Sequence[BankCount]:
    """Every year that was counted, the newest first."""
    return session.exec(select(BankCount).order_by(col(BankCount.year).desc())).all()


def figures(session: Session, year: int, kind: Kind) -> Sequence[BankFigure]:
    """What was counted of one kind in a year."""
    return session.exec(select(BankFigure).where(BankFigure.year == year, BankFigure.kind == kind)).all()
