"""What 白露 says of the words of three entries: one waits, one got its note, one was right."""

from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.corrections import actions
from portal.corrections.rules import Step, What
from portal.credits.models import CreditTransfer
from portal.submissions.province import rules_on
from portal.text.dates import local_date
from tests.pages.world import World

WORDS = "应该是《推拿手法入门》。"


def words_are_corrected(world: World) -> None:
    """After the story of her appeals: the entries are those."""
    person = world.person("credit1")
    officer = Actor(person.id, person.name, frozenset({Role.CREDIT_OFFICER}), person.region_code)
    ends = (("waits", "lodged", None), ("noted", "restored", Step.APPLY), ("right", "heard", Step.REFUSE))
    for name, entry, step in ends:
        with Session(world.engine) as session, session.begin():
            earned = session.get_one(CreditTransfer, int(world.places[f"appealed_entry_{entry}"]))
            holder = int(world.places["appealing_person"])
            until = rules_on("henan", local_date(world.clock.now), is_demo=True).term_from(
                local_date(world.clock.now), "correction"
            )
            one = actions.ask(session, holder, earned.id, What.TITLE, WORDS, until, world.clock.now)
            if step:
                note = "名称应该是《推拿手法入门》。" if step is Step.APPLY else "课程就叫这个名字。"
                actions.decide(session, officer, one, step, note, world.clock.now)
            world.note(f"correction_{name}", one.id)
            world.note(f"corrected_entry_{name}", earned.id)
