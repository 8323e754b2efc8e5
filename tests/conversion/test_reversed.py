"""Credit that is locked or used at a college is made free first, and taken back in the same transaction."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.colleges.models import College
from portal.conversion.actions import give_back
from portal.conversion.models import ConversionApplication
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import Part
from portal.credits.verifying import verify
from portal.errors import Refused
from portal.reversals import actions, queries
from portal.reversals.actions import Proposal
from portal.reversals.rules import State
from tests.cast import NOW
from tests.conversion.conftest import TODAY, actor
from tests.conversion.story import decide

LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(("part", "ends"), [(Part.LOCKED, "cancelled"), (Part.CONVERTED, "accepted")])
def test_credit_at_a_college_is_freed_and_taken_back(
    engine: Engine, lin: Person, earned: int, applied: int, credit1: Person, credit2: Person,
    college_reader: Person, first_college: College, part: Part, ends: str,
) -> None:  # fmt: skip
    if part is Part.CONVERTED:
        decide(engine, college_reader, first_college, applied, "MD101")
    first, second = actor(credit1, Role.CREDIT_OFFICER), actor(credit2, Role.CREDIT_OFFICER)
    told = Proposal(150, "error", "请说明。", TODAY)
    with Session(engine) as session:
        entry = session.get_one(CreditTransfer, earned)
        assert parts_of_entry(session, entry)[part] > 0
        with pytest.raises(Refused):
            actions.propose(session, first, entry, lin.id, told, NOW)
    with Session(engine) as session, session.begin():
        entry = session.get_one(CreditTransfer, earned)
        one = actions.propose(session, first, entry, lin.id, told, NOW, give_back)
        actions.answer(session, one, lin.id, "说明。", NOW)
        actions.confirm(session, second, one, State.ANSWERED, "决定。", LATER, give_back)
    with Session(engine) as session:
        found = parts_of_entry(session, session.get_one(CreditTransfer, earned))
        assert {where: amount for where, amount in found.items() if amount} == {Part.REVERSED: 150}
        assert session.get_one(ConversionApplication, applied).state == ends
        assert verify(session) == [] and queries.verify(session) == []
