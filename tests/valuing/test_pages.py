"""Two officers of the province write a table of values and confirm it; what was decided before is never touched."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.audit import AuditEntry
from portal.db import READING
from portal.recognition import queries as recognition
from portal.recognition.models import RecognitionApplication
from portal.recognition.values.models import RecognitionTable
from portal.recognition.values.queries import all_tables
from portal.valuing import actions
from portal.valuing.models import RecognitionValueDraft
from tests.browser import Browser, Page, SignIn
from tests.cast import LUOYANG, NOW, Clock, MakePerson
from tests.recognition.conftest import add_photo, assessed, checked, draft, handed_in, photo
from tests.reversals.test_life import at_once

HERE = "/recognition/values/drafts"
WHY = "和省里新的标准一致。"
RAISED = {"what": "change", "credit": "3.5", "reason": WHY}
TOWNSHIP = {"name": "乡镇级", "name_en": "Township", "credit": "1", "reason": "县里开始评乡镇级的传承人。"}


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def first(sign_in: SignIn, credit1: Person) -> Browser:
    return sign_in(credit1)


@pytest.fixture
def second(sign_in: SignIn, credit2: Person) -> Browser:
    return sign_in(credit2)


def begin(officer: Browser, **typed: str) -> str:
    """A draft in which level 4 counts more; gives its address."""
    address = officer.open(HERE).press("照价值表 2026-1 起草").path
    write(officer, address, "level-4", **typed)
    return address


def write(officer: Browser, address: str, row: str, expect: int = 200, **typed: str) -> Page:
    return officer.open(f"{address}/values/{row}").press("存这个值", RAISED | typed, expect)


def confirmed(first: Browser, second: Browser, **typed: str) -> str:
    address = begin(first, **typed)
    first.open(address).press("交给另一位确认")
    second.open(address).press("确认，到日子就用")
    return address


def kept(engine: Engine, address: str) -> RecognitionValueDraft:
    with Session(engine.execution_options(**READING)) as session:
        return session.get_one(RecognitionValueDraft, int(address.rsplit("/", 1)[1]))


def test_from_the_draft_to_the_table(engine: Engine, first: Browser, second: Browser, visitor: Browser) -> None:
    assert "起草新的价值表" not in visitor.open("/recognition/values").text
    drafts = first.open("/recognition/values").follow("起草新的价值表")
    empty = drafts.press("照价值表 2026-1 起草")
    assert "先改至少一个值，再交。" in empty.text and "交给另一位确认" not in empty.buttons
    address = empty.path
    write(first, address, "level-4")
    write(first, address, "platform-16", what="end", credit="")
    for _ in range(2):  # pressed twice it is added once
        first.open(f"{address}/kinds/heritage").press("加上", TOWNSHIP)
    first.open(f"{address}/day").press("存日期", {"valid_year": "2027", "valid_month": "3", "valid_day": "1"})

    page = first.open(address)
    assert (
        "职业技能等级证书，四级（中级工）：从 3 学分改成 3.5 学分。" in page.text
        and "从哪天起用2027年3月1日" in page.text
    )
    assert "非遗代表性传承人，乡镇级：新加，1 学分。" in page.text and "停用，原来 0.5 学分。" in page.text
    assert "您写过这份草稿。" in page.press("交给另一位确认").text
    assert (
        "价值表，等您确认，1 件" in second.open("/bank").text and "价值表，等您确认，0 件" in first.open("/bank").text
    )
    done = second.open(address).press("确认，到日子就用")

    coming = visitor.open(done.follow("看价值表 2027-1").path)
    assert "给2027年3月1日起发的。" in coming.text and "3.5 学分" in coming.text and WHY in coming.text
    now = visitor.open("/recognition/values")
    assert "价值表 2026-1，给2026年1月1日起、2027年3月1日以前发的。" in now.text and "3.5 学分" not in now.text
    with Session(engine) as session:
        (made,) = session.exec(select(RecognitionTable).where(RecognitionTable.version == "2027-1"))
        assert made.drafted_by_id != made.confirmed_by_id and [one["row"] for one in made.changes] == [
            "level-4", "heritage-new-1", "platform-16",
        ]  # fmt: skip
        steps = session.exec(select(AuditEntry.step).where(AuditEntry.object_type == "recognition_value_draft"))
        assert [step.split(".")[0] for step in steps] == ["begin", *["change"] * 4, "hand_over", "confirm"]
    with (
        pytest.raises(IntegrityError),
        engine.begin() as connection,
    ):  # who writes does not confirm, whatever the code does
        connection.execute(text("UPDATE recognition_value_draft SET decided_by_id = drafted_by_id"))


def test_a_decision_names_its_table_for_ever(
    engine: Engine, sign_in: SignIn, first: Browser, second: Browser, learner: Browser, lin: Person, clock: Clock
) -> None:
    old = handed_in(learner)
    checked(first, old)
    assessed(second, old)
    confirmed(first, second)
    clock.forward(days=100)  # the new table holds
    learner = sign_in(lin)
    told = learner.open(f"/recognition/applications/{old}")
    assert "认定 3 学分。" in told.text and "价值表 2026-1" in told.text
    page = draft(learner, certificate_number="S 2", awarded_on_year="2027", awarded_on_month="1")
    form = page.follow("回第 2 步")
    assert "四级（中级工），3.5 学分" in form.text
    earlier = form.press("保存，去第 3 步", {"awarded_on_year": "2026"})  # another day, another table
    new = add_photo(earlier, photo()).follow("去看一遍，再交").press("交申请").path.rsplit("/", 1)[1]

    with Session(engine) as session:
        one = session.get_one(RecognitionApplication, int(old))
        assert (one.table_version, recognition.value_of(session, one), recognition.refused_hundredths(session, one)) == (
            "2026-1", 300, 0,
        )  # fmt: skip
        assert recognition.value_of(session, session.get_one(RecognitionApplication, int(new))) == 300
        assert recognition.verify(session) == []


def test_a_level_that_the_table_of_the_day_does_not_have(
    sign_in: SignIn, first: Browser, second: Browser, lin: Person, clock: Clock
) -> None:
    address = begin(first)
    first.open(f"{address}/kinds/heritage").press("加上", TOWNSHIP)
    first.open(address).press("交给另一位确认")
    second.open(address).press("确认，到日子就用")
    clock.forward(days=100)
    learner = sign_in(lin)
    form = learner.open("/recognition/start").press("保存，去第 2 步", {"kind": "heritage"})
    assert "乡镇级，1 学分" in form.text
    award = {"row_key": "heritage-new-1", "title": "剪纸", "awarded_by": "某县文化馆", "awarded_region": LUOYANG}
    day = {"awarded_on_year": "2026", "awarded_on_month": "6", "awarded_on_day": "1"}

    refused = form.press("保存，去第 3 步", award | day, expect=422)

    assert "发证那一天的价值表没有这一级" in refused.text and "乡镇级，1 学分" not in refused.text
    form.press("保存，去第 3 步", award | day | {"awarded_on_year": "2027", "awarded_on_month": "1"})


def test_two_officers_do_not_lose_each_others_work(engine: Engine, first: Browser, second: Browser) -> None:
    address = begin(first)
    mine, theirs = (officer.open(f"{address}/values/level-4") for officer in (first, second))
    other = second.open(f"{address}/values/level-5")
    mine.press("存这个值", {"credit": "4"})
    other.press("存这个值", RAISED | {"credit": "2.5"})  # another value is nobody's business

    behind = theirs.press("存这个值", {"credit": "5"}, expect=409)

    assert behind.title.startswith("职业技能等级证书，四级（中级工），别人刚改过") and behind.typed("credit") == "5"
    assert "从 3 学分改成 4 学分。" in behind.text and kept(engine, address).changes["level-4"]["after"] == 400
    behind.press("存这个值")  # read, and saved with open eyes
    assert kept(engine, address).changes["level-4"]["after"] == 500
    stale = first.open(f"{address}/values/level-5")
    second.open(f"{address}/values/level-5").press("这个值不改，照上一张")
    stale.press("这个值不改，照上一张")  # it is so already
    assert list(kept(engine, address).changes) == ["level-4"]
    mine, theirs = first.open(f"{address}/day"), second.open(f"{address}/day")
    mine.press("存日期", {"valid_month": "2"})
    assert "草稿现在从2027年2月1日起用。" in theirs.press("存日期", {"valid_month": "3"}, expect=409).text
    first.send(f"{address}/handover", {"revision": "1"}, 409)  # seen before it was changed


def test_who_wrote_in_it_does_not_confirm_and_nothing_is_done_twice(
    engine: Engine, first: Browser, second: Browser
) -> None:
    address = begin(first)
    write(second, address, "level-5", credit="2.5")
    first.open(address).press("交给另一位确认")
    seen = {"revision": str(kept(engine, address).revision)}
    for officer in (first, second):
        officer.send(f"{address}/confirmation", seen, 409)
        officer.open(f"{address}/rejection", 409)
    first.send(f"{address}/handover", seen, 409)
    write_refused = second.send(f"{address}/values/level-5", RAISED | {"at": "3"}, 409)
    assert "现在不能这样办" in write_refused.text
    own = confirmed(first, second)
    second.send(f"{own}/confirmation", {"revision": str(kept(engine, own).revision)}, 409)
    with Session(engine) as session:
        assert [table.version for table in all_tables(session)] == ["2027-1", "2026-1"]


def test_two_drafts_of_one_year_do_not_overwrite_each_other(
    engine: Engine, first: Browser, second: Browser, visitor: Browser
) -> None:
    late = begin(first, credit="9")
    first.open(late).press("交给另一位确认")
    confirmed(first, second)

    page = second.open(late)
    assert "后来有了价值表 2027-1。" in page.text and "确认，到日子就用" not in page.buttons
    second.send(f"{late}/confirmation", {"revision": str(kept(engine, late).revision)}, 409)
    # a slip is mended by another table of the same day, as long as that day has not come; the first one stays readable
    mended = first.open(HERE).press("照价值表 2027-1 起草").path
    first.open(f"{mended}/values/level-4").press("存这个值", RAISED | {"credit": "4"})
    early = {"valid_year": "2026", "valid_month": "12", "valid_day": "1"}
    assert "不能早于上一张" in first.open(f"{mended}/day").press("存日期", early, expect=422).text
    first.open(mended).press("交给另一位确认")
    second.open(mended).press("确认，到日子就用")
    assert "没有用过：同一天起用的是价值表 2027-2。" in visitor.open("/recognition/values/2027-1").text
    assert "2027年1月1日以前发的。" in visitor.open("/recognition/values").text


def test_it_goes_back_with_a_reason_and_is_left(
    engine: Engine, sign_in: SignIn, first: Browser, second: Browser, credit2: Person, clock: Clock
) -> None:
    address = begin(first)
    first.open(address).press("交给另一位确认")
    form = second.open(address).follow("退回去改")
    assert "写清哪里要改" in form.press("退回去改", {"words": " "}, expect=422).text
    assert "四级先问各市。" in form.press("退回去改", {"words": "四级先问各市。"}).text
    first.send(f"{address}/discard", {"revision": "1"}, 409)
    first.open(address).press("交给另一位确认")
    clock.forward(days=100)  # its first day has come while it waited
    late = sign_in(credit2)
    assert "生效日期已经到了。" in late.open(address).text
    late.send(f"{address}/confirmation", {"revision": str(kept(engine, address).revision)}, 409)
    late.open(address).follow("退回去改").press("退回去改", {"words": "日期过了。"})
    assert "这份草稿办完了。" in late.open(address).press("作废这份草稿").text
    assert kept(engine, address).table_id is None


def test_what_a_form_refuses_loses_nothing(first: Browser) -> None:
    address = begin(first)
    page = write(first, address, "level-1", 422, credit="30.5")
    assert list(page.problems.values()) == ["credit"] and page.typed("reason") == WHY and "从 0.01 到 30" in page.text
    assert list(first.open(f"{address}/kinds/level").press("加上", {}, 422).problems.values()) == [
        "name", "name_en", "credit", "reason",
    ]  # fmt: skip
    for row in ("platform-16", "platform-32"):
        write(first, address, row, what="end")
    assert "只剩这一个值" in write(first, address, "platform-64", 422, what="end").text
    first.send(f"{address}/values/level-9", RAISED, 404)
    first.send(f"{address}/kinds/gone", TOWNSHIP, 404)
    first.open(f"{address}/values/<b>", 404)


def test_drafts_are_for_officers_of_the_province(
    first: Browser, sign_in: SignIn, make_person: MakePerson, learner: Browser, auditor: Person
) -> None:
    address = begin(first)
    city = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))

    for browser in (city, learner, sign_in(auditor)):
        for path in (HERE, address, f"{address}/values", f"{address}/values/level-4", f"{address}/trial"):
            browser.open(path, 404)
        browser.send(f"{address}/discard", {"revision": "2"}, 404)
        assert "起草新的价值表" not in browser.open("/recognition/values").text
    assert "价值表，等您确认" not in city.open("/bank").text
    first.open(f"{HERE}/999", 404)


def test_a_draft_is_tried_on_the_past_year(engine: Engine, first: Browser, second: Browser, learner: Browser) -> None:
    address = begin(first)
    trial = first.open(address).follow("拿过去一年的决定试算")
    assert "过去一年没有决定过申请。" in trial.text
    number = handed_in(learner)
    checked(first, number)
    assessed(second, number)
    page = first.open(f"{address}/trial")
    assert "会多认定一些的不到 5 份" in page.text and "0 份会少认定一些。" in page.text
    with Session(engine) as session:
        assert session.get_one(RecognitionApplication, int(number)).credit_hundredths == 300  # it only reads


def test_of_two_tables_confirmed_at_once_one_holds(
    engine: Engine, first: Browser, second: Browser, credit2: Person, make_person: MakePerson
) -> None:
    third = make_person("学分员三", Role.CREDIT_OFFICER)
    addresses = [begin(first, credit=credit) for credit in ("4", "9")]
    for address in addresses:
        first.open(address).press("交给另一位确认")

    def confirm(who: Person, address: str) -> None:
        officer = Actor(who.id, who.name, frozenset({Role.CREDIT_OFFICER}), who.region_code)
        with Session(engine) as session, session.begin():
            one = session.get_one(RecognitionValueDraft, int(address.rsplit("/", 1)[1]))
            actions.confirm(session, officer, one, one.revision, NOW)

    refused = at_once(lambda: confirm(credit2, addresses[0]), lambda: confirm(third, addresses[1]))

    assert refused == ["后来有了价值表 %(version)s。照它重新起草，把这份作废。"]
    with Session(engine) as session:
        assert [table.version for table in all_tables(session)] == ["2027-1", "2026-1"]
