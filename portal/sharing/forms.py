"""What a person picks to show to others, and to whom."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from portal.sharing.rules import LONGEST_PURPOSE, LONGEST_RECEIVER, MOST_ITEMS
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form


class Which(StrEnum):
    """Which of one's credit is shown."""

    ALL = "all"
    YEARS = "years"
    PICKED = "picked"
    NONE = "none"


class PickForm(Form):
    """What others will see. It stands in the address of the preview, so that nothing is kept before it is shared."""

    which: str = Which.ALL
    year_from: str = ""
    year_to: str = ""
    entry: list[str] = []
    certificate: list[str] = []
    line: list[str] = []
    name: str = "whole"

    @property
    def period(self) -> tuple[date, date] | None:
        """The chosen years, from their first day to their last."""
        if self.which != Which.YEARS or not (is_year(self.year_from) and is_year(self.year_to)):
            return None
        return date(int(self.year_from), 1, 1), date(int(self.year_to), 12, 31)

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if self.which not in list(Which):
            found["which"] = message("哪些学分：选一个")
        if self.which == Which.YEARS and (self.period is None or self.year_from > self.year_to):
            found["year_from"] = message("从哪一年：选两个年份，前一个不晚于后一个")
        if self.which == Which.PICKED and not self.entry:
            found["entry"] = message("选哪几笔：至少选一笔")
        if self.name not in ("whole", "short"):
            found["name"] = message("姓名：选一个")
        if self.which == Which.NONE and not (self.certificate or self.line):
            found["which"] = message("哪些学分：至少给别人看一样")
        if max(len(self.entry), len(self.certificate), len(self.line)) > MOST_ITEMS:
            found["which"] = message("哪些学分：选得太多")
        return found

    def picks(self) -> dict[str, str | list[str]]:
        """The same values, to be carried along."""
        return {name: getattr(self, name) for name in PickForm.model_fields}


class ShareForm(PickForm):
    """The same, and to whom, what for, for how long."""

    to: str = "anybody"
    receiver: str = ""
    purpose: str = ""
    days: str = ""

    def wish_errors(self, college_ids: Collection[int], most_days: int) -> dict[str, Message]:
        """What to put right of the last three."""
        found: dict[str, Message] = {}
        if self.to != "anybody" and not (self.to.isdecimal() and len(self.to) < 9 and int(self.to) in college_ids):
            found["to"] = message("给谁看：选一个")
        if len(self.receiver) > LONGEST_RECEIVER:
            found["receiver"] = message("单位或者人的名字：不超过 %(count)s 个字", count=LONGEST_RECEIVER)
        if len(self.purpose) > LONGEST_PURPOSE:
            found["purpose"] = message("用来做什么：不超过 %(count)s 个字", count=LONGEST_PURPOSE)
        for name, problem in HAS_NUMBER.items():
            if find_personal_data(getattr(self, name)):
                found[name] = problem
        if not (is_number(self.days) and 0 < int(self.days) <= most_days):
            found["days"] = message("看几天：写 1 到 %(days)s 之间的数字", days=most_days)
        return found


HAS_NUMBER = {
    "receiver": message("单位或者人的名字：里面像是有个人的号码。去掉号码"),
    "purpose": message("用来做什么：里面像是有个人的号码。去掉号码"),
}


def is_number(typed: str) -> bool:
    """Whether a short whole number was typed."""
    return typed.isascii() and typed.isdecimal() and len(typed) < 6


def is_year(typed: str) -> bool:
    """Whether a year was chosen that the calendar has."""
    return is_number(typed) and len(typed) == 4 and int(typed) > 0
