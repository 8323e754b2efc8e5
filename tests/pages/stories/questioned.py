"""What became of questions about 周晓禾's credit: each in another state."""

from datetime import date, timedelta

from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.credits.queries import posted_for
from portal.reversals import actions
from portal.reversals.actions import Proposal
from portal.reversals.models import Reversal
from portal.reversals.rules import State
from portal.text.dates import local_date
from tests.pages.world import World

WORDS = "这一笔和另一笔的日期、课程都一样，像是记了两次。请说说这门课学过几次。"


def credit_is_questioned(world: World) -> None:
    """Asked, asked long ago, answered, taken back in part, left as it is; and one entry that nobody asks about."""
    today = local_date(world.clock.now)
    ask(world, "asked", 3, today + timedelta(days=20))
    ask(world, "overdue", 4, today - timedelta(days=3))
    answered = ask(world, "answered", 5, today + timedelta(days=9))
    taken_back = ask(world, "taken_back", 6, today + timedelta(days=9), amount=20)
    left = ask(world, "left", 7, today + timedelta(days=9))
    learner = world.person("trainee")
    for reversal_id in (answered, taken_back):
        with Session(world.engine) as session, session.begin():
            one = session.get_one(Reversal, reversal_id)
            actions.answer(session, one, learner.id, "学过两次，第二次是复习。", world.clock.now)
    second = officer(world, "credit2")
    with Session(world.engine) as session, session.begin():
        one, words = session.get_one(Reversal, taken_back), "复习的那一次多记了 0.2 学分。别的都在。"
        actions.confirm(session, second, one, State.ANSWERED, words, world.clock.now)
        world.note("taken_back_as", one.posted_id)
    with Session(world.engine) as session, session.begin():
        actions.drop(session, second, session.get_one(Reversal, left), "是两门课，没有记错。", world.clock.now)
    with Session(world.engine) as session:
        free = posted_for(session, "many/8")
        assert free is not None
        world.note("free_entry", free.id)


def officer(world: World, identifier: str) -> Actor:
    person = world.person(identifier)
    return Actor(person.id, person.name, frozenset({Role.CREDIT_OFFICER}), person.region_code)


def ask(world: World, name: str, number: int, until: date, amount: int = 50) -> int:
    """Question one of the many entries; note the question and the entry."""
    first, learner = officer(world, "credit1"), world.person("trainee")
    with Session(world.engine) as session, session.begin():
        earned = posted_for(session, f"many/{number}")
        assert earned is not None
        told = Proposal(amount, "duplicate", WORDS, until)
        one = actions.propose(session, first, earned, learner.id, told, world.clock.now)
        world.note(name, one.id)
        world.note(f"{name}_entry", earned.id)
        return one.id
