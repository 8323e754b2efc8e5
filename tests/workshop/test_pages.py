"""Making a course by the pages, as somebody who knows no markup does it, alone and with others of the prefecture."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.files import Files
from portal.jobs import run_waiting
from portal.settings import Settings
from portal.submissions.models import Submission, SubmittedPackage
from portal.workshop.models import CourseDraft
from tests.browser import Browser, Page, SignIn
from tests.cast import LUOYANG, ZHENGZHOU, Clock, MakePerson
from tests.submissions.parcels import PARCEL

PAGES = Path(__file__).parents[1] / "library" / "packages"


@pytest.fixture
def check(engine: Engine, settings: Settings, app: FastAPI, clock: Clock) -> Any:
    """`check()` does the jobs that wait."""
    files: Files = app.state.files
    return lambda: run_waiting(engine, files, settings, clock.now)


@pytest.fixture
def other_author(make_person: MakePerson) -> Person:
    """A colleague of the same prefecture."""
    return make_person("陈老师", Role.SUBMITTER, region=ZHENGZHOU, scope=ZHENGZHOU)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def begun(author: Browser, title: str = "做馒头") -> Page:
    return author.open("/submissions").follow("做一门课").follow("开一门新课").press("开始做这门课", {"title": title})


def brought(author: Browser, content: bytes = PARCEL) -> Page:
    form = author.open("/workshop/upload")
    return form.press("开一份草稿", files={"package": ("course.zip", content, "application/zip")})


def test_somebody_who_knows_no_markup_makes_a_course_and_hands_it_in(
    sign_in: SignIn, zz_author: Person, check: Any, session: Session
):
    author = sign_in(zz_author)
    assert author.open("/workshop/new").press("开始做这门课", expect=422).problems == {
        "课程名：写一个名字，以后还能改": "title"
    }
    assert begun(author).heading == "做馒头"
    facts = author.open("/workshop").follow("做馒头").follow("学时和学分")
    wrong = facts.press("存好，回去", {"learning_hours": "两个", "proposed_credit": "0.13"}, expect=422)
    assert wrong.problems == {"学时：写数字，例如 12": "learning_hours"}
    assert (wrong.typed("learning_hours"), wrong.typed("proposed_credit")) == ("两个", "0.13")
    draft = wrong.press("存好，回去", {"learning_hours": "2"})
    assert draft.says("都填了")
    draft = draft.follow("怎么学得到").press("存好，回去", {"listen": "full", "sign": "none", "sign_note": "以后补。"})
    for title in ("认识面粉", "揉面"):
        text = draft.follow("加一课").press("加上，去写正文", {"title": title, "kind": "text", "minutes": "45"})
        assert text.heading == f"写《{title}》的正文"
        lesson = text.press("存好正文", {"body": "先看。\r\n\r\n## 三件事\r\n\r\n- 手\r\n- 盆\r\n"})
        draft = lesson.follow("回到草稿")
    assert draft.says("第 1 课：认识面粉")
    draft = draft.press("第 2 课上移")
    assert draft.says("第 1 课：揉面") and draft.says("换了课的先后：揉面")
    gone = draft.follow("第 1 课：揉面").press("删掉这一课")
    assert "第 2 课：认识面粉" not in gone.links
    back = gone.press("撤销最近的一步")
    assert back.says("第 1 课：揉面") and back.says("第 2 课：认识面粉")

    assert_is_the_course_that_was_written(members(author.client.get(f"{back.path}/course.zip").content))
    waiting = back.follow("检查，并提交").press("检查这门课")
    check()
    checked = waiting.follow("看最新进展")
    assert checked.says("在哪里") and checked.says("checks/02-rou-mian.toml")
    assert checked.press("在这里改这门课").path == back.path
    assert session.exec(select(CourseDraft.submission_id)).one() == session.exec(select(Submission.id)).one()


def assert_is_the_course_that_was_written(files: dict[str, bytes]) -> None:
    assert sorted(files) == ["course.toml", "lessons/01-ren-shi-mian-fen.md", "lessons/02-rou-mian.md"]
    assert files["lessons/02-rou-mian.md"].decode() == (
        "---\ntitle: 揉面\nkind: text\nminutes: 45\ncheckpoint: checks/02-rou-mian.toml\n---\n"
        "\n先看。\n\n## 三件事\n\n- 手\n- 盆\n"
    )
    manifest = files["course.toml"].decode()
    assert 'lessons = ["02-rou-mian", "01-ren-shi-mian-fen"]' in manifest
    assert 'sign = { claim = "none", note = "以后补。" }' in manifest


def test_a_package_comes_back_byte_for_byte_and_goes_on_in_the_same_submission(
    sign_in: SignIn, zz_author: Person, check: Any, session: Session
):
    author = sign_in(zz_author)
    draft = brought(author)
    assert members(author.client.get(f"{draft.path}/course.zip").content) == members(PARCEL)
    waiting = draft.follow("检查，并提交").press("检查这门课")
    check()
    assert waiting.follow("看最新进展").says("查过了，可以交给审核人")
    title = author.open(draft.path).follow("名字和简介").press("存好，回去", {"title": "用手和面二"})
    title.follow("检查，并提交").press("检查这门课")
    check()
    numbers = session.exec(select(SubmittedPackage.number).order_by(SubmittedPackage.number)).all()
    assert (list(numbers), len(session.exec(select(Submission)).all())) == ([1, 2], 1)
    changed = members(author.client.get(f"{draft.path}/course.zip").content)
    old, new = members(PARCEL)["course.toml"].decode(), changed["course.toml"].decode()
    assert new == old.replace('title = "用手和面"', 'title = "用手和面二"')


def test_two_people_change_one_thing_and_nothing_is_lost(sign_in: SignIn, zz_author: Person, other_author: Person):
    first, second = sign_in(zz_author), sign_in(other_author)
    draft = brought(first)
    here, there = draft.follow("名字和简介"), second.open(f"{draft.path}/facts/name")
    here.press("存好，回去", {"title": "甲的名字", "title_en": "By A"})
    clash = there.press("存好，回去", {"title": "乙的名字", "summary": "乙的简介。"}, expect=409)
    assert clash.heading == "两个人改了同一处"
    assert clash.says("甲的名字") and clash.says("乙的名字") and clash.says("最后存的人：郑州的作者")
    assert first.open(f"{draft.path}/facts/name").typed("title") == "甲的名字"
    clash.press("按选的存", {"keep_title": "theirs"})
    after = first.open(f"{draft.path}/facts/name")
    assert [after.typed(name) for name in ("title", "title_en", "summary")] == ["甲的名字", "By A", "乙的简介。"]

    path = f"{draft.path}/lessons/01-flour/text"
    one, two = first.open(path), second.open(path)
    one.press("存好正文", {"body": "甲写的。"})
    two.press("存好正文", {"body": "乙写的。"}, expect=409).press("按选的存", {"keep_body": "both"})
    assert first.open(path).typed("body") == "甲写的。\n\n乙写的。"

    late = second.open(path)
    first.open(f"{draft.path}/lessons/01-flour").press("删掉这一课")
    gone = late.press("存好正文", {"body": "乙又写的。"}, expect=409)
    assert gone.heading == "这一部分刚被别人删掉了" and gone.says("乙又写的。")
    stale = second.open(draft.path)
    first.open(draft.path).press("撤销最近的一步")
    stale.press("撤销最近的一步", expect=409)
    assert first.open(path).typed("body") == "甲写的。\n\n乙写的。"


def test_another_prefecture_finds_nothing(sign_in: SignIn, zz_author: Person, make_person: MakePerson):
    draft = brought(sign_in(zz_author))
    luoyang = sign_in(make_person("洛阳的作者", Role.SUBMITTER, region=LUOYANG, scope=LUOYANG))
    paths = ("", "/facts/name", "/lessons/new", "/lessons/01-flour", "/lessons/01-flour/text", "/course.zip")
    for path in (*paths, "/handing-in", "/replacement", "/lessons/01-flour/facts"):
        luoyang.open(draft.path + path, expect=404)
    for path in ("/facts/name", "/lessons/01-flour/text", "/order", "/undo", "/aside", "/handing-in"):
        luoyang.send(draft.path + path, {"version": "2", "lesson": "01-flour", "deed": "delete"}, expect=404)
    assert luoyang.open("/workshop").says("没有草稿。")


def test_a_draft_is_put_aside_and_found_again(sign_in: SignIn, zz_author: Person):
    author = sign_in(zz_author)
    draft = brought(author)
    form = draft.follow("名字和简介")
    aside = draft.press("放下这份草稿")
    assert aside.says("这份草稿放下了")
    assert form.press("存好，回去", {"title": "别的"}, expect=409).says("这份草稿已经放下。")
    listed = author.open("/workshop").follow("看放下的草稿")
    found = listed.follow("用手和面").press("找回来")
    assert found.follow("名字和简介").typed("title") == "用手和面"


def test_what_is_no_package_is_told_and_hostile_input_changes_nothing(sign_in: SignIn, zz_author: Person):
    author = sign_in(zz_author)
    form = author.open("/workshop/upload")
    no_zip = form.press("开一份草稿", files={"package": ("a.zip", b"PK nothing", "application/zip")}, expect=422)
    assert list(no_zip.problems.values()) == ["package"]
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("course.toml", "title = ")
    files = {"package": ("b.zip", broken.getvalue(), "application/zip")}
    unread = form.press("开一份草稿", files=files, expect=422)
    assert unread.problems == {"课程包：course.toml 读不懂。在外面改好，再上传": "package"}
    draft = brought(author)
    author.open(f"{draft.path}/facts/nothing", expect=404)
    author.open(f"{draft.path}/lessons/99-none", expect=404)
    author.send(f"{draft.path}/order", {"lesson": "99-none", "deed": "up"}, expect=409)
    card = "9901011990010100" + "19"
    assert author.send(f"{draft.path}/facts/name", {"title": card, "version": "2"}, expect=422).problems
    long = author.send(f"{draft.path}/lessons/01-flour/text", {"body": "长" * 60_001, "version": "2"}, expect=422)
    assert list(long.problems.values()) == ["body"]
    hostile = '"]\n[[people]]\nname = "x'
    author.send(f"{draft.path}/facts/origin", {"provider": hostile, "licence": "x", "version": "2"})
    kept = author.open(f"{draft.path}/facts/origin")
    assert kept.typed("provider") == '"] [[people]] name = "x'
