"""Films and sounds: a course whose lessons have every form, and submissions whose films are done, waiting and failed."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session, col, update

from portal.jobs import actions
from portal.jobs.context import JobContext, Workshop
from portal.jobs.models import Job, JobState, stored
from portal.jobs.registry import KINDS
from portal.library.packages import read_package
from portal.media import rules
from portal.media.actions import JOB
from tests.media.course import film_course, packed
from tests.media.films import sound
from tests.pages.stories.handed_in import upload
from tests.pages.stories.shelf import open_course
from tests.pages.world import World

ZHENGZHOU = "410100"


def shipped_films_wait(world: World) -> None:
    """The films that ship with the portal are long: a running portal makes them over, this world leaves them waiting."""
    let_wait(world)


def films_are_made(world: World) -> None:
    """One course is open with all its forms; three are handed in."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder = film_course(place / "open")
        open_course(world, folder, read_package(folder))
        world.do_jobs()
        world.note("films_done", hand_in(world, place, "film-done", lambda folder: None))
        world.note("films_failed", hand_in(world, place, "film-failed", lambda folder: again(folder, 13), fail))
        world.note("films_waiting", hand_in(world, place, "film-waiting", lambda folder: again(folder, 14), let_wait))


def hand_in(
    world: World,
    place: Path,
    slug: str,
    change: Callable[[Path], object],
    after: Callable[[World], None] = lambda world: None,
) -> str:
    """Upload the film course under another name and let it be checked. Gives where its films are shown."""
    folder = film_course(place / slug, slug, f"看着和面 {slug}", ZHENGZHOU)
    change(folder)
    path = upload(world.sign_in("zz-author"), packed(folder)).path
    check_only(world)
    after(world)
    world.do_jobs()
    return f"{path}/media"


def check_only(world: World) -> None:
    """Do the check; what it asks for afterwards is left."""
    taken = actions.take(world.engine, world.clock.now)
    assert taken is not None
    workshop = Workshop(world.engine, world.app.state.files, world.settings, world.clock)
    KINDS[taken.name].do(JobContext(workshop, taken))
    actions.finish(world.engine, taken, world.clock.now)


def again(folder: Path, seconds: int) -> None:
    """Another sound than every other course has."""
    sound(folder / "descriptions/02-described.mp3", seconds)


def let_wait(world: World) -> None:
    """The films that wait now go on waiting, for as long as this world lasts."""
    change(world, {"not_before": world.clock.now.replace(year=2090)})


def fail(world: World) -> None:
    """The films that wait now cannot be made over."""
    now = world.clock.now
    change(world, {"state": JobState.FAILED, "said": stored(rules.unreadable()), "finished_at": now})


def change(world: World, values: dict[str, object]) -> None:
    with Session(world.engine) as session, session.begin():
        waiting = (col(Job.name) == JOB, col(Job.state) == JobState.WAITING, col(Job.not_before) <= world.clock.now)
        session.exec(update(Job).where(*waiting).values(**values))
