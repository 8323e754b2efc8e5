from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.credits.actions import open_account, post_earn, post_points
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import balance, balance_hundredths
from portal.credits.verifying import verify
from tests.credits.stories import finished, holds, passed


def test_what_is_earned_stands_in_the_account(session: Session, xiaohe: Person, now: datetime):
    deed = now - timedelta(minutes=5)

    transfer = post_earn(session, xiaohe.id, 150, "course/1/person/7", passed(), now, happened_at=deed)
    post_earn(session, xiaohe.id, 50, "course/2/person/7", passed("手机客服入门", 78), now)
    post_points(session, xiaohe.id, 10, "lesson/1/person/7", finished(), now)
    session.commit()

    assert balance(session, xiaohe.id) == holds(credit_hundredths=200, points=10)
    assert (transfer.happened_at, transfer.posted_at) == (deed, now)
    assert transfer.taker_id == transfer.account_id
    assert verify(session) == []


def test_somebody_without_an_account_has_nothing(session: Session, xiaohe: Person, shan: Person, now: datetime):
    post_earn(session, xiaohe.id, 150, "course/1/person/7", passed(), now)

    assert balance_hundredths(session, shan.id) == 0


def test_the_same_thing_is_posted_once_and_answers_the_same_row(session: Session, xiaohe: Person, now: datetime):
    first = post_earn(session, xiaohe.id, 150, "course/1/person/7", passed(), now)
    session.commit()

    again = post_earn(session, xiaohe.id, 150, "course/1/person/7", passed(), now + timedelta(days=1))

    assert again.id == first.id
    assert balance_hundredths(session, xiaohe.id) == 150


@pytest.mark.parametrize(
    "changed",
    [{"credit_hundredths": 200}, {"cause": passed(mark=99)}, {"person": "shan"}],
    ids=["amount", "cause", "person"],
)
def test_a_reference_used_for_something_else_is_refused(
    session: Session, xiaohe: Person, shan: Person, now: datetime, changed: dict[str, Any]
):
    post_earn(session, xiaohe.id, 150, "course/1", passed(), now)
    person = shan if "person" in changed else xiaohe

    with pytest.raises(ValueError, match="posted for something else"):
        post_earn(
            session, person.id, changed.get("credit_hundredths", 150), "course/1", changed.get("cause", passed()), now
        )


def test_points_and_credit_do_not_share_a_reference(session: Session, xiaohe: Person, now: datetime):
    post_earn(session, xiaohe.id, 150, "course/1", passed(), now)

    with pytest.raises(ValueError, match="posted for something else"):
        post_points(session, xiaohe.id, 150, "course/1", passed(), now)


@pytest.mark.parametrize(
    ("amount", "reference", "cause"),
    [
        (0, "course/1", passed()),
        (-100, "course/1", passed()),
        (1.5, "course/1", passed()),
        (True, "course/1", passed()),
        (2**31, "course/1", passed()),
        (100, " ", passed()),
        (100, "x" * 201, passed()),
        (100, "course/1", {}),
        (100, "course/1", {"kind": "gift"}),
        (100, "course/1", {"kind": "course_passed", "title": "面点"}),
        (100, "course/1", passed(mark=86.5)),
        (100, "course/1", passed(seconds=1.5)),
    ],
)
def test_what_cannot_stand_in_the_books_is_refused(
    session: Session, xiaohe: Person, now: datetime, amount: Any, reference: str, cause: dict[str, Any]
):
    with pytest.raises(ValueError):
        post_earn(session, xiaohe.id, amount, reference, cause, now)

    assert session.scalar(select(func.count(col(CreditTransfer.id)))) == 0


def test_a_deed_is_not_posted_before_it_happens(session: Session, xiaohe: Person, now: datetime):
    with pytest.raises(ValueError, match="before it happens"):
        post_earn(session, xiaohe.id, 150, "course/2", passed(), now, happened_at=now + timedelta(seconds=1))


def test_an_account_is_opened_once(session: Session, xiaohe: Person, now: datetime):
    account = open_account(session, xiaohe.id, now)
    again = open_account(session, xiaohe.id, now + timedelta(days=1))

    assert (again.id, again.opened_at) == (account.id, now)
    assert session.scalar(select(func.count(col(CreditAccount.id)))) == 1


def test_the_chain_of_an_account_is_its_own(session: Session, xiaohe: Person, shan: Person, now: datetime):
    for number in (1, 2, 3):
        post_earn(session, xiaohe.id, 100, f"xiaohe/{number}", passed(), now)
        post_points(session, shan.id, 5, f"shan/{number}", finished(number), now)
    session.commit()

    rows = session.exec(select(CreditTransfer).order_by(col(CreditTransfer.account_id), col(CreditTransfer.sequence)))
    assert [row.sequence for row in rows] == [1, 2, 3, 1, 2, 3]
    assert verify(session) == []


def test_what_is_rolled_back_was_never_there(session: Session, xiaohe: Person, now: datetime):
    person_id = xiaohe.id
    post_earn(session, person_id, 100, "course/1", passed(), now)
    session.commit()
    post_earn(session, person_id, 100, "course/2", passed(), now)
    session.rollback()

    post_earn(session, person_id, 100, "course/3", passed(), now)
    session.commit()

    assert balance_hundredths(session, person_id) == 200
    assert verify(session) == []


@pytest.mark.parametrize("change", ["UPDATE credit_transfer SET points = 99", "DELETE FROM credit_transfer"])
def test_the_past_cannot_be_rewritten(session: Session, xiaohe: Person, now: datetime, change: str):
    post_earn(session, xiaohe.id, 100, "course/1", passed(), now)

    with pytest.raises(IntegrityError, match="append-only"):
        session.execute(text(change))


def test_posting_takes_three_statements_at_most_and_a_repetition_two(
    session: Session, xiaohe: Person, now: datetime, statements: list[str]
):
    post_earn(session, xiaohe.id, 100, "course/1", passed(), now)
    del statements[:]

    post_earn(session, xiaohe.id, 100, "course/2", passed(), now)
    writes = ["WITH"] if session.get_bind().dialect.name == "postgresql" else ["INSERT", "UPDATE"]
    assert [statement.split()[0] for statement in statements] == ["SELECT", *writes]

    del statements[:]
    post_earn(session, xiaohe.id, 100, "course/2", passed(), now)
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT"]
