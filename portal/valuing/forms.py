"""What officers fill in when they write a table of values."""

from collections.abc import Collection
from datetime import date

from portal.recognition.rules import normal
from portal.review.credit.rules import read_credit
from portal.rulemaking.forms import RejectionForm, SeenForm
from portal.rulemaking.rules import LONGEST_REASON, TOO_EARLY
from portal.text import HAN, Message, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date
from portal.text.personal_data import find_personal_data
from portal.valuing.rules import LAST_ONE, LONGEST_NAME
from portal.web.forms import Form


def reason_problem(typed: str) -> dict[str, Message]:
    """What is to be put right in a reason, which everybody will read."""
    if not typed.strip():
        return {"reason": message("理由：写清为什么，大家都看得到")}
    if len(typed) > LONGEST_REASON:
        return {"reason": message("理由：不超过 %(count)s 个字", count=LONGEST_REASON)}
    return {"reason": message("理由：里面像是有个人的号码。去掉号码")} if find_personal_data(typed) else {}


def credit_problem(typed: str, most: int) -> dict[str, Message]:
    """What is to be put right in an amount, when a value may be so many hundredths at most."""
    credit = read_credit(typed)
    if credit is None or credit > most:
        said = message("几个学分：写数字，从 0.01 到 %(most)s，最多两位小数", most=format_credit(most))
        return {"credit": said}
    return {}


class DayForm(Form):
    """From which day on a table holds. `revision` is the one that the page showed."""

    revision: str = ""
    valid_year: str = ""
    valid_month: str = ""
    valid_day: str = ""

    @property
    def valid(self) -> dict[str, str]:
        """The parts of the date as they were typed."""
        return {"year": self.valid_year, "month": self.valid_month, "day": self.valid_day}

    @property
    def valid_from(self) -> date | None:
        """The first day; None for no date of this century."""
        parts = [part.strip() for part in self.valid.values()]
        if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
            return None
        try:
            day = date(*map(int, parts))
        except ValueError:
            return None
        return day if 2000 <= day.year <= 2100 else None

    def errors(self, today: date, after: date) -> dict[str, Message]:
        """What to put right; the table on which it is based holds from the day `after` on."""
        if self.valid_from is None or self.valid_from <= today:
            return {"valid": TOO_EARLY}
        if self.valid_from < after:
            return {"valid": message("生效日期：不能早于上一张的%(day)s", day=format_date(after))}
        return {}


class ValueForm(Form):
    """What is to become of a value that the table has. `at` is the revision in which it was changed, as the page showed."""

    at: str = ""
    what: str = ""
    credit: str = ""
    reason: str = ""

    def errors(self, before: int, most: int, is_last: bool) -> dict[str, Message]:
        """What to put right, when it counts `before`; `is_last`: no other of its kind would be left."""
        found: dict[str, Message] = {}
        if self.what not in ("change", "end"):
            found["what"] = message("怎样改：选一个")
        elif self.what == "end" and is_last:
            found["what"] = message("怎样改：%(problem)s", problem=LAST_ONE)
        if self.what == "change":
            found |= credit_problem(self.credit, most)
            if read_credit(self.credit) == before:
                found["credit"] = message("几个学分：和上一张一样多，不用改")
        return found | reason_problem(self.reason)

    @property
    def after(self) -> int | None:
        """What it counts then; None for one that is ended."""
        return read_credit(self.credit) if self.what == "change" else None


class NewValueForm(Form):
    """A value that the table has not had."""

    at: str = ""
    name: str = ""
    name_en: str = ""
    credit: str = ""
    reason: str = ""

    def errors(self, most: int, names: Collection[str]) -> dict[str, Message]:
        """What to put right; `names` are those of the other values of its kind, in both languages."""
        found: dict[str, Message] = {}
        taken = {normal(name) for name in names}
        if not 0 < len(self.name.strip()) <= LONGEST_NAME or not normal(self.name):
            found["name"] = message("哪一级：写 1 到 %(count)s 个字", count=LONGEST_NAME)
        elif normal(self.name) in taken:
            found["name"] = message("哪一级：这一种里已经有这个名字")
        if not 0 < len(self.name_en.strip()) <= LONGEST_NAME or not normal(self.name_en) or HAN.search(self.name_en):
            found["name_en"] = message("英文名称：写 1 到 %(count)s 个字母", count=LONGEST_NAME)
        elif normal(self.name_en) in taken:
            found["name_en"] = message("英文名称：这一种里已经有这个名字")
        return found | credit_problem(self.credit, most) | reason_problem(self.reason)


__all__ = ["DayForm", "NewValueForm", "RejectionForm", "SeenForm", "ValueForm"]
