"""What a notice says, and what testers' verdicts make of a course's facts."""

from datetime import date

import pytest

from portal.notices.rules import TRIED, band_of, facts_after_test, months_later, personal_data_in
from portal.review.rules import Opinion
from portal.submissions.rules import Outcome
from portal.text import message


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 10, 12), 24, date(2028, 10, 12)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_end_on_a_day_that_is_there(day: date, months: int, later: date):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("tenths", "band"), [(1000, "90 分以上"), (899, "80 至 89 分"), (800, "80 至 89 分"), (0, "60 分以下")]
)
def test_the_public_learns_a_band_not_a_score(tenths: int, band: str):
    assert str(band_of(Opinion(tenths, Outcome.ACCEPT, frozenset()))) == band


def test_testers_verdicts_replace_what_was_declared_and_the_worse_one_counts():
    declared = [
        {"way": "listen", "verdict": "full", "reason": "有文字稿。", "values": {}},
        {"way": "keyboard", "verdict": "full", "reason": "", "values": {}},
        {"way": "sign", "verdict": "none", "reason": "还没有。", "values": {}},
    ]
    tried = [{"listen": "full", "keyboard": "full"}, {"keyboard": "part"}]
    after = facts_after_test(declared, tried, TRIED)
    assert [(fact["way"], fact["verdict"]) for fact in after] == [
        ("listen", "full"),
        ("keyboard", "part"),
        ("sign", "none"),
    ]
    assert (after[0]["reason"], after[1]["reason"]) == ("有文字稿。", TRIED.msgid)


def test_a_number_of_a_person_is_named_by_its_kind_and_never_repeated():
    said = str(personal_data_in(message("答复"), "打 13812345678 问。"))
    assert said == "答复：里面像是有手机号。去掉号码，用文字说"
    assert personal_data_in(message("答复"), "第 3 课第 12 行。") is None
