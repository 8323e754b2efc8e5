"""What officers fill in of an agreement, and how what was typed is read."""

import re
from collections.abc import Mapping
from datetime import date

from portal.conversion.drafting import Wanted
from portal.conversion.steps import LONGEST_WORDS
from portal.conversion.terms import Terms
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

LEVELS: dict[int, Message] = {1: message("中职"), 2: message("专科"), 3: message("本科")}
TAKES: dict[str, Message] = {"all": message("全部都要"), "any": message("有一项就行"), "some": message("其中几项")}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
LONGEST_NAME = 60

WRONG: dict[str, Message] = {
    "programme_code": message("专业代码：用字母、数字和短横，例如 pastry"),
    "programme": message("专业名称：写出来，不超过 60 个字"),
    "programme_en": message("专业的英文名称：写出来，不超过 60 个字"),
    "programme_level": message("学历层次：选一个"),
    "college": message("学校：选一所"),
    "total": message("专业总学分：写数字，例如 100"),
    "whole_percent": message("认可的上限：写 0 到 100 的整数"),
    "online_percent": message("网上学的上限：写 0 到 100 的整数"),
    "most": message("一笔最多算多少：写数字，例如 8"),
    "least_overlap": message("内容至少重合：写 0 到 100 的整数"),
    "most_years": message("几年以内学的：写整数，不限写 0"),
    "reuses": message("用过的学分：选一个"),
    "valid_from": message("第一天：年、月、日都写数字，例如 2027 年 1 月 1 日"),
    "valid_until": message("最后一天：年、月、日都写数字，不早于第一天"),
    "code": message("课程代码：用字母、数字和短横，例如 MD101"),
    "name": message("课程名称：写出来，不超过 60 个字"),
    "name_en": message("课程的英文名称：写出来，不超过 60 个字"),
    "credit": message("学分：写数字，例如 3"),
    "level": message("至少什么级别：选一个"),
    "overlap": message("内容重合：写 0 到 100 的整数"),
    "least_mark": message("最低成绩：写 0 到 100 的整数"),
    "take": message("要几项：选一个"),
    "inner_take": message("合起来要几项：选一个"),
    "count": message("其中几项：写整数，不超过单子里的项数"),
    "inner_count": message("合起来几项：写整数，不超过单子里的项数"),
}


def read_hundredths(typed: str) -> int:
    """Hundredths of a credit from what was typed; 0 when it is no amount from 0.01 to 1000."""
    found = re.fullmatch(r"(\d{1,4})(?:[.．](\d{1,2}))?", typed.strip())
    amount = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    return amount if amount <= 100_000 else 0


def read_number(typed: str, most: int = 100) -> int:
    """A whole number from 0 on; -1 when it is none, or larger than it may be."""
    clean = typed.strip()
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) <= 4 and int(clean) <= most else -1


def read_date(year: str, month: str, day: str) -> date | None:
    """A day from its three fields; None when they are none."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


class TermsForm(Form):
    """The numbers and dates of an agreement."""

    college: str = ""
    programme_code: str = ""
    programme: str = ""
    programme_en: str = ""
    programme_level: str = ""
    total: str = ""
    whole_percent: str = ""
    online_percent: str = ""
    most: str = ""
    least_overlap: str = ""
    most_years: str = "0"
    reuses: str = "no"
    valid_from_year: str = ""
    valid_from_month: str = ""
    valid_from_day: str = ""
    valid_until_year: str = ""
    valid_until_month: str = ""
    valid_until_day: str = ""

    @classmethod
    def proposed(cls, numbers: Mapping[str, int]) -> "TermsForm":
        """An empty form with what the province proposes."""
        plain = {name: str(numbers[name]) for name in ("whole_percent", "online_percent", "least_overlap")}
        return cls(most=format_credit(numbers["most_hundredths"]), **plain)

    @classmethod
    def of(cls, code: str, terms: Terms, first: date, last: date) -> "TermsForm":
        """The form as a draft stands."""
        kept = vars(terms)
        same = {name: str(kept[name]) for name in kept if name in cls.model_fields and name != "reuses"}
        days = {"valid_from": first, "valid_until": last}
        parts = {
            f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in ("year", "month", "day")
        }
        amounts = {"total": format_credit(terms.total_hundredths), "most": format_credit(terms.most_hundredths)}
        return cls(programme_code=code, reuses="yes" if terms.reuses else "no", **same, **parts, **amounts)

    def day(self, name: str) -> dict[str, str]:
        """The parts of a date as they were typed."""
        return {part: getattr(self, f"{name}_{part}") for part in ("year", "month", "day")}

    def _date(self, name: str) -> date | None:
        return read_date(*self.day(name).values())

    def errors(self, college_codes: tuple[str, ...] | None = None) -> dict[str, Message]:
        """What to put right. `college_codes` are those to choose from; None where the college stands already."""
        first, last = self._date("valid_from"), self._date("valid_until")
        is_right = {
            "college": college_codes is None or self.college in college_codes,
            "programme_code": bool(CODE.fullmatch(self.programme_code.strip())),
            "programme": 0 < len(self.programme.strip()) <= LONGEST_NAME,
            "programme_en": 0 < len(self.programme_en.strip()) <= LONGEST_NAME,
            "programme_level": self.programme_level in map(str, LEVELS),
            "total": read_hundredths(self.total) > 0,
            "whole_percent": read_number(self.whole_percent) >= 0,
            "online_percent": read_number(self.online_percent) >= 0,
            "most": read_hundredths(self.most) > 0,
            "least_overlap": read_number(self.least_overlap) >= 0,
            "most_years": read_number(self.most_years) >= 0,
            "reuses": self.reuses in ("yes", "no"),
            "valid_from": first is not None,
            "valid_until": last is not None and (first is None or first <= last),
        }
        return {name: WRONG[name] for name, right in is_right.items() if not right}

    @property
    def wanted(self) -> Wanted:
        """What was typed, once nothing is wrong with it."""
        first, last = self._date("valid_from"), self._date("valid_until")
        assert first and last
        terms = Terms(
            programme=self.programme.strip(),
            programme_en=self.programme_en.strip(),
            programme_level=int(self.programme_level),
            total_hundredths=read_hundredths(self.total),
            whole_percent=read_number(self.whole_percent),
            online_percent=read_number(self.online_percent),
            most_hundredths=read_hundredths(self.most),
            least_overlap=read_number(self.least_overlap),
            most_years=read_number(self.most_years),
            reuses=self.reuses == "yes",
        )
        return Wanted(terms, first, last)


def words_problem(typed: str, label: Message, needed: Message | None = None) -> Message | None:
    """What is wrong with words that the other side will read; `needed` when there must be some."""
    if needed and not typed.strip():
        return needed
    if len(typed) > LONGEST_WORDS:
        return message("%(label)s：不超过 %(count)s 个字", label=label, count=LONGEST_WORDS)
    if find_personal_data(typed):
        return message("%(label)s：里面像是有个人的号码。去掉号码", label=label)
    return None
