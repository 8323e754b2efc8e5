"""The books are sealed on twenty-two days; one entry of 新学员2 is in a seal, one waits for the next."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.credits.actions import post_earn
from portal.jobs.actions import Taken
from portal.jobs.context import JobContext, Workshop
from portal.jobs.models import Job, JobState
from portal.seals.sealing import seal_ledger
from tests.credits.stories import passed
from tests.pages.world import World

HOLDER = "新学员2"


def books_are_sealed(world: World) -> None:
    """Most days bring nothing, the last one everything that was posted so far."""
    now = world.clock.now
    with Session(world.engine) as session, session.begin():
        person_id = session.exec(select(Person.id).where(Person.name == HOLDER)).one()
        earlier = now - timedelta(days=2)
        world.note("sealed_entry", post_earn(session, person_id, 50, "sealed/1", passed(), earlier).id)
    for days in range(-20, 2):
        seal_on(world, now + timedelta(days=days))
    with Session(world.engine) as session, session.begin():
        later = now + timedelta(days=1)
        world.note("unsealed_entry", post_earn(session, person_id, 50, "sealed/2", passed(), later).id)


def seal_on(world: World, moment: datetime) -> None:
    """The daily job on one day, without the other jobs that wait."""
    running = {"state": JobState.RUNNING, "tries": 1, "created_at": moment, "not_before": moment}
    with Session(world.engine) as session, session.begin():
        job = Job(name="seal_ledger", reference=f"seal_ledger {moment:%Y-%m-%d}", payload={}, **running)
        session.add(job)
        session.flush()
        taken = Taken(job.id, job.name, {}, 1)
    workshop = Workshop(world.engine, world.app.state.files, world.settings, lambda: moment)
    seal_ledger(JobContext(workshop, taken))
    with Session(world.engine) as session, session.begin():
        job = session.get_one(Job, taken.id)
        job.state, job.finished_at = JobState.DONE, moment
