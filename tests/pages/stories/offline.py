"""Learning without a connection: one pack waits, one can be taken, one was taken and its receipt came back."""

from datetime import timedelta

from sqlmodel import Session, select

from portal.formats.making import not_possible
from portal.formats.rules import Kind
from portal.jobs.models import Job, JobState, stored
from portal.offline.actions import key_of
from portal.offline.models import OfflinePack
from portal.offline.rules import lesson_code
from portal.text import message
from tests.pages.stories.trainees import begin
from tests.pages.world import World


def packs_are_taken(world: World) -> None:
    """周晓禾 takes a pack along and dictates a code from it afterwards."""
    trainee = world.sign_in("trainee")
    for slug in ("bakery-safety", "dough-ready"):
        trainee.open(f"/learning/{slug}/pack")
    world.do_jobs()
    trainee.send("/learning/bakery-safety/pack")
    with Session(world.engine, expire_on_commit=False) as session:
        pack = session.exec(select(OfflinePack)).one()
    code = lesson_code(key_of(world.app.state.vault, pack), 1)
    receipt = trainee.open("/learning/receipts").press("交回回执", {"pack": pack.code, "codes": code})
    world.note("receipt", receipt.path)


def one_pack_fails(world: World) -> None:
    """The pack of another learner could not be made: of one course just now, of another an hour ago."""
    learner = world.sign_in_named("周全")
    refusal = not_possible(Kind.PACK, message("没有做完，已经试了 %(tries)s 次。交来的内容都还在。", tries=3))
    for slug, failed_at in (("dough-4", world.clock.now - timedelta(hours=1)), ("dough-6", world.clock.now)):
        begin(learner, slug)
        learner.open(f"/learning/{slug}/pack")
        with Session(world.engine) as session, session.begin():
            job = session.exec(select(Job).where(Job.name == "make_form", Job.state == JobState.WAITING)).one()
            job.state, job.said, job.finished_at = JobState.FAILED, stored(refusal.message), failed_at
