"""A course that Lin has passed, and its certificate."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.certificates.actions import issue
from portal.credits.actions import post_earn
from tests.cast import NOW
from tests.credits.stories import passed

Give = Callable[..., int]


@pytest.fixture
def give(engine: Engine) -> Give:
    """`give(lin, dough)` posts the credit of a passed course and issues its certificate, committed; gives its id."""

    def give(person: Person, version_id: int, mark: int = 86, credit_hundredths: int = 150) -> int:
        with Session(engine) as session, session.begin():
            reference = f"course/{version_id}/person/{person.id}"
            transfer = post_earn(session, person.id, credit_hundredths, reference, passed("用手和面", 86), NOW)
            certificate = issue(
                session,
                person_id=person.id,
                course_version_id=version_id,
                title="用手和面",
                learning_minutes=540,
                credit_hundredths=credit_hundredths,
                transfer_id=transfer.id,
                passed_at=NOW,
                mark=mark,
                now=NOW,
                draw=lambda: "48217390551260475" if version_id == 1 else f"{version_id:017d}",
            )
            return certificate.id

    return give
