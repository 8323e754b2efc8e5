"""What an appeal may add to a decision, and what the room of appeals is told."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.queries import balance_hundredths
from portal.credits.verifying import verify as verify_books
from portal.errors import Refused
from portal.recognition import queries
from portal.recognition.actions import grant_on_appeal
from portal.recognition.models import RecognitionApplication
from tests.browser import Browser
from tests.cast import NOW
from tests.recognition.conftest import assessed, checked, handed_in


def test_appeals_grant_the_rest_and_no_more(
    learner: Browser, first: Browser, second: Browser, engine: Engine, lin: Person, appeal_officer: Person,
    credit1: Person, administrator: Person,
) -> None:  # fmt: skip
    number, judge = handed_in(learner), [appeal_officer.id]
    checked(first, number)
    assessed(second, number, result="part", credit="1")
    assert learner.open(f"/recognition/applications/{number}").says("认定了一部分")
    with Session(engine) as session, session.begin():
        one = session.get_one(RecognitionApplication, int(number))
        assert queries.took_part(session, one.id) == {one.checked_by_id, one.assessed_by_id}
        for amount, officers in ((100, judge), (301, judge), (300, [credit1.id]), (300, []), (300, [lin.id])):
            with pytest.raises(Refused):
                grant_on_appeal(session, one, amount, officers, NOW)
        assert queries.refused_hundredths(session, one) == 200
        grant_on_appeal(session, one, 150, judge, NOW)
    with Session(engine) as session, session.begin():  # of the second level
        one = session.get_one(RecognitionApplication, int(number))
        assert one.state == "part"
        posted = grant_on_appeal(session, one, 300, [administrator.id], NOW + timedelta(days=9))
        assert posted and posted.credit_hundredths == 150
        with pytest.raises(Refused):
            grant_on_appeal(session, one, 400, judge, NOW)
    with Session(engine) as session:
        assert balance_hundredths(session, lin.id) == 300
        assert verify_books(session) == [] and queries.verify(session) == []
    told = learner.open(f"/recognition/applications/{number}")
    assert told.says("申诉以后：认定") and told.says("已认定") and told.says("这次记 1.5 学分。")
