"""A small town for the bank's story: one learner, two courses, a cap, an agreement; and those who work at desks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from portal.accounts import actions as accounts
from portal.accounts.demo import load_demo_people
from portal.accounts.rules import Actor, Role
from portal.colleges.demo import load_demo_colleges
from portal.colleges.queries import college_by_code
from portal.conversion import drafting
from portal.conversion.drafting import Wanted
from portal.conversion.terms import ALL, COURSE, RECOGNISED, Group, Source, Target, Terms
from portal.db import migrate
from portal.jobs import enqueue
from portal.library import actions as library
from portal.library.models import CourseVersion
from portal.library.packages import read_package
from tests.cast import CHEAP
from tests.credits.rulebook.stories import add_rules
from tests.pages.world import DATABASE, Served, World, answering, portal_over
from tests.shelf import MINIMAL

FIRST_COURSE, SECOND_COURSE = "用手和面", "包子"
MOST_OF_COURSES = 200  # hundredths in a year: one course and a third of the other
TERMS = Terms("面点制作", "Pastry making", 2, 10_000, 50, 25, 800, 80, 0, False)


@dataclass(frozen=True)
class Town:
    """A portal that answers, for the learner's browser and for those at the desks."""

    served: Served
    world: World

    def days_pass(self, days: int) -> None:
        """The clock goes on, and the daily job seals the books."""
        self.world.clock.forward(days=days)
        now = self.world.clock.now
        with Session(self.world.engine) as session, session.begin():
            enqueue(session, "seal_ledger", f"seal_ledger {now:%Y-%m-%d}", {}, now)
        self.world.do_jobs()


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """A town of its own in a folder, built in seconds."""
    engine = portal_over(folder / DATABASE, folder, "http://testserver")[1]
    migrate(engine)
    engine.dispose()
    with answering(folder / DATABASE, folder) as (origin, app):
        served = Served(origin, {}, {}, app)
        world = World(app.state.settings, app.state.engine, app, app.state.clock)
        with Session(world.engine) as session, session.begin():
            accounts.load_regions(session)
            load_demo_people(session, world.settings, CHEAP)
            load_demo_colleges(session, world.clock.now)
        courses = [open_course(world, *names) for names in (("dough", FIRST_COURSE), ("buns", SECOND_COURSE))]
        with Session(world.engine) as session:
            add_rules(session, "2026-2", date(2026, 9, 1), caps={"sources": {"courses": MOST_OF_COURSES}})
        agree(world, courses[0])
        yield Town(served, world)


def open_course(world: World, slug: str, title: str) -> int:
    """Publish the minimal course under another name, for 1.5 credits. Gives the course's id."""
    package = read_package(MINIMAL)
    named = package.__class__(**vars(package) | {"id": slug, "title": title, "title_en": slug})
    with Session(world.engine) as session, session.begin():
        digest = slug.encode().hex()[:64].ljust(64, "0")
        version: CourseVersion = library.stage(session, world.app.state.files, named, MINIMAL, digest)
        library.publish(session, version, 150, {}, date(2028, 10, 12), world.clock.now)
        return version.course_id


def agree(world: World, course_id: int) -> None:
    """The demo's college gives one course for the first course, another for a recognised skill."""
    sources = (
        Source(COURSE, course_id=course_id, title=FIRST_COURSE, title_en="Dough"),
        Source(RECOGNISED, family="skill", least_level=1, title="技能证书", title_en="Certificate of a skill"),
    )
    targets = (
        Target("MD101", "面点基础", "Basics of pastry", 100, 1, 90, 60, Group(ALL, sources[:1])),
        Target("MD102", "面点工艺", "Craft of pastry", 150, 1, 85, 60, Group(ALL, sources[1:])),
    )
    now, (first, second) = world.clock.now, (officer(world, name) for name in ("credit1", "credit2"))
    with Session(world.engine) as session, session.begin():
        college = college_by_code(session, "zhongyuan")
        assert college is not None
        wanted = Wanted(TERMS, date(2026, 1, 1), date(2027, 12, 31))
        draft = drafting.begin_draft(session, first, college.id, "pastry", wanted, now)
        for one in targets:
            drafting.put_target(session, first, draft, one, "", now)
        drafting.propose(session, first, draft, now)
        drafting.confirm(session, second, draft, now)


def officer(world: World, identifier: str) -> Actor:
    person = world.person(identifier)
    return Actor(person.id, person.name, frozenset({Role.CREDIT_OFFICER}), person.region_code, True)
