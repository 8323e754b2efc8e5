"""Officers of the province write rules: one draft in each state, and one that was tried."""

from datetime import date

from sqlmodel import Session

from portal.jobs import run_waiting
from portal.rulemaking import actions
from portal.rulemaking.models import CreditRuleDraft
from portal.rulemaking.rules import State
from tests.pages.stories.questioned import officer
from tests.pages.world import World

FIRST_DAY = date(2030, 1, 1)
WHY = "学员学得多，一年的上限放宽到 60 学分。"


def rules_are_drafted(world: World) -> None:
    """Being written, tried, handed over, given back, confirmed and discarded."""
    for name in ("written", "handed", "given_back", "confirmed", "discarded", "tried"):
        write(world, name)
    first, second, now = officer(world, "credit1"), officer(world, "credit2"), world.clock.now
    with Session(world.engine) as session, session.begin():
        for name in ("handed", "given_back", "confirmed"):
            one = session.get_one(CreditRuleDraft, int(world.places[f"draft_{name}"]))
            actions.hand_over(session, first, one, one.revision, now)
        actions.reject(session, second, draft(session, world, "given_back"), 2, "先问各市，再改上限。", now)
        actions.confirm(session, second, draft(session, world, "confirmed"), 2, now)
        left = draft(session, world, "discarded")
        actions.discard(session, first, left, left.revision, now)
        assert left.state == State.DISCARDED
    browser = world.sign_in("credit1")
    browser.open(f"/credits/rules/drafts/{world.places['draft_tried']}/trial").press("开始试算")
    run_waiting(world.engine, world.app.state.files, world.app.state.settings, world.clock.now)


def draft(session: Session, world: World, name: str) -> CreditRuleDraft:
    return session.get_one(CreditRuleDraft, int(world.places[f"draft_{name}"]))


def write(world: World, name: str) -> None:
    """A draft by the first officer, with a cap more than now."""
    who, now = officer(world, "credit1"), world.clock.now
    with Session(world.engine) as session, session.begin():
        one = actions.begin(session, who, FIRST_DAY, now)
        rules = dict(one.rules) | {"caps": {"year": 6000, "sources": {}}, "best_of": True}
        assert actions.change(session, who, one, one.revision, FIRST_DAY, rules, WHY, now)
        world.note(f"draft_{name}", one.id)
