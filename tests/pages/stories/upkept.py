"""What the weekly look has written down: of one course much, of others that all is well, or that it broke off."""

from datetime import timedelta

from sqlmodel import Session, select

from portal.library.models import Course, CourseVersion
from portal.library.packages.findings import DEAF, Finding, Grade
from portal.text import message
from portal.upkeep import actions, rules
from portal.upkeep.models import CourseCheck
from portal.upkeep.rules import FileTrouble, Found, Trouble, period_of
from tests.pages.world import World

ADDRESS = "https://standards.example.org/a-very-long-way/to/the/page-about-flour-and-water?year=2026&part=3"


def courses_are_checked(world: World) -> None:
    """Two looks at 郑州's course: something was mended between them, the rest was not. One look waits in the queue."""
    late = Finding(
        Grade.MUST_FIX, "captions/02-dough.vtt", 7, "captions-past-end", DEAF,
        message("字幕写到%(at)s，视频已经在%(end)s结束。", at=_at(33), end=_at(24)), message("核对时间，或者换上对的视频。"),
    )  # fmt: skip
    found = [
        rules.outside_link("01-flour", "面粉的标准", ADDRESS, Trouble.GONE),
        rules.inside_link("02-dough", "上一课", "/library/review-open/00-start"),
        rules.troubled_file("02-dough", "media/02-dough.mp4", FileTrouble.BREAKS_OFF, 75),
        rules.of_package(late, "02-dough"),
    ]
    mended = rules.missing_picture("01-flour", "一只大盆", "/library/review-open/files/media/bowl.png")
    keep(world, "review-open", [*found, mended], days_ago=7)
    keep(world, "review-open", found, once_silent=1)
    keep(world, "dough-1", [], outside="cut_off")
    keep(world, "dough-6", [], outside="left", is_older=True)
    with Session(world.engine) as session, session.begin():
        version = version_of(session, "dough-4")
        actions.note_broken_off(session, version.course_id, version.id, world.clock.now)
    with Session(world.engine) as session, session.begin():
        course_id = version_of(session, "dough-3").course_id
    officer = world.person("coordinator")
    with Session(world.engine) as session, session.begin():
        actions.ask_for_check(session, course_id, officer.id, world.clock.now)


def keep(
    world: World, slug: str, found: list[Found], days_ago: int = 0, is_older: bool = False, **facts: object
) -> None:
    """Write one look down, as the job does."""
    at = world.clock.now - timedelta(days=days_ago)
    with Session(world.engine) as session, session.begin():
        version = version_of(session, slug)
        seen = version_of(session, "dough-1").id if is_older else version.id
        values = {"outside": "asked", **facts}
        check = CourseCheck(course_id=version.course_id, version_id=seen, period=period_of(at), checked_at=at, **values)
        actions.keep_check(session, check, found)


def version_of(session: Session, slug: str) -> CourseVersion:
    wanted = select(CourseVersion).join(Course).where(Course.slug == slug, CourseVersion.state == "published")
    return session.exec(wanted).one()


def _at(seconds: int) -> object:
    return message("第 %(minutes)s 分 %(seconds)s 秒", minutes=0, seconds=seconds)
