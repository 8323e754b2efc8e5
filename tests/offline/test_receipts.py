"""What an offline pack brings back: exactly what was answered right, once, for the one who took it."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.jobs import run_waiting
from portal.learning.models import ActivityReceipt
from portal.offline import rules
from portal.offline.models import OfflinePack, OfflineReceipt
from portal.settings import Settings
from tests.browser import Browser, Page, SignIn
from tests.cast import Clock, MakePerson
from tests.shelf import OpenCourse

RIGHT_01 = [["01-flour", "q1", "1"]]


@pytest.fixture
def learner(sign_in: SignIn, lin: Person, dough: int) -> Browser:
    """Lin, who learns to make dough."""
    browser = sign_in(lin)
    browser.open("/library/dough-by-hand").press("报名学这门课")
    return browser


@pytest.fixture
def do_jobs(engine: Engine, app: FastAPI, settings: Settings, clock: Clock) -> Callable[[], int]:
    return lambda: run_waiting(engine, app.state.files, settings, clock.now)


@pytest.fixture
def pack(learner: Browser, do_jobs: Callable[[], int], engine: Engine) -> OfflinePack:
    """The pack that Lin has taken."""
    assert learner.open("/learning/dough-by-hand/pack").says("正在准备")
    do_jobs()
    taken = learner.open("/learning/dough-by-hand/pack")
    button = next(words for words in taken.buttons if words.startswith("要学习包"))
    assert taken.press(button).says("您的学习包")
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(select(OfflinePack)).one()


def contents(browser: Browser) -> dict[str, bytes]:
    answer = browser.client.get("/learning/dough-by-hand/pack.zip")
    assert answer.status_code == 200, answer.text[:500]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["cache-control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def told(files: dict[str, bytes]) -> dict[str, Any]:
    """What the pack's script knows."""
    page = files["answers.html"].decode()
    return dict(json.loads(page.split('id="pack">')[1].split("</script>")[0]))


def right_answers(pack_data: dict[str, Any], *slugs: str) -> list[list[str]]:
    """The right answers of these lessons, as the script would write them down."""
    found: list[list[str]] = []
    for lesson in pack_data["lessons"]:
        if lesson["slug"] in slugs:
            for question in lesson["questions"]:
                right = question["right"] or ["自己写的"]
                if question["kind"] in ("fill", "short", "practice"):
                    right = right[:1]
                names = question["names"] if question["kind"] == "order" else question["names"] * len(right)
                found += [[lesson["slug"], name, value] for name, value in zip(names, right, strict=True)]
    return found


def receipt_of(pack_data: dict[str, Any], answers: list[list[str]], **changes: Any) -> bytes:
    """A receipt as the script writes it, or changed afterwards."""
    triples = tuple((lesson, name, value) for lesson, name, value in answers)
    signature = rules.sign(pack_data["key"], rules.signed_text(pack_data["pack"], pack_data["mark"], triples))
    values = {"receipt": 1, "pack": pack_data["pack"], "version": pack_data["mark"], "answers": answers}
    return json.dumps(values | {"signature": signature} | changes, ensure_ascii=False).encode()


def hand_in(browser: Browser, content: bytes, expect: int = 200, **fields: str) -> Page:
    form = browser.open("/learning/receipts")
    return form.press("交回回执", fields, expect, files={"file": ("receipt.json", content, "application/json")})


def done(engine: Engine) -> int:
    with Session(engine) as session:
        return len(session.exec(select(ActivityReceipt)).all())


