"""Officers of the province write tables of values: one draft in each state. The tables hold from a far day on."""

from datetime import date

from sqlmodel import Session

from portal.recognition.values.rules import Change
from portal.valuing import actions
from portal.valuing.models import RecognitionValueDraft
from tests.pages.stories.questioned import officer
from tests.pages.world import World

FIRST_DAY = date(2090, 1, 1)
LEVEL = Change("level", "level-4", "四级（中级工）", "Level 4 (intermediate)", 300, 350, "和省里新的标准一致。")
SHORT = Change("platform", "platform-16", "16 至 31 学时", "16 to 31 learning hours", 50, None, "太短，看不出学会了。")
TOWNSHIP = Change("heritage", "", "乡镇级", "Township", None, 100, "县里开始评乡镇级的传承人。")


def values_are_drafted(world: World) -> None:
    """Left behind, replaced before it held, confirmed; then being written, empty, handed over, given back, discarded."""
    write(world, "behind")
    for name in ("replaced", "confirmed"):
        write(world, name, after=400 if name == "replaced" else 350)
        hand_over(world, name)
        confirm(world, name)
    world.note("values_replaced", "2090-1")
    world.note("values_version", "2090-2")
    for name in ("written", "handed", "given_back", "discarded"):
        write(world, name, after=450)
    begin(world, "empty")
    hand_over(world, "handed")
    hand_over(world, "given_back")
    first, second = officer(world, "credit1"), officer(world, "credit2")
    with Session(world.engine) as session, session.begin():
        back, left = (draft(session, world, name) for name in ("given_back", "discarded"))
        actions.reject(session, second, back, back.revision, "先问各市，再改。", world.clock.now)
        actions.discard(session, first, left, left.revision, world.clock.now)
        new = next(row for row in draft(session, world, "written").changes if row.startswith("heritage-new"))
    world.note("values_new_row", new)


def draft(session: Session, world: World, name: str) -> RecognitionValueDraft:
    return session.get_one(RecognitionValueDraft, int(world.places[f"values_{name}"]))


def begin(world: World, name: str) -> None:
    who = officer(world, "credit1")
    with Session(world.engine) as session, session.begin():
        one = actions.begin(session, who, world.clock.now)
        world.note(f"values_{name}", one.id)


def write(world: World, name: str, after: int = 350) -> None:
    """A draft by the first officer that changes, adds and ends a value, unless an earlier table has done so."""
    begin(world, name)
    who, now = officer(world, "credit1"), world.clock.now
    with Session(world.engine) as session, session.begin():
        one = draft(session, world, name)
        base = actions.base_of(session, one)
        assert actions.change_day(session, who, one, one.revision, FIRST_DAY, now)
        before = base.row("level", "level-4")
        assert before
        level = Change(**vars(LEVEL) | {"before": before.credit_hundredths, "after": after})
        assert actions.put_change(session, who, one, 0, level, now)
        if name != "confirmed" and name != "replaced":
            assert actions.put_change(session, who, one, 0, SHORT, now)
            actions.add_value(session, who, one, TOWNSHIP, now)


def hand_over(world: World, name: str) -> None:
    who = officer(world, "credit1")
    with Session(world.engine) as session, session.begin():
        one = draft(session, world, name)
        actions.hand_over(session, who, one, one.revision, world.clock.now)


def confirm(world: World, name: str) -> None:
    who = officer(world, "credit2")
    with Session(world.engine) as session, session.begin():
        one = draft(session, world, name)
        actions.confirm(session, who, one, one.revision, world.clock.now)
