"""Handing in by the pages, as author and approver do it."""

from datetime import timedelta
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
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.steps import State, Step
from tests.browser import Browser, Page, SignIn
from tests.cast import Clock, MakePerson
from tests.counting import queries_of
from tests.submissions.parcels import MENDED, PARCEL, WITH_LINK_AWAY, WITH_PHONE, parcel

PROMISED = {"promise": ["content", "rights", "people", "pilot"]}
START = "/submissions/new"


@pytest.fixture
def check(engine: Engine, settings: Settings, app: FastAPI, clock: Clock) -> Any:
    """`check()` does the jobs that wait."""
    files: Files = app.state.files
    return lambda: run_waiting(engine, files, settings, clock.now)


def upload(browser: Browser, content: bytes = PARCEL, name: str = "course.zip", expect: int = 200) -> Page:
    form = browser.open(START)
    return form.press("上传课程包", files={"package": (name, content, "application/zip")}, expect=expect)


def test_an_author_hands_in_and_an_approver_recommends(
    sign_in: SignIn, zz_author: Person, zz_approver: Person, check: Any, session: Session
):
    author, approver = sign_in(zz_author), sign_in(zz_approver)
    empty = author.open("/submissions")
    assert empty.heading == "提交课程"
    assert empty.says("还没有提交过课程。每个市至少选送一门。")

    waiting = upload(author)
    assert waiting.heading == "course.zip"
    assert waiting.says("现在：正在检查课程包")
    check()
    checked = waiting.follow("看最新进展")
    assert checked.heading == "用手和面"
    assert checked.title.startswith("用手和面，查过了，可以交给审核人")
    assert checked.says("没有发现问题。") or checked.says("建议")

    promise = checked.follow("签承诺书，交给审核人")
    assert promise.says("签名：郑州的作者。")
    assert promise.follow("试学这门课，和学员看到的一样").follow("回到这次提交").path == checked.path
    forgotten = promise.press("签承诺书，交给审核人", {"promise": ["content", "rights"]}, expect=422)
    assert forgotten.problems == {"承诺：每一条都做到了，再一条一条勾选": "promise"}
    handed_on = forgotten.press("签承诺书，交给审核人", PROMISED)
    assert handed_on.says("现在：等本市审核人推荐")
    assert "推荐或退回" not in handed_on.links

    theirs = approver.open(handed_on.path)
    form = theirs.follow("推荐或退回")
    assert form.follow("试学这门课，和学员看到的一样").follow("第 1 课：认识面粉和工具").heading == "认识面粉和工具"
    assert form.says("郑州的作者，2026年10月12日 下午2点30分签")
    sent = form.press("提交决定", {"decision": "recommend"})
    assert sent.says("现在：等省级形式审查")
    assert sent.says("形式审查：还没开始")
    assert sent.says("推荐给省里")

    one = session.exec(select(Submission)).one()
    assert (one.state, one.region_code, one.slug) == (State.SUBMITTED, "410100", "dough-by-hand")
    steps = session.exec(select(SubmissionEvent.step).order_by(SubmissionEvent.id)).all()
    assert steps == [Step.UPLOAD, Step.SIGN, Step.PROPOSE, Step.RECOMMEND]


def test_every_finding_is_told_and_a_mended_package_takes_the_place_of_the_first(
    sign_in: SignIn, zz_author: Person, check: Any, session: Session
):
    author = sign_in(zz_author)
    page = upload(author, WITH_PHONE)
    check()
    found = author.open(page.path)
    assert found.says("处不改不能开放，等郑州市改")
    assert found.says("1. 这里像是有手机号：138******78。")
    assert found.says("lessons/01-flour.md，第 9 行")
    assert "签承诺书，交给审核人" not in found.links
    author.open(f"{page.path}/promise", expect=409)

    again = found.follow("上传改过的课程包")
    again.press("上传课程包", files={"package": ("mended.zip", MENDED, "application/zip")})
    check()
    clean = author.open(page.path)
    assert clean.says("第 2 次上传课程包") and clean.says("第 1 次上传课程包")
    assert clean.says("现在：查过了，可以交给审核人")
    assert [one.number for one in session.exec(select(SubmittedPackage))] == [1, 2]


