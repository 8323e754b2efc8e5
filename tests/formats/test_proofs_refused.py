"""Braille that a person has read: who may say so, and what cannot be handed in."""

from sqlalchemy import Engine

from portal.accounts.rules import Role
from portal.library.packages.parts import Person as Maker
from tests.browser import Browser, SignIn
from tests.cast import PROVINCE, ZHENGZHOU, MakePerson
from tests.formats.conftest import Prepare
from tests.formats.proofreading import LESSON, SEND, bring, checks
from tests.shelf import OpenCourse

HOSTILE = {
    "control": (b"\x07A\x1bB\r\n", "有不是六点点字的字符，U+0007。"),
    "tab": (b"A\tB\r\n", "U+0009"),
    "nul": (b"A\x00B", "U+0000"),
    "long line": (b"A" * 1_500_000, "有 1500000 方，最多 40 方。"),
    "many lines": (b"A\r\n" * 26, "这一页有 26 行，最多 25 行。"),
    "gbk": ("盲文".encode("gb18030"), "读不懂。"),
    "utf-16": ("⠃⠃".encode("utf-16"), "读不懂。"),
    "letters": ("⠃盲⠃".encode(), "U+76F2"),
    "eight dots": ("⡃".encode(), "U+2843"),
    "nothing": (b"  \r\n\f\r\n", "里面没有点字。"),
    "markup": (b"<script>alert(1)</script>\x7f", "U+007F"),
    "no mark": (b"ABC\r\n", "开头没有找到"),
}


def test_what_is_no_braille_is_told_line_by_line(reader: Browser, dough_made: int, engine: Engine) -> None:
    for what, (raw, said) in HOSTILE.items():
        page = bring(reader.open(LESSON), raw, 422, "我的说明")
        assert page.says(said) and page.typed("note") == "我的说明", what
        assert list(page.problems.values()) == ["file"]
        assert len(page.html.select("main ol li")) <= 25
    assert not checks(engine)


def test_too_big_a_file_is_refused(reader: Browser, dough_made: int, engine: Engine) -> None:
    page = reader.open(LESSON)
    assert bring(page, b"A" * 2_000_001, 422).says("太大")
    bring(page, b"A" * 10_000_000, 413)
    assert not checks(engine)


def test_what_was_left_out_is_asked_for(reader: Browser, dough_made: int, engine: Engine) -> None:
    page = reader.open(LESSON)
    assert page.press(SEND, expect=422).problems == {"读的结果：选一个": "verdict"}
    assert page.press(SEND, {"verdict": "corrected"}, 422).problems == {"改好的文件：选一个文件": "file"}
    assert page.press(SEND, {"verdict": "taken_back"}, 422).problems == {"读的结果：选一个": "verdict"}
    number = "他的身份证 990101199001010019"
    assert "note" in page.press(SEND, {"verdict": "as_is", "note": number}, 422).problems.values()
    assert not checks(engine)


def test_nobody_else_finds_the_desk(make_person: MakePerson, sign_in: SignIn, dough_made: int, engine: Engine) -> None:
    everybody_else = [role for role in Role if role is not Role.BLIND_TESTER]
    somebody = sign_in(make_person("别人", *everybody_else))
    for path in ("/braille", LESSON):
        somebody.open(path, expect=404)
    somebody.send(LESSON, {"verdict": "as_is"}, expect=404)
    somebody.send(f"{LESSON}/take-back", {"number": "1"}, expect=404)
    assert not checks(engine)


def test_who_lives_where_the_course_comes_from_keeps_away(
    make_person: MakePerson, sign_in: SignIn, open_course: OpenCourse, prepare: Prepare, engine: Engine
) -> None:
    prepare(open_course(region=ZHENGZHOU))
    neighbour = sign_in(make_person("邻居", Role.BLIND_TESTER, region=ZHENGZHOU))
    assert neighbour.open("/braille").says("您能校对的，都有人校对过了。")
    assert neighbour.open(LESSON, expect=409).says("由别处的体验员校对")
    neighbour.send(LESSON, {"verdict": "as_is"}, expect=409)
    elsewhere = sign_in(make_person("外地的", Role.BLIND_TESTER, region="410300", scope="410300"))
    elsewhere.open(LESSON, expect=404)
    assert elsewhere.open("/braille").says("没有等人校对的")
    assert not checks(engine)


def test_who_made_the_course_keeps_away(
    make_person: MakePerson, sign_in: SignIn, open_course: OpenCourse, prepare: Prepare
) -> None:
    prepare(open_course(people=(Maker("林 师傅", "讲课"),)))
    maker = sign_in(make_person("林师傅", Role.BLIND_TESTER, region=PROVINCE))
    assert maker.open(LESSON, expect=409).says("同名")


def test_there_is_no_such_text(reader: Browser, dough: int) -> None:
    for path in (
        "/braille/none/course",
        "/braille/dough-by-hand/99-none",
        LESSON,
        "/braille?number=2",
        "/braille?number=0",
    ):
        reader.open(path, expect=404)
