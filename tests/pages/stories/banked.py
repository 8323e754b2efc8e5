"""Credit that a cap left out, and rules that hold from next year on."""

from datetime import date

from sqlmodel import Session, select

from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.rules import CandidateState
from portal.library.models import Course
from tests.credits.rulebook.stories import add_rules
from tests.credits.stories import passed
from tests.pages.world import World


def a_cap_leaves_credit_out(world: World) -> None:
    """李思远 has credit that waits for the next year, and some that stays out."""
    person = world.person("trainee2")
    with Session(world.engine) as session:
        course_id = session.exec(select(Course.id)).first()
        for number, state in enumerate((CandidateState.WAITING, CandidateState.LEFT_OUT)):
            waits = state is CandidateState.WAITING
            session.add(
                CreditCandidate(
                    person_id=person.id,
                    course_id=course_id,
                    reference=f"left/{number}",
                    state=state,
                    left_hundredths=50,
                    cause=passed("和面", 90),
                    completed_at=world.clock.now,
                    cap="year",
                    before=2400,
                    most=2400,
                    next_on=date(2027, 1, 1) if waits else None,
                )  # fmt: skip
            )
        caps = {"year": 2400, "term": 1200, "provider_year": 800, "sources": {"courses": 2000}}
        add_rules(session, "2027-1", date(2027, 1, 1), caps=caps)
