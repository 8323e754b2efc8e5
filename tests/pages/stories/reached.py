"""Learners in two prefectures, counted when their month was over."""

from sqlmodel import Session

from portal.jobs import enqueue
from portal.library.queries import published_version
from tests.pages.world import World
from tests.reach.people import add_learners


def a_month_is_counted(world: World) -> None:
    """Enough people in two counties to be told, too few in a third."""
    with Session(world.engine) as session:
        version = published_version(session, "dough-passed")
        assert version is not None
        version_id = version.CourseVersion.id
    for count, region, passed in ((8, "410102", 6), (9, "410302", 7), (3, "411602", 0)):
        add_learners(world.engine, version_id, count, region, passed, ways=["listen"])
    with Session(world.engine) as session, session.begin():
        enqueue(session, "count_reach", "a month", {"period": f"{world.clock.now:%Y-%m}"}, world.clock.now)
    world.do_jobs()
