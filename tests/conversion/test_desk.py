"""Two officers at the desk for agreements, and what everybody reads of them."""

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.colleges.models import College
from portal.conversion.models import CollegeAgreement
from portal.conversion.terms import Group, target_of
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, MakePerson

TERMS = {
    "college": "first", "programme_code": "pastry", "programme": "面点制作", "programme_en": "Pastry making",
    "programme_level": "2", "total": "100", "valid_from_year": "2026", "valid_from_month": "1", "valid_from_day": "1",
    "valid_until_year": "2027", "valid_until_month": "12", "valid_until_day": "31",
}  # fmt: skip
RULE = {
    "code": "MD101", "name": "面点基础", "name_en": "Basics of pastry", "credit": "1.5", "overlap": "90", "take": "some",
    "count": "2", "items": "dough-by-hand\nbuns", "inner_take": "any", "inner_items": "noodles\nRecognised: skill/烘焙师, 3, 烘焙师证",
}  # fmt: skip
NOBODY = "现在还没有和学校的协议。学分都在账户里，不会少。"


def test_written_by_one_confirmed_by_another_and_read_by_everybody(
    sign_in: SignIn, credit1: Person, credit2: Person, visitor: Browser, first_college: College,
    courses: dict[str, int], engine: Engine,
) -> None:  # fmt: skip
    assert visitor.open("/conversion").says(NOBODY)
    writer, second = sign_in(credit1), sign_in(credit2)
    form = writer.open("/conversion/desk").follow("写一份新协议")
    assert [form.typed(name) for name in ("whole_percent", "online_percent", "most", "least_overlap")] == [
        "50", "25", "8", "80",
    ]  # fmt: skip
    draft = form.press("保存，去写规则", TERMS)
    assert draft.title.startswith("第一学院：面点制作，草稿") and draft.says("还没有规则。先写一条")
    rule = draft.follow("加一条规则").press("保存这条规则", RULE)
    assert rule.says("面点基础（MD101），1.5 学分") and rule.says(
        "下面的要有 2 项： 学完《用手和面》 学完《包子》 下面的有一项就行："
    )
    assert rule.says("学完《面条》 认定了烘焙师证，高级以上")
    again = rule.follow("改 MD101 的规则")
    assert (again.typed("items").split(), again.typed("inner_take")) == (["dough-by-hand", "buns"], "any")
    assert again.press("保存这条规则", {"credit": "2"}).says("面点基础（MD101），2 学分")
    confirm_and_read(writer, second, visitor, rule.path, engine, credit1, credit2)


def confirm_and_read(
    writer: Browser, second: Browser, visitor: Browser, path: str, engine: Engine, credit1: Person, credit2: Person
) -> None:
    asked = writer.open(path).press("请另一位核准")
    assert asked.says("等另一位核准") and asked.says("这份是您写的。要由另一位学分管理员核准。")
    assert writer.send(f"{asked.path}/confirmation", expect=409).says("另一位学分管理员")
    assert visitor.open("/conversion").says(NOBODY), "nothing is said before it is confirmed"

    back = second.open(asked.path).press("退回去改", {"words": ""}, expect=422)
    assert back.problems == {"要改什么：写几句": "words"}
    assert back.press("退回去改", {"words": "最后一天不对。"}).says("最后一天不对。")
    writer.open(asked.path).follow("改协议的数字和日期").press("保存，去写规则", {"whole_percent": "40"})
    writer.open(asked.path).press("请另一位核准")
    live = second.open(asked.path).press("核准这份协议")
    assert live.title.startswith("第一学院：面点制作，现在有效") and live.says("认可的最多 40%")
    assert second.open(asked.path).says("这一份已经办完。")
    page = visitor.open("/conversion")
    assert page.says("第一学院") and page.follow("面点制作").says("第 1 版")
    assert visitor.open(live.path + "").says("第一学院：面点制作")
    new = writer.open("/conversion/desk").press("写新的一版")
    assert new.says("草稿") and new.says("面点基础（MD101），2 学分")
    assert second.open("/conversion/desk").press("写新的一版").path == new.path, "one draft at a time"
    with Session(engine) as session:
        row = session.get_one(CollegeAgreement, 1)
        rule_kept = target_of(row.targets[0]).rule
        assert row.drafted_by_id == credit1.id and row.confirmed_by_id == credit2.id
        assert rule_kept.take == 2 and isinstance(rule_kept.of[2], Group) and rule_kept.of[2].of[1].least_level == 3  # type: ignore[union-attr]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    sign_in: SignIn, credit1: Person, first_college: College, courses: dict[str, int]
) -> None:
    writer = sign_in(credit1)
    empty = writer.open("/conversion/desk/new").press("保存，去写规则", {"whole_percent": "101"}, expect=422)
    assert len(empty.problems) == 9 and empty.problems["认可的上限：写 0 到 100 的整数"] == "whole_percent"
    order = {"valid_until_year": "2025"}
    wrong = writer.open("/conversion/desk/new").press("保存，去写规则", TERMS | order, expect=422)
    assert wrong.problems == {"最后一天：年、月、日都写数字，不早于第一天": "valid_until"}
    draft = wrong.press("保存，去写规则", {"valid_until_year": "2027"})
    page = draft.follow("加一条规则")
    bad = {"items": "dough-by-hand\nno-such-course", "count": "9", "overlap": "１０１"}
    told = page.press("保存这条规则", RULE | bad, expect=422)
    assert list(told.problems.values()) == ["overlap", "items", "count"]
    assert told.says("第 2 行“no-such-course”没有找到这门课") and told.typed("name") == "面点基础"
    twice = page.press("保存这条规则", RULE | {"items": "buns\nbuns", "inner_items": "认定：x"}, expect=422)
    assert list(twice.problems.values()) == ["items", "inner_items"]
    page.press("保存这条规则", RULE)
    assert page.press("保存这条规则", RULE, expect=409).says("代码 MD101 已经有一条规则。")
    assert writer.open(draft.path).press("去掉 MD101").says("规则，0 条")
    numbers = {"whole_percent": "50", "online_percent": "25", "most": "8", "least_overlap": "80"}
    assert writer.send("/conversion/desk/new", TERMS | numbers, expect=409).says("这个专业的协议已经有一份在写。")
    assert writer.open(draft.path).press("放弃这份草稿").says("已放弃")


def test_the_desk_is_for_officers_of_the_region(
    app: FastAPI, sign_in: SignIn, make_person: MakePerson, agreement: CollegeAgreement, lin: Person,
    college_reader: Person,
) -> None:  # fmt: skip
    elsewhere = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))
    assert elsewhere.open("/conversion/desk").says("还没有写过协议。")
    none = "您管的地方还没有合作学校。先请管理员把学校加进来。"
    assert elsewhere.open("/conversion/desk/new").says(none)
    assert elsewhere.send("/conversion/desk/new", TERMS, expect=409).says(none)
    for path in (
        "/conversion/desk/drafts/1",
        "/conversion/desk/drafts/1/terms",
        "/conversion/desk/drafts/1/rules/MD101",
    ):
        elsewhere.open(path, expect=404)
        sign_in(lin).open(path, expect=404)
    for path in ("/conversion/desk/versions/1", "/conversion/desk/drafts/1/dropping"):
        elsewhere.send(path, expect=404)
        sign_in(college_reader).send(path, expect=404)
    assert elsewhere.open("/conversion/agreements/1").says("面点基础"), "what holds is public"
    elsewhere.open("/conversion/agreements/2", expect=404)
