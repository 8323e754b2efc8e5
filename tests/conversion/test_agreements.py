"""Two officers make an agreement; nobody changes it afterwards."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.conversion import drafting, queries
from portal.conversion.drafting import Wanted
from portal.conversion.models import AgreementDraft, CollegeAgreement
from portal.conversion.steps import DraftState
from portal.errors import Refused
from tests.cast import NOW
from tests.conversion.conftest import TERMS, TODAY, actor


def test_two_officers_make_an_agreement_and_nobody_changes_it_afterwards(
    engine: Engine, agreement: CollegeAgreement, credit1: Person, credit2: Person, courses: dict[str, int]
) -> None:
    first, second = actor(credit1, Role.CREDIT_OFFICER), actor(credit2, Role.CREDIT_OFFICER)
    with Session(engine) as session, session.begin():
        done = session.get_one(AgreementDraft, agreement.draft_id)
        for deed in (
            lambda: drafting.remove_target(session, first, done, "MD101", NOW),
            lambda: drafting.confirm(session, second, done, NOW),
            lambda: drafting.drop(session, first, done, NOW),
        ):
            with pytest.raises(Refused, match="不能这样办"):
                deed()
        row = session.get_one(CollegeAgreement, agreement.id)
        draft = drafting.begin_version(session, first, row, NOW)
        with pytest.raises(Refused, match="在写"):
            drafting.begin_version(session, second, row, NOW)
        drafting.remove_target(session, first, draft, "MD102", NOW)
        drafting.propose(session, first, draft, NOW)
        with pytest.raises(Refused, match="您写的"):
            drafting.confirm(session, first, draft, NOW)
        drafting.give_back_draft(session, second, draft, "生效的日子不对。", NOW)
        wanted = Wanted(TERMS, TODAY + timedelta(days=1), date(2027, 12, 31))
        drafting.change_terms(session, first, draft, wanted, NOW)
        drafting.propose(session, first, draft, NOW)
        assert drafting.confirm(session, second, draft, NOW).version == 2
        assert draft.state == DraftState.CONFIRMED
    with Session(engine) as session:
        for day, version in ((TODAY, 1), (TODAY + timedelta(days=1), 2)):
            assert [one.row.version for one in queries.live_agreements(session, day)] == [version]
        assert queries.live_agreements(session, date(2028, 1, 1)) == []
    with Session(engine) as session, pytest.raises(DatabaseError):
        session.execute(text("UPDATE college_agreement SET valid_until = valid_from"))
        session.commit()
