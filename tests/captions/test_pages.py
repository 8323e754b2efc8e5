"""The caption desk by its pages: write, bring, undo, confirm, meet somebody else, put into the package."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.audit import AuditEntry
from portal.captions import actions
from portal.captions.models import CaptionLesson, CaptionText
from portal.captions.queries import Seen, text_at
from portal.captions.reading import Text
from portal.errors import Refused
from portal.submissions.models import SubmittedPackage
from tests.browser import Browser, SignIn, words
from tests.captions.stories import VTT, film_parcel
from tests.cast import NOW, ZHENGZHOU, MakePerson

PROMISED = {"promise": ["content", "rights", "people", "pilot"]}


def handed_in(author: Browser, captions: str = VTT) -> str:
    """The address of a submission with a film."""
    page = author.open("/submissions/new")
    files = {"package": ("film.zip", film_parcel(captions), "application/zip")}
    return page.press("上传课程包", files=files).path


@pytest.fixture
def desk(author: Browser, work: Callable[[], int]) -> str:
    """The address of an open caption desk."""
    path = handed_in(author) + "/captions"
    author.open(path).press("打开课程包")
    work()
    return path


def text(desk: str, kind: str = "captions") -> str:
    return f"{desk}/02-dough/{kind}"


def opened(author: Browser, work: Callable[[], int], captions: str) -> str:
    path = handed_in(author, captions) + "/captions"
    author.open(path).press("打开课程包")
    work()
    return path


def test_the_desk_lists_what_each_lesson_has(author: Browser, desk: str):
    page = author.open(desk)
    assert page.heading == "字幕台"
    assert page.says("第 2 课：手怎么知道面和好了")
    assert page.says("字幕 有了，等人确认")
    assert page.says("口述影像 还没有")
    assert page.says("课程包里的已经是最新的。")


def test_lines_are_changed_and_the_film_is_beside_them(author: Browser, desk: str):
    page = author.open(text(desk))
    assert page.title.startswith("字幕：手怎么知道面和好了，共 2 条")
    assert (page.typed("start_1"), page.typed("speaker_1"), page.typed("words_1")) == (
        "0:00.500",
        "林师傅",
        "这一课，我们用手和面。",
    )
    changed = page.press("保存这一页", {"words_1": "这一课，\n我们和面。", "end_2": "0:07"})
    assert changed.title.startswith("字幕：手怎么知道面和好了，已保存，共 2 条") and changed.says("已保存。")
    assert (changed.typed("words_1"), changed.typed("end_2")) == ("这一课，\n我们和面。", "0:07.000")
    film = author.client.get(f"{desk}/02-dough/media", headers={"Range": "bytes=0-99"})
    assert (film.status_code, len(film.content)) == (206, 100)
    file = author.client.get(text(desk) + "/file")
    assert "林师傅：这一课，\n我们和面。" in file.text
    assert file.text.startswith("WEBVTT\n\nNOTE 字和课文的稿子一样\n\n")


def test_lines_are_added_split_merged_and_deleted_with_what_was_typed(author: Browser, desk: str):
    page = author.open(text(desk)).press("保存这一页", {"words_1": "一，二", "do_1": "split", "do_2": "after"})
    assert [page.typed(f"words_{number}") for number in (1, 2, 3, 4)] == ["一，", "二", "（面粉倒进盆里的沙沙声）", ""]
    assert page.says("第 4 条：没有字。") and page.links["第 4 条：没有字。"].endswith("#words_4")
    assert words(page.html.find(id="words_4-hint")) == "看一看：没有字。"
    assert page.html.find(id="words_4")["aria-describedby"] == "words_4-hint"
    page = page.press("保存这一页", {"do_4": "delete", "do_1": "merge"})
    assert page.typed("words_1") == "一，\n二"
    undone = page.press("撤销上一次保存")
    assert undone.title.startswith("字幕：手怎么知道面和好了，已撤销上一次保存，")
    assert undone.typed("words_4") == ""
    assert undone.press("撤销上一次保存").typed("words_1") == "一，\n二"


def test_a_mistake_is_told_at_its_field_and_everything_typed_is_kept(author: Browser, desk: str):
    page = author.open(text(desk))
    wrong = page.press("保存这一页", {"start_1": "一秒", "end_2": "0:01", "words_2": "电话 13812345678"}, expect=422)
    assert wrong.problems == {
        "第 1 条的开始：写成 分:秒，例如 1:02.5": "start_1",
        "第 2 条的结束：要比开始晚": "end_2",
        "第 2 条的字：里面像是有个人的号码。去掉号码": "words_2",
    }
    assert (wrong.typed("start_1"), wrong.typed("words_2")) == ("一秒", "电话 13812345678")
    assert author.open(text(desk)).typed("start_1") == "0:00.500"


def test_a_file_replaces_everything_or_nothing(author: Browser, desk: str):
    page = author.open(text(desk)).follow("换成一个文件里的")
    srt = "1\r\n00:00:00,000 --> 00:00:04,000\r\n林师傅：新的。\r\n".encode("gb18030")
    after = page.press("换成这个文件", files={"file": ("新.srt", srt)})
    assert (after.typed("words_1"), after.typed("speaker_1")) == ("新的。", "林师傅")
    bad = b"WEBVTT\n\n00:01 --> 00:02\nx\n\n00:05.000 --> 00:04.000\ny\n"
    refused = author.open(text(desk) + "/new").press("换成这个文件", files={"file": ("坏.vtt", bad)}, expect=422)
    assert refused.problems == {"文件：有 2 处读不懂，都写在下面。改好再选一次": "file"}
    assert refused.says("第 3 行：时间写成 00:05.000 --> 00:11.000。")
    assert refused.says("第 6 行：结束要比开始晚。")
    assert author.open(text(desk)).typed("words_1") == "新的。"
    for content, says in ((b"", "文件：选一个文件"), (b"x" * 1_000_001, "文件：太大。最大 1 MB")):
        page = author.open(text(desk) + "/new").press("换成这个文件", files={"file": ("x.vtt", content)}, expect=422)
        assert list(page.problems) == [says]


def test_everything_moves_together(author: Browser, desk: str):
    page = author.open(text(desk)).press("移动全部", {"seconds": "1.5", "direction": "later"})
    assert (page.typed("start_1"), page.typed("end_2")) == ("0:02.000", "0:07.500")
    wrong = page.press("移动全部", {"seconds": "3", "direction": "earlier"}, expect=422)
    assert list(wrong.problems) == ["移动多少：这样第一条会早过开头。写小一点"]
    assert len(page.press("移动全部", expect=422).problems) == 2


def test_two_people_at_once_lose_nothing(author: Browser, sign_in: SignIn, make_person: MakePerson, desk: str):
    other = sign_in(make_person("郑州的同事", Role.SUBMITTER, region=ZHENGZHOU, scope=ZHENGZHOU))
    mine, theirs = author.open(text(desk)), other.open(text(desk))
    theirs.press("保存这一页", {"words_2": "（水声）"})
    conflict = mine.press("保存这一页", {"words_1": "我写的。"}, expect=409)
    assert conflict.title.startswith("刚有人也改过：字幕，手怎么知道面和好了，2 条不一样")
    assert conflict.says("林师傅：我写的。") and conflict.says("（水声）")
    assert author.open(text(desk)).typed("words_2") == "（水声）"
    after = conflict.press(
        "用这些换掉现在的", {"whole": conflict.typed("whole").replace("（面粉倒进盆里的沙沙声）", "（水声）")}
    )
    assert (after.typed("words_1"), after.typed("words_2")) == ("我写的。", "（水声）")
    stale = theirs.press("移动全部", {"seconds": "1", "direction": "later"}, expect=409)
    assert stale.says("刚有人也改过")
    assert other.send(text(desk) + "/undo", {"revision": "1"}, 409).says("没有可以撤销的。")
    assert other.send(text(desk) + "/undo", {"revision": "2"}, 409).says("刚有人也改过")


def test_a_person_confirms_exactly_these_lines(author: Browser, desk: str, session: Session):
    page = author.open(text(desk)).press("我从头看过，确认这一份")
    assert page.title.startswith("字幕：手怎么知道面和好了，确认好了，共 2 条")
    assert page.says("已确认 郑州的作者确认的")
    row = session.exec(select(CaptionText).where(CaptionText.kind == "captions")).one()
    digest = row.confirmed_digest
    entry = session.exec(select(AuditEntry).where(AuditEntry.step == "captions.confirm")).one()
    assert entry.details["digest"] == digest
    session.rollback()
    assert author.open(text(desk)).press("保存这一页").says("已确认")  # saved without a change
    changed = author.open(text(desk)).press("保存这一页", {"words_1": "别的。"})
    assert changed.says("有了，等人确认")
    old = author.open(text(desk))
    old.press("保存这一页", {"words_1": "又改了。"})
    assert old.press("我从头看过，确认这一份", expect=409).says("刚有人改过。先看新的，再确认。")


@pytest.mark.parametrize("note", ["NOTE 校过", "NOTE 机器生成"])
def test_what_a_colleague_saves_at_the_same_moment_is_never_confirmed(
    author: Browser, work: Callable[[], int], engine: Engine, zz_author: Person, note: str
):
    opened(author, work, VTT.replace("NOTE 字和课文的稿子一样", note))
    person = Actor(zz_author.id, zz_author.name, frozenset({Role.SUBMITTER}), ZHENGZHOU, identity_verified=True)
    with Session(engine, expire_on_commit=False) as slow:
        row = slow.exec(select(CaptionText).where(CaptionText.kind == "captions")).one()
        read = Seen(slow.get_one(CaptionLesson, row.lesson_id), row, text_at(slow, row.id, row.revision))
        slow.commit()
        theirs = Text([replace(read.text.lines[0], words="别的。")])
        with Session(engine) as fast, fast.begin():
            assert actions.save(fast, fast.get_one(CaptionText, row.id), theirs, row.revision, "desk", None, NOW)
        with pytest.raises(Refused, match="刚有人改过。先看新的，再确认。"):
            actions.confirm(slow, read, row.revision, person, NOW)
        slow.rollback()
        assert (row.revision, row.confirmed_by_id, row.confirmed_digest) == (2, None, "")


def test_a_machines_draft_counts_only_when_somebody_vouches(author: Browser, work: Callable[[], int]):
    desk = opened(author, work, VTT.replace("NOTE 字和课文的稿子一样", "NOTE 机器生成"))
    assert author.open(desk).says("字幕 机器写的草稿，不算有")
    page = author.open(text(desk)).press("保存这一页", {"words_1": "改了一条。"})
    assert page.says("机器写的草稿，不算有")
    assert "NOTE 机器生成" in author.client.get(text(desk) + "/file").text
    assert page.press("我从头看过，确认这一份").says("已确认")
    file = author.client.get(text(desk) + "/file").text
    assert "NOTE 机器生成" not in file and "NOTE 人工校对：郑州的作者" in file


def test_what_was_made_becomes_a_new_package(author: Browser, work: Callable[[], int], session: Session):
    desk = opened(author, work, "")
    submission = desk.removesuffix("/captions")
    assert author.open(submission).says("不改不能开放")
    page = author.open(text(desk))
    assert page.says("还没有") and page.says("写第一条")
    page = page.press(
        "保存这一页", {"start_1": "0", "end_1": "4", "speaker_1": "林师傅", "words_1": "我们和面。", "do_1": "after"}
    )
    page = page.press("保存这一页", {"start_2": "4", "end_2": "8", "words_2": "（沙沙声）"})
    page.press("我从头看过，确认这一份")
    listed = author.open(desk)
    assert listed.says("有 1 份和课程包里的不一样。")
    listed.press("放进课程包，再检查")
    work()
    packages = session.exec(select(SubmittedPackage)).all()
    session.rollback()
    assert [package.number for package in packages] == [1, 2]
    assert packages[1].checked_at is not None
    assert {finding["rule"] for finding in packages[1].findings} < {finding["rule"] for finding in packages[0].findings}
    assert packages[1].blockers == 0
    after = author.open(desk)
    assert after.says("已确认 郑州的作者确认的") and after.says("课程包里的已经是最新的。")
    assert author.open(submission).says("第 2 次上传")


def test_what_cannot_be_read_in_a_package_is_told_and_never_dropped(author: Browser, work: Callable[[], int]):
    desk = opened(author, work, VTT + "\n00:06.000 --> 00:05.000\n林师傅：倒水。\n")
    page = author.open(text(desk))
    assert page.says("课程包里的文件有 1 处读不懂") and page.says("第 11 行：结束要比开始晚。")
    page = page.press("保存这一页", {"words_1": "改了。"})
    assert author.open(desk).press("放进课程包，再检查", expect=409).says("里还有读不懂的没有补。")
    page = page.press("保存这一页", {"do_2": "after"})
    mended = page.press("保存这一页", {"start_3": "6", "end_3": "7.5", "words_3": "倒水。"}).press(
        "我从头看过，确认这一份"
    )
    assert not mended.says("读不懂")
    assert author.open(desk).press("放进课程包，再检查").says("现在：正在做新的课程包")


def test_a_file_with_somebodys_number_is_not_taken(author: Browser, desk: str):
    file = b"WEBVTT\n\n00:01.000 --> 00:04.000\n13812345678\n"
    page = author.open(text(desk) + "/new").press("换成这个文件", files={"file": ("x.vtt", file)}, expect=422)
    assert page.says("第 3 行：里面像是有个人的号码。去掉号码。")


def test_another_package_keeps_what_was_written(author: Browser, work: Callable[[], int], desk: str):
    author.open(text(desk)).press("保存这一页", {"words_1": "在字幕台改的。"})
    submission = desk.removesuffix("/captions")
    files = {"package": ("again.zip", film_parcel(VTT.replace("沙沙声", "声音")), "application/zip")}
    author.open(f"{submission}/packages/new").press("上传课程包", files=files)
    page = author.open(desk)
    assert page.says("课程包换过了。打开新的，写过的都还在。")
    page.press("打开课程包")
    work()
    new = author.open(text(desk))
    assert new.typed("words_2") == "（面粉倒进盆里的声音）"
    assert new.press("撤销上一次保存").typed("words_1") == "在字幕台改的。"


def test_others_see_nothing_and_an_approver_only_reads(
    sign_in: SignIn, ly_author: Person, zz_approver: Person, lin: Person, visitor: Browser, desk: str
):
    for path in (desk, text(desk), text(desk) + "/file", f"{desk}/02-dough/media", text(desk) + "/new"):
        sign_in(ly_author).open(path, 404)
        sign_in(lin).open(path, 404)
    approver = sign_in(zz_approver)
    assert approver.open(text(desk)).buttons == []
    approver.open(text(desk) + "/new", 404)
    approver.send(text(desk), {"revision": "1", "words_1": "x"}, 404)
    sign_in(ly_author).send(text(desk) + "/confirmation", {"revision": "1"}, 404)
    assert visitor.open(desk).path.startswith("/sign-in")


def test_what_is_not_there_is_not_found(author: Browser, desk: str):
    for path in (f"{desk}/09-no/captions", text(desk, "songs"), text(desk) + "?number=2", text(desk) + "?number=0"):
        author.open(path, 404)


def test_what_was_handed_on_can_only_be_read(author: Browser, work: Callable[[], int], desk: str):
    submission = desk.removesuffix("/captions")
    author.open(f"{submission}/promise").press("签承诺书，交给审核人", PROMISED)
    page = author.open(text(desk))
    assert page.says("现在只能看") and page.buttons == []
    author.send(text(desk), {"revision": "1", "words_1": "x"}, 409)
    author.send(desk + "/package", {}, 409)


def test_a_page_has_twenty_lines(author: Browser, desk: str):
    cues = "\n\n".join(f"00:00.{number:03} --> 00:00.{number + 1:03}\n{number}" for number in range(1, 46))
    after = author.open(text(desk) + "/new").press(
        "换成这个文件", files={"file": ("x.vtt", f"WEBVTT\n\n{cues}\n".encode())}
    )
    last = after.follow("第 3 页")
    assert last.title.startswith("字幕：手怎么知道面和好了，45 条，第 3 页，共 3 页")
    assert last.press("保存这一页", {"words_45": "最后"}).typed("words_45") == "最后"
    assert author.open(text(desk)).typed("words_1") == "1"
