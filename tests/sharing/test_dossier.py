"""The lifelong file: everything under its heading, and one's own lines."""

from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.learning.models import Enrolment
from portal.sharing.dossier.models import FileLine
from tests.browser import Browser, SignIn, words
from tests.cast import NOW
from tests.certificates.conftest import Give

LINE = {
    "kind": "work",
    "title": "面点师",
    "place": "郑州早餐店",
    "year_from": "2019",
    "year_to": "2022",
    "note": "早班。",
}


def test_it_reads_as_a_page_of_headings(
    engine: Engine, learner: Browser, lin: Person, dough: int, give: Give, entries: list[int]
) -> None:
    give(lin, dough)
    with Session(engine) as session, session.begin():
        session.add(Enrolment(person_id=lin.id, version_id=dough, enrolled_at=NOW))

    page = learner.open("/credits").follow("终身学习档案")

    assert [words(one) for one in page.html.select("main h2")] == [
        "学习成果，2.5 学分", "证书，1 张", "在这里学的课，1 门", "在别处学的课", "竞赛", "工作经历", "给别人看",
    ]  # fmt: skip
    assert page.says("考核由无碍学堂判分。") and page.says("由无碍学堂按学习记录记下。")
    assert page.follow("学完《小店记账和收款》，考核 62 分。").says("哪里不对")
    assert page.follow("用手和面").says("哪里不对")
    assert page.follow("拿证明来认定学分").path == "/recognition"


def test_a_line_is_added_changed_and_taken_away(learner: Browser, session: Session) -> None:
    page = learner.open("/credits/file").follow("写一条：工作经历")
    assert page.typed("kind") == "work"
    page = page.press("存进档案", LINE)
    assert page.path == "/credits/file" and page.says("2019年至2022年，郑州早餐店") and page.says("本人填写，未核对")
    changed = page.follow("面点师").press("存进档案", {"title": "面点师傅", "year_to": ""})
    assert changed.says("面点师傅") and changed.says("2019年，郑州早餐店")
    asked = changed.follow("面点师傅").follow("去掉这一条")
    assert asked.says("找不回来") and not asked.press("去掉这一条").says("面点师傅")
    assert session.exec(select(FileLine)).all() == []


def test_what_is_wrong_is_said(learner: Browser) -> None:
    form = learner.open("/credits/file/lines/new")
    wrong = form.press(
        "存进档案", {"title": "<b>9901" + "甲" * 60, "year_from": "1900", "year_to": "x", "note": "乙" * 301}, 422
    )
    assert sorted(wrong.problems.values()) == ["kind", "note", "title", "year_from", "year_to"]
    numbered = form.press("存进档案", LINE | {"note": "身份证 990101199001010019"}, 422)
    assert numbered.problems == {"还想说的：里面像是有个人的号码。去掉号码": "note"}
    assert "<b>" not in str(form.press("存进档案", LINE | {"title": "<b>面点</b>"}).html.select("h3 a"))


def test_nobody_touches_anothers_line(sign_in: SignIn, mei: Person, line: int, visitor: Browser) -> None:
    other = sign_in(mei)
    address = f"/credits/file/lines/{line}"
    other.open(address, 404)
    other.open(f"{address}/removal", 404)
    other.send(address, LINE, 404)
    other.send(f"{address}/removal", {}, 404)
    assert visitor.open("/credits/file").path.startswith("/sign-in")