def test_the_approver_gives_it_back_with_reasons(sign_in: SignIn, zz_author: Person, zz_approver: Person, check: Any):
    author, approver = sign_in(zz_author), sign_in(zz_approver)
    page = upload(author)
    check()
    author.open(f"{page.path}/promise").press("签承诺书，交给审核人", PROMISED)
    form = approver.open(f"{page.path}/recommendation")
    undecided = form.press("提交决定", expect=422)
    assert undecided.problems == {"决定：选一个": "decision"}
    silent = form.press("提交决定", {"decision": "send_back"}, expect=422)
    assert silent.problems == {"说明：退回要写清要改什么": "note"}
    assert silent.typed("decision") == "send_back"
    form.press("提交决定", {"decision": "send_back", "note": "第 2 课再说慢一点。"})

    back = author.open(page.path)
    assert back.says("退回的说明")
    assert back.says("第 2 课再说慢一点。")
    assert "签承诺书，交给审核人" in back.links


def test_the_author_of_a_package_does_not_recommend_it(
    sign_in: SignIn, make_person: MakePerson, check: Any, session: Session
):
    both = make_person("一人两角", Role.SUBMITTER, Role.APPROVER, region="410100", scope="410100")
    browser = sign_in(both)
    page = upload(browser)
    check()
    browser.open(f"{page.path}/promise").press("签承诺书，交给审核人", PROMISED)
    assert browser.open(page.path).says("等本市审核人推荐")
    refused = browser.open(f"{page.path}/recommendation", expect=409)
    assert refused.says("自己上传的课程，要由另一位来推荐。")
    assert refused.follow("回到这门课").path == page.path
    late = browser.send(f"{page.path}/recommendation", {"decision": "recommend"}, expect=409)
    assert late.says("自己上传的课程，要由另一位来推荐。")
    assert session.exec(select(Submission)).one().state is State.PREF_REVIEW


def test_a_draft_is_withdrawn_on_a_page_of_its_own(sign_in: SignIn, zz_author: Person, session: Session, check: Any):
    author = sign_in(zz_author)
    page = upload(author)
    check()
    asks = author.open(page.path).follow("撤回这次提交")
    assert asks.says("撤回以后不能恢复")
    gone = asks.press("撤回这次提交")
    assert gone.says("现在：已撤回")
    twice = asks.press("撤回这次提交")  # the same press again
    assert twice.says("现在：已撤回")
    assert session.exec(select(SubmissionEvent).where(SubmissionEvent.step == Step.WITHDRAW)).one()
    author.open(f"{page.path}/withdrawal", expect=409)
    author.open(f"{page.path}/packages/new", expect=404)


def test_there_is_no_preview_of_a_package_with_blockers(sign_in: SignIn, zz_author: Person, check: Any):
    author = sign_in(zz_author)
    page = upload(author, WITH_PHONE)
    author.open(f"{page.path}/course", expect=404)
    check()
    assert "试学这门课，和学员看到的一样" not in author.open(page.path).links
    author.open(f"{page.path}/course", expect=404)


@pytest.mark.parametrize("path", ["", "/packages/new", "/promise", "/withdrawal", "/course", "/course/01-flour"])
def test_another_prefectures_submission_is_not_there(
    sign_in: SignIn, zz_author: Person, ly_author: Person, check: Any, path: str
):
    page = upload(sign_in(zz_author))
    check()
    other = sign_in(ly_author)
    other.open(f"{page.path}{path}", expect=404)
    if path and "course" not in path:
        other.send(f"{page.path}{path}", {"key": "x"}, expect=400 if "packages" in path else 404)
    assert other.open("/submissions").says("还没有提交过课程。")


@pytest.mark.parametrize("path", ["/submissions", START, "/submissions/1", "/submissions/1/recommendation"])
def test_only_a_prefectures_officials_come_in(
    sign_in: SignIn, visitor: Browser, lin: Person, expert3: Person, path: str
):
    assert visitor.open(path).path.startswith("/sign-in")
    sign_in(lin).open(path, expect=404)
    sign_in(expert3).open(path, expect=404)


