"""The province's numbers hold from their day on, and no real notice is shorter than five working days."""

from datetime import date
from pathlib import Path

import pytest

from portal.submissions import province
from portal.submissions.province import read_rules, rules_on
from portal.submissions.steps import State


def test_henan_has_the_numbers_of_the_regulation():
    rules = rules_on("henan", date(2026, 11, 22), is_demo=False)
    assert (rules.round_limit, rules.panel_votes, rules.accept_score, rules.minor_score, rules.major_score) == (
        3,
        3,
        80,
        70,
        60,
    )
    assert (rules.score_gap, rules.expert_load, rules.notice_working_days, rules.validity_months) == (15, 5, 5, 24)


def test_only_a_demo_is_quicker():
    assert rules_on("henan", date(2026, 11, 22), is_demo=True).notice_working_days == 0


def test_terms_are_counted_in_working_days_and_a_revision_in_calendar_days():
    rules = rules_on("henan", date(2026, 11, 22), is_demo=False)
    friday = date(2026, 9, 25)  # before the holidays of 中秋 (25 to 27 September) and 国庆 (1 to 7 October)
    assert rules.due_on(State.SUBMITTED, date(2026, 11, 20)) == date(2026, 11, 24)
    assert rules.due_on(State.REVISING, friday) == date(2026, 10, 25)
    assert rules.due_on(State.DRAFT, friday) is None
    assert rules.due_on(State.PUBLISHED, friday) is None


def test_a_block_holds_from_its_day_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    henan = (province.FOLDER / "henan.toml").read_text("utf-8")
    block = henan.split("[demo]")[0]
    later = block.replace("2026-01-01", "2027-01-01").replace("round_limit = 3", "round_limit = 2")
    (tmp_path / "next.toml").write_text(later + block, "utf-8")
    (tmp_path / "hasty.toml").write_text(block.replace("notice_working_days = 5", "notice_working_days = 4"), "utf-8")
    monkeypatch.setattr(province, "FOLDER", tmp_path)
    days = (date(2025, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [rules_on("next", day, is_demo=False).round_limit for day in days] == [3, 3, 2]
    with pytest.raises(ValueError, match="at least 5 working days"):
        read_rules("hasty", is_demo=False)
