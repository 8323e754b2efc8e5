"""Causes as the learning room gives them, and many entries at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from portal.credits.actions import post_earn
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import Balance
from portal.credits.rules import EntryType, Part, digest_of


def passed(title: str = "小店记账和收款", mark: int = 86, **more: Any) -> dict[str, Any]:
    return {"kind": "course_passed", "title": title, "mark": mark, **more}


def finished(number: int = 1, lesson: str = "收款码", title: str = "小店记账和收款") -> dict[str, Any]:
    return {"kind": "lesson_finished", "title": title, "number": number, "lesson": lesson}


def add_many(session: Session, person_id: int, count: int, now: datetime) -> None:
    """As many entries as if they had been posted one by one, in one statement; commits."""
    first = post_earn(session, person_id, 100, "many/1", passed(), now)
    rows: list[dict[str, Any]] = []
    digest = first.digest
    for number in range(2, count + 1):
        row = {
            "id": first.id + number - 1, "account_id": first.account_id, "sequence": number,
            "giver_id": first.giver_id, "taker_id": first.taker_id, "entry_type": EntryType.EARN,
            "credit_hundredths": 100, "points": None, "reference": f"many/{number}", "cause": passed(),
            "rule_version": first.rule_version, "happened_at": now, "posted_at": now, "previous_digest": digest,
        }  # fmt: skip
        digest = digest_of(row)
        rows.append(row | {"digest": digest})
    session.connection().execute(CreditTransfer.__table__.insert(), rows)  # type: ignore[attr-defined]
    session.execute(
        update(CreditAccount)
        .where(col(CreditAccount.id) == first.account_id)
        .values(newest_sequence=count, newest_digest=digest)
    )
    session.commit()


def holds(credit_hundredths: int, points: int, **elsewhere: int) -> Balance:
    """A balance of which so much is locked, converted, lapsed or reversed; the rest is free."""
    parts = dict.fromkeys(Part, 0) | {Part(name): amount for name, amount in elsewhere.items()}
    parts[Part.FREE] = credit_hundredths - sum(amount for part, amount in parts.items() if part is not Part.REVERSED)
    return Balance(credit_hundredths, points, parts)
