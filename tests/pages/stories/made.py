"""What 郑州 is making in the workshop: one course from a package, changed by two people, one put aside, one empty."""

from sqlmodel import Session

from portal.workshop.models import CourseDraft
from tests.browser import Browser, Page
from tests.pages.world import World
from tests.submissions.parcels import parcel


def courses_are_made(world: World) -> None:
    """Begin, bring a package, change it, put one aside; one goes on with a submission that has another package now."""
    author = world.sign_in("zz-author")
    world.note("draft_empty", begun(author, "剪纸入门").path)
    world.note("draft_aside", begun(author, "不做的课").press("放下这份草稿").path)
    made = brought(author, "dough-made")
    world.note("draft", made.path)
    title = made.follow("名字和简介").press("存好，回去", {"title": "用手和面，草稿"})
    title.follow("第 2 课：手怎么知道面和好了").follow("写正文").press("存好正文", {"body": "先洗手。"})
    other = brought(author, "dough-waits-on").path
    world.note("draft_of_submission", other)
    with Session(world.engine) as session, session.begin():
        draft = session.get_one(CourseDraft, int(other.rpartition("/")[2]))
        draft.submission_id = int(world.places["submission_checked"].rpartition("/")[2])


def begun(author: Browser, title: str) -> Page:
    return author.open("/workshop/new").press("开始做这门课", {"title": title})


def brought(author: Browser, slug: str) -> Page:
    form = author.open("/workshop/upload")
    return form.press("开一份草稿", files={"package": ("course.zip", parcel(slug=slug), "application/zip")})
