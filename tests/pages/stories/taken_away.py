"""What can be taken away: some forms are made, one could not be, the others wait for who asks."""

from sqlmodel import Session, select

from portal.formats.making import MAKERS, not_possible
from portal.formats.rules import Kind
from portal.jobs.models import Job, JobState, stored
from portal.text import message
from tests.pages.world import World


def forms_are_made(world: World) -> None:
    """Somebody asks for a text, and gets it; for another, and it cannot be made."""
    visitor = world.visitor()
    for kind in ("txt", "brf"):
        visitor.open(f"/library/dough-begun/course.{kind}", expect=202)
    world.do_jobs()
    assert Kind.TEXT in MAKERS
    visitor.open("/library/dough-ready/course.txt", expect=202)
    refusal = not_possible(Kind.TEXT, message("没有做完，已经试了 %(tries)s 次。交来的内容都还在。", tries=3))
    with Session(world.engine) as session, session.begin():
        job = session.exec(select(Job).where(Job.name == "make_form", Job.state == JobState.WAITING)).one()
        job.state, job.said, job.finished_at = JobState.FAILED, stored(refusal.message), world.clock.now
