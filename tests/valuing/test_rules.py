"""The life of a draft of the table of values, what its forms say, and what it would have given: without a database."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import portal
from portal.recognition.rules import State as Decision
from portal.recognition.values.rules import Change, Table, holds_on, kinds_with, read_table, table_for
from portal.rulemaking.rules import STEPS, State, Step
from portal.valuing.forms import DayForm, NewValueForm, ValueForm
from portal.valuing.rules import Case, first_day, in_order, leaves_nothing, new_row, why_not
from portal.valuing.trial import Decided, Outcome, outcome_of, told, tried

TODAY = date(2026, 11, 18)
SHIPPED = tomllib.loads((Path(portal.__file__).parent / "recognition/values/shipped/henan.toml").read_text("utf-8"))
TABLE: Table = read_table(SHIPPED["version"], SHIPPED["valid_from"], SHIPPED["kinds"])
CASE = Case(State.DRAFT, date(2027, 1, 1), writers=[1, 2], change_count=1, based_on="2026-1", newest="2026-1")
RAISED = Change("level", "level-4", "四级（中级工）", "Level 4 (intermediate)", 300, 350, "和省里的标准一致。")
ENDED = Change("platform", "platform-16", "16 至 31 学时", "16 to 31 learning hours", 50, None, "太短，看不出学会了。")
NEW = Change("heritage", "heritage-new-1", "乡镇级", "Township", None, 100, "县里开始评乡镇级的传承人。")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.BEGIN])
def test_every_state_and_step(state: State, step: Step) -> None:
    case = replace(CASE, state=state)

    assert (why_not(step, case, 3, TODAY) is None) == ((state, step) in STEPS)
    if step in (Step.CONFIRM, Step.REJECT):
        assert why_not(step, case, 2, TODAY) is not None  # who wrote in it


def test_nothing_empty_late_or_behind_becomes_a_table() -> None:
    waits = replace(CASE, state=State.HANDED_OVER)

    assert "至少一个值" in str(why_not(Step.HAND_OVER, replace(CASE, change_count=0), 1, TODAY))
    assert "生效日期已经到了" in str(why_not(Step.HAND_OVER, replace(CASE, valid_from=TODAY), 1, TODAY))
    assert "生效日期已经到了" in str(why_not(Step.CONFIRM, replace(waits, valid_from=TODAY), 3, TODAY))
    for case, step in ((CASE, Step.HAND_OVER), (waits, Step.CONFIRM)):
        assert "2027-1" in str(why_not(step, replace(case, newest="2027-1"), 3, TODAY))  # two drafts of one year


def test_a_table_with_its_changes() -> None:
    changes = [NEW, ENDED, RAISED]
    then = read_table("2027-1", date(2027, 1, 1), kinds_with(TABLE, changes))

    assert [len(kind.rows) for kind in then.kinds] == [7, 6, 9, 5, 3, 2, 3]
    assert (then.row("level", "level-4"), then.row("platform", "platform-16")) == (
        replace(TABLE.row("level", "level-4"), credit_hundredths=350),  # type: ignore[type-var]
        None,
    )
    assert then.kinds[3].rows[-1].name_en == "Township" and kinds_with(TABLE, []) == SHIPPED["kinds"]
    assert [one.row for one in in_order(TABLE, [vars(one) | {"at": 2} for one in changes])] == [
        "level-4",
        "heritage-new-1",
        "platform-16",
    ]
    assert str(RAISED.said(TABLE)) == "职业技能等级证书，四级（中级工）：从 3 学分改成 3.5 学分。"
    assert (str(NEW.said(TABLE)), str(ENDED.said(TABLE))) == (
        "非遗代表性传承人，乡镇级：新加，1 学分。",
        "别的学习平台的证书，16 至 31 学时：停用，原来 0.5 学分。",
    )


def test_a_kind_keeps_a_value_and_a_key_is_given_once() -> None:
    rows = ["platform-16", "platform-32", "platform-64"]
    ended = [replace(ENDED, row=row) for row in rows]

    assert leaves_nothing(TABLE, ended, "platform") and not leaves_nothing(TABLE, ended[:2], "platform")
    assert not leaves_nothing(TABLE, [*ended, replace(NEW, kind="platform")], "platform")
    assert new_row("level", {"level-new-1", "level-new-2"}) == "level-new-3"


def test_which_table_holds() -> None:
    wrong, right = replace(TABLE, version="2027-1", valid_from=date(2027, 1, 1)), date(2027, 1, 1)
    tables = [replace(TABLE, version="2027-2", valid_from=right), wrong, TABLE]  # the latest first, as they are read

    assert [holds_on(tables, day).version for day in (right, date(2026, 12, 31), date(2020, 1, 1))] == [
        "2027-2", "2026-1", "2026-1",
    ]  # fmt: skip
    assert table_for(tables, "2027-1", TODAY) is wrong and table_for(tables, "", TODAY) is TABLE
    assert first_day(TABLE, TODAY) == first_day(wrong, TODAY) == right
    assert first_day(replace(TABLE, valid_from=date(2028, 1, 1)), TODAY) == date(2028, 1, 1)


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (ValueForm(), ["what", "reason"]),
        (ValueForm(what="change", credit="3.5", reason="x"), []),
        (ValueForm(what="change", credit="3", reason="x"), ["credit"]),  # as before
        (ValueForm(what="change", credit="30.01", reason="x"), ["credit"]),  # more than the province allows
        (ValueForm(what="change", credit="0", reason="x"), ["credit"]),
        (ValueForm(what="change", credit="-1", reason="x"), ["credit"]),
        (ValueForm(what="change", credit="1.234", reason="x"), ["credit"]),
        (ValueForm(what="change", credit="", reason="x" * 501), ["credit", "reason"]),
        (ValueForm(what="drop", reason="打 13812345678 找我"), ["what", "reason"]),
        (ValueForm(what="end", credit="不用", reason="x"), []),
    ],
)
def test_what_is_wrong_with_a_value_is_said_at_its_field(form: ValueForm, fields: list[str]) -> None:
    assert list(form.errors(300, 3000, is_last=False)) == fields


def test_the_last_value_of_a_kind_and_names_that_are_there() -> None:
    assert list(ValueForm(what="end", reason="x").errors(300, 3000, is_last=True)) == ["what"]
    names = ["县级", "County"]
    whole = {"name": "乡镇级", "name_en": "Township", "credit": "1", "reason": "x"}
    for wrong, field in ({"name": " 县 级"}, "name"), ({"name": "·"}, "name"), ({"name_en": "county"}, "name_en"), (
        {"name_en": "乡镇"}, "name_en"), ({"name": "x" * 41}, "name"), ({"credit": "100"}, "credit"):  # fmt: skip
        assert list(NewValueForm(**whole | wrong).errors(3000, names)) == [field]
    assert NewValueForm(**whole).errors(3000, names) == {}
    assert list(NewValueForm().errors(3000, names)) == ["name", "name_en", "credit", "reason"]


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        (("2027", "1", "1"), True), (("2026", "11", "19"), True), (("2026", "11", "18"), False), (("2027", "2", "30"), False),
        (("", "", ""), False), (("二〇二七", "1", "1"), False), (("9999", "1", "1"), False), (("2025", "1", "1"), False),
    ],
)  # fmt: skip
def test_the_first_day(typed: tuple[str, str, str], is_right: bool) -> None:
    form = DayForm(valid_year=typed[0], valid_month=typed[1], valid_day=typed[2])

    assert (form.errors(TODAY, TABLE.valid_from) == {}) == is_right
    assert form.errors(TODAY, date(2028, 1, 1))  # before the table on which it is based


def test_a_trial_against_a_sum_by_hand() -> None:
    then = read_table(
        "", date(2027, 1, 1), kinds_with(TABLE, [RAISED, ENDED, replace(RAISED, row="level-1", after=900)])
    )
    granted, part, refused = Decision.GRANTED, Decision.PART, Decision.REFUSED
    decided = [
        Decided("level", "level-4", granted, 300, 7),  # more: 3.5
        Decided("level", "level-4", part, 150, 2),  # an officer said 1.5, which is less than both
        Decided("level", "level-1", part, 1000, 6),  # 9 at most
        Decided("level", "level-1", granted, 900, 1),  # by an older table: the same
        Decided("platform", "platform-16", granted, 50, 3),  # nothing
        Decided("platform", "platform-16", refused, 0, 4),  # stays refused
        Decided("work", "gone", granted, 50, 1),  # a value that the table never had
    ]

    counts = tried(decided, then)

    assert counts == {Outcome.MORE: 7, Outcome.LESS: 6, Outcome.NOTHING: 4, Outcome.SAME: 7}
    assert outcome_of(decided[1], then) is Outcome.SAME
    said = list(map(str, told(counts, 5)))
    assert said[:2] == ["7 份会多认定一些。", "6 份会少认定一些。"] and said[3] == "7 份不变。"
    assert "不到 5 份" in said[2] and "4" not in said[2]
    assert told(tried([], then), 5) == []
