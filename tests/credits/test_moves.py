"""Credit that was earned moves on: never more than is there, once for each reference, and the total follows."""

import threading
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import move_earned, post_earn, post_points
from portal.credits.checking import Fault
from portal.credits.models import CreditTransfer
from portal.credits.queries import balance, entries, parts_of_entry
from portal.credits.rules import COUNTS, EntryType, Part, digest_of, parts_of, why_not_move
from portal.credits.verifying import verify
from tests.credits.stories import finished, holds, passed
from tests.credits.test_verify import drop_guards

REVERSED: dict[str, Any] = {"kind": "reversed", "title": "小店记账和收款", "reason": "error", "record": "000 000 011"}


def take_back(session: Session, earned: CreditTransfer, amount: int, reference: str, now: datetime) -> CreditTransfer:
    return move_earned(session, earned, EntryType.REVERSE, amount, reference, REVERSED, now)


def test_what_is_taken_back_leaves_the_total_and_stands_in_the_books(session: Session, xiaohe: Person, now: datetime):
    earned = post_earn(session, xiaohe.id, 150, "course/1", passed(), now)
    back = take_back(session, earned, 150, "reversal/1", now)
    session.commit()

    assert balance(session, xiaohe.id) == holds(credit_hundredths=0, points=0, reversed=150)
    assert (back.giver_id, back.account_id, back.earned_id) == (earned.account_id, earned.account_id, earned.id)
    assert [(entry.amount, entry.total_after) for entry in entries(session, xiaohe.id)] == [(-150, 0), (150, 150)]
    assert verify(session) == []


def test_a_part_may_be_taken_back_and_the_rest_later_but_no_more(session: Session, xiaohe: Person, now: datetime):
    earned = post_earn(session, xiaohe.id, 150, "course/1", passed(), now)
    take_back(session, earned, 50, "reversal/1", now)

    with pytest.raises(ValueError, match="only 100 hundredths are free"):
        take_back(session, earned, 101, "reversal/2", now)
    take_back(session, earned, 100, "reversal/3", now)

    assert parts_of_entry(session, earned) == dict.fromkeys(Part, 0) | {Part.REVERSED: 150}


def test_the_same_reference_moves_once(session: Session, xiaohe: Person, now: datetime):
    earned = post_earn(session, xiaohe.id, 150, "course/1", passed(), now)
    first = take_back(session, earned, 150, "reversal/1", now)

    assert take_back(session, earned, 150, "reversal/1", now).id == first.id
    with pytest.raises(ValueError, match="posted for something else"):
        take_back(session, earned, 50, "reversal/1", now)


def test_only_earned_credit_moves(session: Session, xiaohe: Person, now: datetime):
    earned = post_earn(session, xiaohe.id, 150, "course/1", passed(), now)
    points = post_points(session, xiaohe.id, 10, "lesson/1", finished(), now)
    back = take_back(session, earned, 50, "reversal/1", now)

    for wrong in (points, back):
        with pytest.raises(ValueError, match="is no earned credit"):
            take_back(session, wrong, 10, "reversal/2", now)
    with pytest.raises(ValueError, match="makes new credit"):
        move_earned(session, earned, EntryType.EARN, 10, "reversal/3", passed(), now)


def test_two_who_take_back_at_once_take_back_what_is_there_and_no_more(
    engine: Engine, session: Session, xiaohe: Person, now: datetime
):
    earned_id = post_earn(session, xiaohe.id, 150, "course/1", passed(), now).id
    session.commit()
    together, refused = threading.Barrier(2), []

    def try_it(reference: str) -> None:
        together.wait()
        try:
            with Session(engine) as own, own.begin():
                take_back(own, own.get_one(CreditTransfer, earned_id), 100, reference, now)
        except ValueError as error:
            refused.append(str(error))

    both = [threading.Thread(target=try_it, args=(f"reversal/{number}",)) for number in (1, 2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(refused) == 1
    assert balance(session, xiaohe.id).credit_hundredths == 50
    assert verify(session) == []


def test_a_row_from_outside_that_takes_too_much_is_named(session: Session, xiaohe: Person, now: datetime):
    earned = post_earn(session, xiaohe.id, 150, "course/1", passed(), now)
    back = take_back(session, earned, 100, "reversal/1", now)
    session.commit()
    drop_guards(session)
    names = CreditTransfer.__table__.c.keys()  # type: ignore[attr-defined]
    forged = {name: getattr(back, name) for name in names} | {"credit_hundredths": 151}
    values = {"amount": 151, "digest": digest_of(forged), "row": back.id, "account": back.account_id}
    session.execute(
        text("UPDATE credit_transfer SET credit_hundredths = :amount, digest = :digest WHERE id = :row"), values
    )
    session.execute(text("UPDATE credit_account SET newest_digest = :digest WHERE id = :account"), values)
    session.commit()
    session.expire_all()

    assert [(problem.fault, problem.sequence) for problem in verify(session)] == [(Fault.BROKEN, 2)]


@given(st.integers(1, 1000), st.lists(st.tuples(st.sampled_from(EntryType), st.integers(1, 500)), max_size=12))
def test_whatever_moves_nothing_is_lost_and_nothing_made(earned: int, moves: list[tuple[EntryType, int]]):
    moved = dict.fromkeys(EntryType, 0)
    for entry_type, amount in moves:
        if why_not_move(entry_type, amount, parts_of(earned, moved)) is None:
            moved[entry_type] += amount

    parts = parts_of(earned, moved)
    assert sum(parts.values()) == earned
    assert min(parts.values()) >= 0
    assert earned + sum(COUNTS[kind] * amount for kind, amount in moved.items()) == earned - parts[Part.REVERSED]
