"""Courses that go on living: newer versions, moved learners."""

from portal.library.packages import read_package
from tests.library.test_editions import changed
from tests.pages.stories.shelf import open_course, renamed
from tests.pages.stories.trainees import begin, learn_first
from tests.pages.world import World
from tests.shelf import MINIMAL

NEWER, MOVED = "dough-2", "dough-3"  # 周全 has begun both; she has moved over in the second


def courses_live_on(world: World) -> None:
    """Two courses get a second version after somebody has begun the first."""
    learner = world.sign_in_named("周全")
    small = read_package(MINIMAL)
    for slug in (NEWER, MOVED):
        begin(learner, slug)
        learn_first(learner, slug)
        lessons = {"lessons": changed(2, "手指从盆边", "手从盆边")}
        open_course(world, MINIMAL, renamed(small, id=slug, title=f"和面，第二版 {slug}", title_en=slug, **lessons))
    learner.open(f"/learning/{MOVED}/version").press("换到第 2 版")
