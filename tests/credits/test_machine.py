"""Every move of credit in any order, by several people on several devices, kept or lost, once or again: the books are right.

The invariants are those of the domain: balances are the sums of entries; of each earned entry locked, converted, lapsed
and free are what was earned less what was taken back; each entry that moves credit names the one whose credit it moves;
doing anything again changes nothing.
"""

import itertools
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from portal.accounts.models import Person
from portal.credits.actions import move_earned, post_earn, post_new, post_points
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import balance, parts_of_entry
from portal.credits.rules import EntryType
from portal.credits.verifying import verify
from portal.db import READING
from tests.credits.stories import finished, passed

# Said here once more, so that a slip in the portal's own table shows.
FLOWS = {
    EntryType.LOCK: ("free", "locked"),
    EntryType.UNLOCK: ("locked", "free"),
    EntryType.CONVERT_OUT: ("free", "converted"),
    EntryType.CONVERT_BACK: ("converted", "free"),
    EntryType.EXPIRE_USE: ("free", "lapsed"),
    EntryType.RESTORE: ("lapsed", "free"),
    EntryType.REVERSE: ("free", "reversed"),
    EntryType.ADJUST: ("reversed", "free"),
}
SOURCES = (EntryType.EARN, EntryType.RECOGNISE, EntryType.TRANSFER_IN)
PARTS = ("free", "locked", "converted", "lapsed", "reversed")
RUN = itertools.count()
Deed = Callable[[Session], CreditTransfer]


class Earned:
    """What must be so of one earned entry."""

    def __init__(self, person: int, transfer_id: int, amount: int) -> None:
        self.person, self.id = person, transfer_id
        self.parts = dict.fromkeys(PARTS, 0) | {"free": amount}


