"""Courses that go on living: newer versions, moved learners."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session, col, select

from portal.discussions.models import LessonQuestion
from portal.discussions.recordings.models import LessonRecording
from portal.library.packages import read_package
from tests.browser import Browser
from tests.library.test_editions import changed
from tests.media.films import film, sound
from tests.pages.stories.handed_in import PROMISED, upload
from tests.pages.stories.shelf import open_course, renamed
from tests.pages.stories.trainees import begin, learn_first
from tests.pages.world import World
from tests.shelf import MINIMAL
from tests.submissions.parcels import parcel

GONE, ENDING = "dough-gone", "dough-5"
LIMITED = "dough-9"
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


def one_is_withdrawn(world: World) -> None:
    """A course that somebody has begun is withdrawn; of another the licence ends soon."""
    learner, officer = world.sign_in_named("周全"), world.sign_in("coordinator")
    small = read_package(MINIMAL)
    open_course(world, MINIMAL, renamed(small, id=GONE, title="和面，撤下了", title_en="Dough, withdrawn"))
    begin(learner, GONE)
    officer.open(f"/holdings/{GONE}/withdrawal").press("撤下这门课", {"reason": "内容过时了。"})
    ends = world.clock.now + timedelta(days=20)
    dates = {"ends_year": ends.year, "ends_month": ends.month, "ends_day": ends.day}
    bought = {"origin": "bought", "contract_number": "豫采 2026-7", "licence": "合同第 3 条"}
    officer.open(f"/holdings/{ENDING}").press("记下来源", bought | dates)
    officer.open(f"/holdings/{ENDING}").press("记下来源", {"note": "合同编号核对过。"})


def one_is_for_some_places(world: World) -> None:
    """By contract only people of 洛阳 and 许昌 may learn one course."""
    bought = {"origin": "bought", "contract_number": "豫采 2026-9", "licence": "合同第 5 条"}
    world.sign_in("coordinator").open(f"/holdings/{LIMITED}").press(
        "记下来源", bought | {"regions": ["410300", "411000"]}
    )


def learners_ask(world: World) -> None:
    """Under a lesson of 郑州's open course: a question with an answer, one without, one hidden; enough for two pages."""
    learner, author = world.sign_in_named("周全"), world.sign_in("zz-author")
    officer = world.sign_in("coordinator")
    begin(learner, "review-open")
    here = "/library/review-open/01-flour/questions"
    for words in ("面粉要过筛吗？", "哪里买得到这种盆？", "没有盆怎么办？"):
        learner.open(here).press("提出问题", {"question": words})
    author.open(f"{here}/1/answers").press("提交回答", {"answer": "不用，和的时候会散开。"})
    officer.open(f"{here}/2/hiding").press("隐藏这个问题", {"reason": "问的不是课程。"})
    world.note("questions", here)
    crowded = "/library/review-open/02-dough/questions"
    learner.open(crowded).press("提出问题", {"question": "怎样才算光？"})
    other = world.person("trainee").id  # looked up before: the database takes one writer at a time
    with Session(world.engine) as session, session.begin():
        first = session.exec(select(LessonQuestion).where(LessonQuestion.lesson_slug == "02-dough")).one()
        for number in range(21):
            asked = {"words": f"第 {number} 问？", "person_id": other}
            copied = first.model_dump(exclude={"id", *asked}) | asked
            session.add(LessonQuestion(**copied))
    world.note("questions_many", crowded)


def learners_record(world: World) -> None:
    """Recordings in every state under a lesson of 郑州's open course: with words, waiting for them, failed, an answer that
    is still being made over."""
    learner, author, assistant = world.sign_in_named("周全"), world.sign_in("zz-author"), world.sign_in("zz-assistant")
    here = "/library/review-open/02-dough/questions"
    with TemporaryDirectory() as folder:
        voice, signed = sound(Path(folder, "voice.mp3"), 3).read_bytes(), film(Path(folder, "sign.mp4"), 3).read_bytes()
    for content, form in ((signed, "sign"), (voice, "voice"), (voice, "sign")):
        record(learner, f"{here}/recording", content, form, "交问题")
    world.do_jobs()
    desk = assistant.open("/recordings")
    words = {"words": "和面的盆，可以用不锈钢的吗？"}
    written = desk.follow("写文字：手语视频，0 分 3 秒，没有声音")
    written.press("保存文字", words | {"words": "盆，不锈钢，可以？"})
    assistant.open(written.path).press("保存文字", words)
    with Session(world.engine) as session:
        asked = session.exec(select(LessonRecording.question_id).order_by(col(LessonRecording.id))).all()
    record(author, f"{here}/{asked[0]}/answers/recording", signed, "sign", "交回答", words="可以，盆要大。")
    world.note("recordings", here)
    world.note("recorded", f"{here}/{asked[0]}")
    world.note("recorded_unwritten", f"{here}/{asked[1]}")
    world.note("written", written.path)
    world.note("unwritten", assistant.open("/recordings").links["写文字：录音，0 分 3 秒"])


def record(browser: Browser, path: str, content: bytes, form: str, button: str, **values: str) -> None:
    browser.open(path).press(button, {"form": form} | values, files={"recording": ("phone.mp4", content, "video/mp4")})


def fixes_come_in(world: World) -> None:
    """Of an open course 郑州 mends a word: one fix is a draft, one is too much for a fix, one is with a tester."""
    author, tester = world.sign_in("zz-author"), world.sign_in("tester-blind")
    draft, with_tester = (upload(author, mended(words)).path for words in ("准备齐", "备好"))
    too_much = upload(author, mended("打开柜子从里面拿出来并且仔细地准备好")).path
    world.do_jobs()
    for path in (draft, with_tester):
        author.open(path).press("改成快速复查")
    author.open(f"{with_tester}/promise").press(
        "签承诺书，交给体验员复查", PROMISED | {"changes": "第 1 课，改了一个错字。"}
    )
    number = with_tester.rsplit("/", 1)[1]
    tester.open(f"/review/{number}").press("提交说明", {"answer": "open"})
    for name, path in (("fix_draft", draft), ("fix_too_much", too_much), ("fix_sent", with_tester)):
        world.note(name, path)
    world.note("review_fix", f"/review/{number}")


def mended(words: str) -> bytes:
    title, place = ("用手和面", "评审后开放的课"), ("先准备好三样东西", f"先{words}三样东西")
    return parcel(slug="review-open", changes={"course.toml": title, "lessons/01-flour.md": place})
