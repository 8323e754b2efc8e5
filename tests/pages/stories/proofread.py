"""Braille that somebody has read: one lesson is checked, one was taken back, the rest waits."""

from sqlmodel import Session, select

from portal.formats import actions
from portal.formats.models import MadeForm
from portal.library.models import Course, CourseVersion
from tests.pages.world import World


def braille_is_checked(world: World) -> None:
    """The tester finds no mistake in the second lesson, and takes a check of the whole course back."""
    with Session(world.engine) as session, session.begin():
        wanted = select(CourseVersion.id).join(Course)
        version_id = session.exec(wanted.where(Course.slug == "dough-8", CourseVersion.state == "published")).one()
        actions.prepare(session, version_id, world.clock.now)
    world.do_jobs()
    tester = world.sign_in("tester-blind")
    sent = {"verdict": "as_is", "note": "从头读到尾，读了两遍"}
    tester.open("/braille/dough-8/02-dough").press("交校对结果", sent)
    tester.open("/braille/dough-8/course").press("交校对结果", {"verdict": "as_is"}).press("收回我的校对")
    with Session(world.engine) as session:
        made = select(MadeForm.digest).where(MadeForm.version_id == version_id, MadeForm.part == "01-flour")
        world.note("braille_digest", session.exec(made.where(MadeForm.kind == "ubrl")).one())