class Bank(RuleBasedStateMachine):
    def __init__(self, engine: Engine, now: datetime) -> None:
        super().__init__()
        self.engine, self.now, self.numbers = engine, now, itertools.count()
        self.run = next(RUN)
        with Session(engine) as session, session.begin():
            people = [Person(name="某人", region_code="410100", password_hash="", created_at=now) for _ in range(3)]
            session.add_all(people)
            session.flush()
            self.people = [person.id for person in people]
        self.earned: list[Earned] = []
        self.points = dict.fromkeys(self.people, 0)
        self.done: list[tuple[Deed, int]] = []  # everything that was kept, with the row it made
        self.count = 0

    def reference(self) -> str:
        return f"machine/{self.run}/{next(self.numbers)}"

    def later(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def carry_out(self, deed: Deed, is_kept: bool) -> int:
        """One transaction. One that is not kept ends like a process that dies before the commit."""
        with Session(self.engine) as session:
            transfer_id = deed(session).id
            if is_kept:
                session.commit()
                self.done.append((deed, transfer_id))
                self.count += 1
        return transfer_id

    @rule(place=st.integers(0, 2), source=st.sampled_from(SOURCES), amount=st.integers(1, 300), is_kept=st.booleans())
    def earn(self, place: int, source: EntryType, amount: int, is_kept: bool) -> None:
        person, reference, now = self.people[place], self.reference(), self.later()

        def deed(session: Session) -> CreditTransfer:
            if source is EntryType.EARN:
                return post_earn(session, person, amount, reference, passed(), now)
            return post_new(session, person, source, amount, reference, passed(), now, now)

        transfer_id = self.carry_out(deed, is_kept)
        if is_kept:
            self.earned.append(Earned(person, transfer_id, amount))

    @rule(place=st.integers(0, 2), points=st.integers(1, 9))
    def answer(self, place: int, points: int) -> None:
        person, reference, now = self.people[place], self.reference(), self.later()
        self.carry_out(lambda session: post_points(session, person, points, reference, finished(), now), True)
        self.points[person] += points

    def moving(self, one: Earned, kind: EntryType, amount: int) -> Deed:
        reference, now = self.reference(), self.later()

        def deed(session: Session) -> CreditTransfer:
            return move_earned(session, session.get_one(CreditTransfer, one.id), kind, amount, reference, passed(), now)

        return deed

    @precondition(lambda self: self.earned)
    @rule(
        which=st.integers(0, 99),
        kind=st.sampled_from(list(FLOWS)),
        part=st.sampled_from([1, 2, 3, 4]),
        is_kept=st.booleans() | st.just(True),
    )
    def move(self, which: int, kind: EntryType, part: int, is_kept: bool) -> None:
        """A quarter to all of what is there; what is not there is refused."""
        one = self.earned[which % len(self.earned)]
        leaves, enters = FLOWS[kind]
        amount = one.parts[leaves] * part // 4
        too_much = self.moving(one, kind, one.parts[leaves] + 1)
        with pytest.raises(ValueError), Session(self.engine) as session:
            too_much(session)
        if amount:
            self.carry_out(self.moving(one, kind, amount), is_kept)
            if is_kept:
                one.parts[leaves] -= amount
                one.parts[enters] += amount

    @precondition(lambda self: self.earned)
    @rule(which=st.integers(0, 99))
    def college_accepts(self, which: int) -> None:
        """What was locked is unlocked and converted in one transaction, or neither."""
        one = self.earned[which % len(self.earned)]
        if amount := one.parts["locked"]:
            both = [self.moving(one, kind, amount) for kind in (EntryType.UNLOCK, EntryType.CONVERT_OUT)]
            with Session(self.engine) as session, session.begin():
                rows = [deed(session).id for deed in both]
            self.done += zip(both, rows, strict=True)
            self.count += 2
            one.parts["locked"], one.parts["converted"] = 0, one.parts["converted"] + amount

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 999))
    def again(self, which: int) -> None:
        deed, transfer_id = self.done[which % len(self.done)]
        with Session(self.engine) as session, session.begin():
            assert deed(session).id == transfer_id

    @precondition(lambda self: self.earned)
    @rule(which=st.integers(0, 99), kind=st.sampled_from(list(FLOWS)), is_same=st.booleans())
    def two_devices_at_once(self, which: int, kind: EntryType, is_same: bool) -> None:
        """All of it, twice at the same moment: by one button pressed twice, or for two reasons. It moves once."""
        one = self.earned[which % len(self.earned)]
        leaves, enters = FLOWS[kind]
        if not (amount := one.parts[leaves]):
            return
        first = self.moving(one, kind, amount)
        second = first if is_same else self.moving(one, kind, amount)
        made, refused = at_once(self.engine, [first, second])
        assert (len(set(made)), len(refused)) == ((1, 0) if is_same else (1, 1))
        self.count += 1
        one.parts[leaves], one.parts[enters] = 0, one.parts[enters] + amount

    @invariant()
    def every_credit_is_somewhere(self) -> None:
        with Session(self.engine.execution_options(**READING)) as session:
            for one in self.earned:
                found = parts_of_entry(session, session.get_one(CreditTransfer, one.id))
                assert {str(part): amount for part, amount in found.items()} == one.parts
            for person in self.people:
                told, mine = balance(session, person), [one for one in self.earned if one.person == person]
                assert {str(part): amount for part, amount in told.parts.items()} == total(mine)
                assert told.credit_hundredths == sum(total(mine).values()) - total(mine)["reversed"]
                assert told.points == self.points[person]

    def teardown(self) -> None:
        with Session(self.engine.execution_options(**READING)) as session:
            assert verify(session) == []
            mine = select(col(CreditTransfer.id)).where(
                col(CreditTransfer.reference).startswith(f"machine/{self.run}/")
            )
            assert session.scalar(select(func.count()).select_from(mine.subquery())) == self.count
            for person in self.people:
                assert free_in_account(session, person) == total([o for o in self.earned if o.person == person])["free"]
            moved = {kind: col(CreditTransfer.entry_type) == kind for kind in FLOWS}
            for is_kind in moved.values():
                nameless = mine.where(is_kind, col(CreditTransfer.earned_id).is_(None))
                assert session.scalars(nameless).all() == []


def total(mine: list[Earned]) -> dict[str, int]:
    return {part: sum(one.parts[part] for one in mine) for part in PARTS}


def free_in_account(session: Session, person: int) -> int:
    """What came into the account less what went out, in plain double-entry book-keeping."""
    account = select(col(CreditAccount.id)).where(col(CreditAccount.person_id) == person).scalar_subquery()
    amount = func.coalesce(func.sum(col(CreditTransfer.credit_hundredths)), 0)
    came = session.scalar(select(amount).where(col(CreditTransfer.taker_id) == account)) or 0
    return int(came) - int(session.scalar(select(amount).where(col(CreditTransfer.giver_id) == account)) or 0)


def at_once(engine: Engine, deeds: list[Deed]) -> tuple[list[int], list[str]]:
    """Each deed in a transaction of its own, all at the same moment: the rows that were made, and the refusals."""
    together, made, refused = threading.Barrier(len(deeds)), list[int](), list[str]()

    def try_it(deed: Deed) -> None:
        together.wait()
        try:
            with Session(engine) as own, own.begin():
                made.append(deed(own).id)
        except ValueError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=try_it, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made, refused


def test_the_books_are_right_whatever_is_done(engine: Engine, xiaohe: Any, now: datetime) -> None:
    run_state_machine_as_test(
        lambda: Bank(engine, now),
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