def test_right_answers_come_back_once(learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    files = contents(learner)
    data = told(files)
    receipt = receipt_of(data, right_answers(data, "01-flour"))
    page = hand_in(learner, receipt)
    assert page.heading == "回执收到了，1 课记为学完"
    assert done(engine) == 1
    assert learner.open("/learning/dough-by-hand").says("已学完 1 课")
    again = hand_in(learner, receipt)
    assert again.says("这份回执以前交过，没有再记一次。")
    both = hand_in(learner, receipt_of(data, right_answers(data, "01-flour", "02-dough")))
    assert both.heading == "回执收到了，1 课记为学完"
    assert both.says("以前已经学完，没有变")
    assert done(engine) == 2
    assert learner.open("/learning/dough-by-hand").says("可以考核了")


def test_the_receipts_answers_are_those_of_the_portal(learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    data = told(contents(learner))
    hand_in(learner, receipt_of(data, [*right_answers(data, "01-flour"), ["01-flour", "more", "x"]]))
    with Session(engine) as session:
        kept = session.exec(select(ActivityReceipt)).one()
        assert kept.answers and "more" not in kept.answers


def test_wrong_answers_are_no_progress(learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    data = told(contents(learner))
    wrong = [[lesson, name, "9"] for lesson, name, _ in right_answers(data, "01-flour", "02-dough")]
    page = hand_in(learner, receipt_of(data, [*wrong, ["99-none", "q1", "1"]]))
    assert page.heading == "回执收到了，0 课记为学完"
    assert page.says("还没有全部答对，没有记") and page.says("这门课没有这一课，没有记")
    assert done(engine) == 0


def test_the_pack_of_everybody_holds_nothing_of_a_person(
    visitor: Browser, learner: Browser, pack: OfflinePack, lin: Person
) -> None:
    answer = visitor.client.get("/library/dough-by-hand/course.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        shared = {name: opened.read(name) for name in opened.namelist()}
    assert "只能读，不能记学习" in shared["answers.html"].decode()
    assert not {"answers.js", "answers.txt"} & set(shared)
    mine = contents(learner)
    assert set(mine) == set(shared) | {"answers.js", "answers.txt"}
    assert [name for name in shared if shared[name] != mine[name]] == ["answers.html"]
    everything = b"".join(mine.values()).decode("utf-8", "replace")
    assert lin.name not in everything and "9901" not in everything


BROKEN: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("cut off", lambda whole: whole[: len(whole) // 2], "读不出来"),
    ("one byte less", lambda whole: whole[:-1], "读不出来"),
    ("empty list", lambda whole: b"[]", "读不出来"),
    ("a number", lambda whole: b"7", "读不出来"),
    ("no JSON", lambda whole: b"\xff\xfe\x00", "读不出来"),
    ("deep", lambda whole: b"[" * 100_000, "读不出来"),
    ("too large", lambda whole: whole + b" " * rules.LARGEST, "读不出来"),
    ("another kind", lambda whole: whole.replace(b'"receipt": 1', b'"receipt": 2'), "读不出来"),
    ("an answer changed", lambda whole: whole.replace(b'"q1", "', b'"q1", "0'), "可能改过"),
    ("a lesson changed", lambda whole: whole.replace(b"01-flour", b"02-dough"), "可能改过"),
    ("half a character", lambda whole: whole.replace(b'"q1", "', b'"q1", "\\ud800'), "读不出来"),
    ("a line break", lambda whole: whole.replace(b'"q1", "', b'"q1", "\\n'), "读不出来"),
    ("answers of three", lambda whole: whole.replace(b'"01-flour", "q1"', b'"01-flour"'), "读不出来"),
]


@pytest.mark.parametrize(("how", "spoil", "why"), BROKEN, ids=[how for how, _, _ in BROKEN])
def test_what_was_changed_or_cut_is_refused_in_words(
    how: str, spoil: Callable[[bytes], bytes], why: str, learner: Browser, pack: OfflinePack, engine: Engine
) -> None:
    data = told(contents(learner))
    whole = receipt_of(data, right_answers(data, "01-flour"))
    assert spoil(whole) != whole
    page = hand_in(learner, spoil(whole), expect=422)
    (problem,) = page.problems
    assert problem.startswith("回执文件：") and why in problem
    assert done(engine) == 0


def test_a_signature_of_another_key_or_version_does_not_count(
    learner: Browser, pack: OfflinePack, engine: Engine
) -> None:
    data = told(contents(learner))
    answers = right_answers(data, "01-flour")
    for changed in (data | {"key": "0" * 64}, data | {"mark": "0" * 12}):
        assert hand_in(learner, receipt_of(changed, answers), expect=422).says("可能改过")
    for signature in ("", "é", data["key"]):
        hand_in(learner, receipt_of(data, answers, signature=signature), expect=422)
    assert hand_in(learner, receipt_of(data, []), expect=422).says("里面还没有答案")
    assert done(engine) == 0


def test_nobody_hands_in_anothers_receipt(
    learner: Browser, pack: OfflinePack, sign_in: SignIn, mei: Person, zz_author: Person, engine: Engine
) -> None:
    data = told(contents(learner))
    receipt = receipt_of(data, right_answers(data, "01-flour"))
    stranger = sign_in(mei)
    foreign = hand_in(stranger, receipt, expect=422)
    unknown = hand_in(stranger, receipt_of(data | {"pack": "000000000"}, RIGHT_01), expect=422)
    assert list(foreign.problems) == list(unknown.problems)  # what is not yours is as if it were not there
    assert stranger.client.get("/learning/dough-by-hand/pack.zip").status_code == 404
    sign_in(zz_author).open("/learning/receipts", expect=404)
    mine = hand_in(learner, receipt)
    stranger.open(mine.path, expect=404)
    assert done(engine) == 1


def test_an_officer_hands_in_for_somebody_who_agrees(
    learner: Browser, pack: OfflinePack, sign_in: SignIn, make_person: MakePerson, engine: Engine, lin: Person
) -> None:
    officer = make_person("基地的人", Role.ADMINISTRATOR)
    data = told(contents(learner))
    receipt = receipt_of(data, right_answers(data, "01-flour"))
    browser = sign_in(officer)
    assert hand_in(browser, receipt, expect=422).says("要先问过本人")
    page = hand_in(browser, receipt, consent="1")
    assert page.heading == "回执收到了，1 课记为学完"
    with Session(engine) as session:
        assert session.exec(select(OfflineReceipt.handed_in_by_id)).one() == officer.id
    assert learner.open(page.path).says("记为学完")


def test_codes_can_be_dictated(learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    key = told(contents(learner))["key"]
    first, second = rules.lesson_code(key, 1), rules.lesson_code(key, 2)
    form = learner.open("/learning/receipts")
    grouped = f"{first[:4]} {first[4:8]} {first[8:]}，{second}"
    page = form.press("交回回执", {"pack": pack.code, "codes": grouped})
    assert page.heading == "回执收到了，2 课记为学完"
    assert form.press("交回回执", {"pack": pack.code, "codes": f"{second}{first}"}).says("这份回执以前交过")
    assert done(engine) == 2


@pytest.mark.parametrize("spoil", ["slip", "foreign", "unknown lesson", "half", "empty", "pack"])
def test_wrong_codes_post_nothing(spoil: str, learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    key = told(contents(learner))["key"]
    good = rules.lesson_code(key, 1)
    codes = {
        "slip": good[:-1] + str((int(good[-1]) + 1) % 10),
        "foreign": good + rules.lesson_code("another key", 2),
        "unknown lesson": rules.lesson_code(key, 3),
        "half": good + good[:5],
        "empty": "",
        "pack": good,
    }[spoil]
    number = "123456789" if spoil == "pack" else pack.code
    page = learner.open("/learning/receipts").press("交回回执", {"pack": number, "codes": codes}, expect=422)
    assert page.problems
    assert done(engine) == 0


def test_a_pack_ends(learner: Browser, pack: OfflinePack, engine: Engine, clock: Clock) -> None:
    data = told(contents(learner))
    receipt = receipt_of(data, right_answers(data, "01-flour"))
    clock.forward(days=181)
    fresh = learner.client
    with Session(engine) as session:
        person = session.exec(select(Person).where(Person.identifier == "lin")).one()
        from portal.accounts.actions import start_session

        fresh.cookies.set(
            "session", start_session(session, person.id, "", clock.now), domain="testserver.local", path="/"
        )
        session.commit()
    page = hand_in(learner, receipt, expect=422)
    assert page.says("这个学习包到2027年4月10日为止")
    assert done(engine) == 0


def test_who_has_not_enrolled_gets_no_pack(sign_in: SignIn, mei: Person, dough: int) -> None:
    browser = sign_in(mei)
    for path in ("/learning/dough-by-hand/pack", "/learning/dough-by-hand/pack.zip", "/learning/receipts/1"):
        browser.open(path, expect=404)
    browser.send("/learning/dough-by-hand/pack", expect=404)


def test_a_second_press_gives_the_same_pack(learner: Browser, pack: OfflinePack, engine: Engine) -> None:
    learner.send("/learning/dough-by-hand/pack")
    with Session(engine) as session:
        assert len(session.exec(select(OfflinePack)).all()) == 1
    assert contents(learner) == contents(learner)


def test_a_pack_belongs_to_the_version_that_was_begun(
    learner: Browser, pack: OfflinePack, open_course: OpenCourse, engine: Engine
) -> None:
    data = told(contents(learner))
    open_course(title="用手和面，新版")
    page = hand_in(learner, receipt_of(data, right_answers(data, "02-dough")))
    assert page.heading == "回执收到了，1 课记为学完"
