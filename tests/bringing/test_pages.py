"""Files are brought by their pages: form, outcome, words of pictures, the package; and who may not."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.bringing.models import BroughtFile, BroughtPicture
from portal.bringing.packing import slug_of
from portal.library.packages import check_package
from portal.workshop.models import DraftFile
from tests.bringing.builders import para, picture, png, table, word
from tests.browser import Browser, SignIn

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file() -> bytes:
    body = (
        para("和面", style="1")
        + para("先洗手，再把袖子挽到手肘。面粉倒进盆里，中间挖一个坑。")
        + para(picture("p1", ""))
        + para(picture("p2", "线"))
        + table([["面团", "摸起来"], ["和好了", "像耳垂"]])
        + para("醒面", style="1")
        + para("<w:del><w:r><w:delText>不要的话</w:delText></w:r></w:del>", "盖上布。")
    )
    more = {"media/1.png": png(), "media/2.png": png(50)}
    return word(body, more, {"p1": ("image", "media/1.png"), "p2": ("image", "media/2.png")})


def bring(author: Browser, content: bytes, name: str = "和面.docx", expect: int = 200) -> Browser:
    page = author.open("/submissions/bring")
    return page.press("读这个文件", files={"file": (name, content, DOCX)}, expect=expect)


@pytest.fixture
def brought(author: Browser, work: Callable[[], int]) -> str:
    """The address of a file that has been read."""
    path = bring(author, file()).path
    work()
    return path


def test_a_file_is_read_and_its_outcome_told(author: Browser, work: Callable[[], int]):
    waiting = bring(author, file())
    assert waiting.title.startswith("和面.docx，正在读") and waiting.says("在排队，轮到就做")
    work()
    page = author.open(waiting.path)
    assert page.title.startswith("和面.docx，变成了 2 课")
    assert page.says("第 1 课：和面") and page.says("第 2 课：醒面") and page.says("1 个表格")
    assert page.says("图片，2 张还没有说明") and page.says("修订里删掉的字，1 处") and page.says("不要的话")
    lesson = author.open(f"{waiting.path}/lessons/1")
    assert lesson.heading == "和面" and lesson.says("先洗手，再把袖子挽到手肘。")
    shown = author.client.get(f"{waiting.path}/pictures/1")
    assert (shown.status_code, shown.headers["content-type"], shown.content) == (200, "image/png", png())
    assert author.open("/submissions/bring").says("读好了")


def test_words_are_written_for_pictures_by_the_rules_of_a_package(author: Browser, brought: str, engine: Engine):
    page = author.open(brought)
    assert page.typed("words_2") == "线" and page.says("文件里写的说明不能用：线")
    wrong = page.press("保存说明", {"words_1": "图片1", "words_2": "字" * 121}, expect=422)
    assert set(wrong.problems.values()) == {"words_1", "words_2"} and wrong.typed("words_1") == "图片1"
    done = wrong.press("保存说明", {"words_1": "盆里的面粉中间有一个坑", "words_2": "", "left_2": "1"})
    assert done.says("图片，0 张还没有说明")
    with Session(engine) as session:
        rows = session.exec(select(BroughtPicture).order_by(BroughtPicture.number)).all()  # type: ignore[arg-type]
        assert [(row.words, row.is_left_out) for row in rows] == [("盆里的面粉中间有一个坑", False), ("", True)]
        steps = session.exec(select(AuditEntry.step).where(AuditEntry.object_type == "brought_file")).all()
        assert list(steps) == ["bringing.bring", "bringing.words"]


def test_the_package_has_everything_but_what_an_author_must_write(author: Browser, brought: str, tmp_path: Path):
    author.open(brought).press("保存说明", {"words_1": "盆里的面粉中间有一个坑", "left_2": "1"})
    answer = author.client.get(f"{brought}/package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [
            "course.toml", "README.md", "lessons/01-huo-mian.md", "lessons/02-xing-mian.md", "media/file1-01.png",
        ]  # fmt: skip
        assert "不要的话" in archive.read("README.md").decode()
        assert "![盆里的面粉中间有一个坑](../media/file1-01.png)" in archive.read("lessons/01-huo-mian.md").decode()
        archive.extractall(tmp_path / "course")
    found = {(finding.file, finding.rule) for finding in check_package(tmp_path / "course")}
    assert {file for file, _ in found} <= {
        "course.toml",
        "lessons/01-huo-mian.md",
        "lessons/02-xing-mian.md",
        "checks/final.toml",
        "checks",
        "",
    }
    assert not any(rule.startswith(("picture", "heading", "table", "html", "link")) for _, rule in found)


def test_what_cannot_be_read_says_why_and_what_to_do(author: Browser, work: Callable[[], int]):
    path = bring(author, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧.doc").path
    work()
    page = author.open(path)
    assert page.title.startswith("旧.doc，没有读成") and page.says("另存为 .docx 或 .pptx")
    assert bring(author, b"hello", "x.txt", expect=422).problems == {
        "文件：选一个 Word 文件（.docx）或者幻灯片（.pptx）": "file"
    }


def test_the_same_press_brings_one_file(author: Browser, engine: Engine):
    page = author.open("/submissions/bring")
    for _ in range(2):
        page.press("读这个文件", files={"file": ("a.docx", file(), DOCX)})
    with Session(engine) as session:
        assert len(session.exec(select(BroughtFile)).all()) == 1


def test_only_authors_of_the_same_prefecture_see_it(
    author: Browser, brought: str, sign_in: SignIn, ly_author: Person, zz_approver: Person, lin: Person
):
    for person in (ly_author, zz_approver, lin):
        other = sign_in(person).client
        for path in (brought, f"{brought}/lessons/1", f"{brought}/pictures/1", f"{brought}/package.zip"):
            assert other.get(path).status_code == 404
        assert other.post(brought, data={"words_1": "别人写的话"}).status_code == 404
    assert author.client.get(f"{brought}/lessons/3").status_code == 404
    assert author.client.get(f"{brought}/pictures/3").status_code == 404


def test_a_lesson_is_named_by_how_its_title_sounds():
    assert slug_of(3, "和面 ABC") == "03-huo-mian-abc"
    assert slug_of(1, "？？") == "01-lesson"
    assert len(slug_of(60, "长" * 25)) <= 60


def test_a_model_comes_with_the_own_place_in_it(author: Browser):
    answer = author.client.get("/submissions/beginnings/baking.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert 'region = "410100"' in archive.read("course.toml").decode()
    assert author.client.get("/submissions/beginnings/..%2Fbaking.zip").status_code == 404
    assert author.client.get("/submissions/beginnings/other.zip").status_code == 404


def test_lessons_go_into_a_new_draft_and_into_one_that_is_there_once(author: Browser, brought: str, engine: Engine):
    page = author.open(brought)
    page.press("保存说明", {"words_1": "盆里的面粉中间有一个坑", "left_2": "1"})
    draft = author.open(brought).press("放进草稿")
    assert draft.path.startswith("/workshop/") and draft.says("第 1 课：和面") and draft.says("第 2 课：醒面")
    with Session(engine) as session:
        files = {row.path: row for row in session.exec(select(DraftFile)).all()}
        assert files["media/file1-01.png"].size_bytes == len(png()) and "media/file1-02.png" not in files
        assert (
            "![盆里的面粉中间有一个坑](../media/file1-01.png)"
            in (files["lessons/01-huo-mian.md"].content or b"").decode()
        )
    assert author.open(brought).says("已经放进《和面》，看这份草稿")
    number = draft.path.rsplit("/", 1)[-1]
    assert author.open(brought).press("放进草稿", {"draft": number}, expect=409).says("已经在那份草稿里")
    once = author.open(brought)
    assert once.press("放进草稿").path == once.press("放进草稿").path != draft.path


def test_nothing_goes_into_a_draft_of_another_prefecture(
    author: Browser, brought: str, sign_in: SignIn, ly_author: Person
):
    theirs = sign_in(ly_author).open("/submissions/beginnings").press("从《烘焙》开始做课")
    number = theirs.path.rsplit("/", 1)[-1]
    assert author.client.post(f"{brought}/drafts", data={"draft": number}).status_code == 404
    assert author.client.post(f"{brought}/drafts", data={"draft": "x"}).status_code == 404
    assert sign_in(ly_author).client.post(f"{brought}/drafts", data={"draft": number}).status_code == 404


def test_a_draft_is_begun_from_a_model(author: Browser):
    draft = author.open("/submissions/beginnings").press("从《客服》开始做课")
    assert draft.path.startswith("/workshop/") and draft.says("第 1 课：听懂客人要什么")
