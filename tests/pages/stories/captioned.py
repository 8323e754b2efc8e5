"""A film of 郑州 whose captions are being written, one that was handed on, and one whose desk is being opened."""

from portal.review.checks import actions as checks
from portal.submissions.rules import Part
from portal.submissions.steps import State
from tests.browser import Browser
from tests.captions.stories import VTT, film_parcel
from tests.pages.stories.handed_in import PROMISED, upload
from tests.pages.stories.reviewed import WHO
from tests.pages.world import World
from tests.review.course import Course, People

QUICK = VTT.replace("00:06.000", "00:03.500")  # too fast, so that there is something to look at


def captions_are_written(world: World) -> None:
    """Bring, change, confirm; the other course goes its way."""
    author = world.sign_in("zz-author")
    written = on_desk(world, author, "captioned", QUICK)
    world.note("captions", written)
    author.open(f"{written}/02-dough/captions").press("保存这一页", {"words_1": "这一课，\n我们用手和面。"})
    author.open(f"{written}/02-dough/transcript").press("我从头看过，确认这一份")
    read = on_desk(world, author, "captions-read", VTT)
    world.note("captions_read", read)
    author.open(read.removesuffix("/captions") + "/promise").press("签承诺书，交给审核人", PROMISED)


def captions_are_tested(world: World) -> None:
    """With the testers, who have said something of a line; and one whose author used no desk."""
    people = People(**{name: world.person(identifier) for name, identifier in WHO.items()})
    course = Course(world.engine, world.settings, people, world.clock, is_demo=True)
    author = world.sign_in("zz-author")
    course.id = int(on_desk(world, author, "captions-tested", VTT).split("/")[2])
    course.reach(State.A11Y_CHECK)
    for name, part in (("blind_tester", Part.BLIND_TESTER), ("deaf_tester", Part.DEAF_TESTER)):
        course.does(checks.name_tester, "coordinator", getattr(people, name).id, part)
        course.does(checks.open_test, name)
    address = f"/review/{course.id}/captions"
    page = world.sign_in("tester-deaf").open(f"{address}/02-dough/captions")
    page.press("告诉作者", {"line": "2", "words": "没有写是谁倒的。"})
    world.note("captions_tested", address)


def a_desk_is_being_opened(world: World) -> None:
    """Among the last stories: nobody does the jobs any more."""
    author = world.sign_in("zz-author")
    opening = upload(author, film_parcel(slug="captions-opening")).path + "/captions"
    author.open(opening).press("打开课程包")
    world.note("captions_opening", opening)


def on_desk(world: World, author: Browser, slug: str, captions: str) -> str:
    """The address of an open desk."""
    path = upload(author, film_parcel(captions, slug)).path + "/captions"
    author.open(path).press("打开课程包")
    world.do_jobs()
    return path