def test_an_approver_does_not_upload_and_an_author_does_not_recommend(
    sign_in: SignIn, zz_author: Person, zz_approver: Person, check: Any
):
    page = upload(sign_in(zz_author))
    sign_in(zz_approver).open(START, expect=404)
    sign_in(zz_approver).open(f"{page.path}/promise", expect=404)
    sign_in(zz_author).open(f"{page.path}/recommendation", expect=404)


def test_an_upload_without_a_file_says_so(sign_in: SignIn, zz_author: Person):
    form = sign_in(zz_author).open(START)
    none = form.press("上传课程包", files={"package": ("", b"", "application/octet-stream")}, expect=422)
    assert none.problems == {"课程包：选一个文件": "package"}


def test_an_upload_pressed_twice_is_one_submission(sign_in: SignIn, zz_author: Person, session: Session):
    form = sign_in(zz_author).open(START)
    sent = [form.press("上传课程包", files={"package": ("a.zip", PARCEL, "application/zip")}) for _ in range(2)]
    assert sent[0].path == sent[1].path
    assert len(session.exec(select(Submission)).all()) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.zip", "passwd.zip"),
        ("C:\\Users\\wu\\面包.zip", "面包.zip"),
        ("a\u202egpj.zip", "agpj.zip"),
        ("\u0007\u0000", "course.zip"),
        ("长" * 300 + ".zip", "长" * 116 + ".zip"),
        ("<script>.zip", "<script>.zip"),
    ],
)
def test_a_file_name_is_only_words(name: str, shown: str):
    from portal.submissions.receive import clean_name

    assert clean_name(name) == shown


def test_a_package_of_another_prefecture_is_told(sign_in: SignIn, zz_author: Person, check: Any):
    author = sign_in(zz_author)
    page = upload(author, parcel(region="410300"))
    check()
    assert author.open(page.path).says("课程写的地区是 410300，提交的市是 410100。")


def test_the_upload_leads_to_how_a_package_is_made(sign_in: SignIn, zz_author: Person):
    how = sign_in(zz_author).open(START).follow("怎样做课程包")
    assert how.path.partition("#")[0] == "/help"
    assert how.says("文件夹里放什么")


def test_a_file_that_is_no_zip_is_refused_at_once_and_not_kept(sign_in: SignIn, zz_author: Person):
    author = sign_in(zz_author)
    page = upload(author, b"hello", expect=422)
    assert page.problems == {"课程包：这不是 zip 文件。把课程文件夹压缩成 zip，再选一次": "package"}
    assert author.open("/submissions").says("还没有提交过课程。")


def test_a_package_that_cannot_be_read_keeps_the_files_name(sign_in: SignIn, zz_author: Person, check: Any):
    author = sign_in(zz_author)
    page = upload(author, WITH_LINK_AWAY, "面.zip")
    check()
    assert "处不改不能开放" in author.open(page.path).text or author.open(page.path).says("必须改")


def test_the_list_needs_as_many_queries_for_three_as_for_one(
    sign_in: SignIn, zz_author: Person, engine: Engine, check: Any
):
    author = sign_in(zz_author)
    counts = []
    for wanted in (1, 3):
        while len(author.open("/submissions").html.select("tbody tr")) < wanted:
            upload(author, parcel(slug=f"dough-{wanted}"))
        counts.append(queries_of(engine, author, "/submissions"))
    assert counts[0] == counts[1] <= 8  # the list, and one for each kind of thing that waits


def test_due_dates_are_said_with_the_working_days_left(
    sign_in: SignIn, zz_author: Person, zz_approver: Person, check: Any, clock: Clock
):
    author = sign_in(zz_author)
    page = upload(author)
    check()
    author.open(f"{page.path}/promise").press("签承诺书，交给审核人", PROMISED)
    assert author.open(page.path).says("2026年10月26日，还有 10 个工作日")
    clock.now += timedelta(days=10)
    assert sign_in(zz_author).open(page.path).says("2026年10月26日，还有 2 个工作日")
