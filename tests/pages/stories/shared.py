"""陶静 has credit in every part, a file with lines of her own, and three shares: one that others looked at, one that was
stopped, one for a college."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from portal.accounts.actions import grant_role
from portal.accounts.models import Person
from portal.accounts.rules import PersonState, Role
from portal.certificates.actions import issue
from portal.colleges.actions import NewCollege, add_college
from portal.credits.actions import move_earned, post_earn
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType
from portal.jobs.models import Job, JobState, stored
from portal.library.models import Course, CourseVersion
from portal.sharing import actions
from portal.sharing.actions import Wish, token_of
from portal.sharing.dossier.actions import add_line
from portal.sharing.papers import MAKER, Wanted, subject_of
from portal.sharing.rules import Items
from portal.text import message
from tests.credits.stories import passed
from tests.pages.world import World

NAME = "陶静"
MOVED: dict[str, Any] = {"kind": "reversed", "title": "和面", "reason": "error", "record": "000 000 011"}
LINE = {"kind": "work", "title": "面点师", "place": "郑州早餐店", "year_from": 2019, "year_to": 2022, "note": "早班。"}


def statements_are_shared(world: World) -> None:
    """Credit in every part; a share of each kind; papers that are there and that failed."""
    person = add_her(world)
    now, vault = world.clock.now, world.app.state.vault
    with Session(world.engine) as session, session.begin():
        earned = entries_of(session, world, person.id)
        line = add_line(session, person.id, dict(LINE), now)
        world.note("file_line", line.id)
        add_line(session, person.id, LINE | {"kind": "competition", "title": "市技能竞赛第二名", "year_to": None}, now)
        college = add_college(session, NewCollege("pages", "样例学院", "Sample College", "410100"), now)
        items = Items(entry_ids=(earned.id,))
        wishes = {
            "looked": Wish(NAME, 30, 365, receiver="早餐店", purpose="找工作"),
            "stopped": Wish("陶某", 30, 365),
            "for_college": Wish(NAME, 30, 365, college_id=college.id),
        }
        for name, wish in wishes.items():
            made = actions.share(session, vault, person.id, items, wish, now)
            world.note(f"{name}_share", f"/credits/shares/{made.id}")
            world.note(f"{name}_shared", f"/shared/{token_of(vault, made.code)}")
            world.note(f"{name}_share_code", made.code)
            if name == "stopped":
                actions.stop(session, made, now)
        paper = world.app.state.files.put(b"%PDF-1.7 statement")
        actions.keep_paper(session, subject_of(session, Wanted(person.id), now), "zh-CN", MAKER, paper, 60_000, now)
        of_share = subject_of(session, Wanted(person.id, made.id), now)
        actions.keep_paper(session, of_share, "zh-CN", MAKER, paper, 60_000, now)
        world.note("shared_entry", earned.id)
    they_are_looked_at(world, person)


def they_are_looked_at(world: World, person: Person) -> None:
    """Somebody looks; one paper is asked for, and one could not be made."""
    now = world.clock.now
    world.visitor().open(world.places["looked_shared"])
    her = world.browser_of(person)
    her.open(f"{world.places['looked_share']}/paper", expect=202)
    her.open(f"{world.places['stopped_share']}/paper", expect=202)
    with Session(world.engine) as session, session.begin():
        for number, job in enumerate(
            session.exec(select(Job).where(Job.name == "make_statement_pdf").order_by(Job.id))
        ):  # type: ignore[arg-type]
            if number == 0:
                job.not_before = now + timedelta(days=1)  # it waits until the visits
            else:
                said = message("没有做完，已经试了 %(tries)s 次。交来的内容都还在。", tries=3)
                job.state, job.said, job.finished_at = JobState.FAILED, stored(said), now


def add_her(world: World) -> Person:
    with Session(world.engine, expire_on_commit=False) as session, session.begin():
        person = Person(
            name=NAME, identifier="shared", state=PersonState.ACTIVE, region_code="410100", password_hash="",
            created_at=world.clock.now, verified_at=world.clock.now, verification_method="desk",
        )  # fmt: skip
        session.add(person)
        session.flush()
        grant_role(session, person.id, Role.TRAINEE, "410100", world.clock.now)
        return person


def entries_of(session: Session, world: World, person_id: int) -> CreditTransfer:
    """Three entries of which one moved through every part, and a certificate."""
    now = world.clock.now
    earned = post_earn(session, person_id, 150, "shared/1", passed("和面", 90), now)
    moves = ((EntryType.LOCK, 50), (EntryType.CONVERT_OUT, 30), (EntryType.EXPIRE_USE, 20), (EntryType.REVERSE, 10))
    for kind, amount in moves:
        move_earned(session, earned, kind, amount, f"shared/{kind}", MOVED, now)
    version = session.exec(select(CourseVersion).join(Course).where(Course.slug == "dough-passed")).first()
    assert version is not None
    second = post_earn(session, person_id, 100, "shared/2", passed(version.title, 88), now)
    issue(session, person_id, version.id, version.title, 540, 100, second.id, now, 88, now)
    return earned
