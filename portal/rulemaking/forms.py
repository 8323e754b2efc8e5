"""What officers fill in when they write rules, and how it becomes a rule set."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.credits.rulebook.rules import DOMAINS, SOURCES
from portal.rulemaking.rules import LONGEST_REASON, TOO_EARLY
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

NUMBERS: dict[str, tuple[int, int, Message]] = {  # smallest, largest, what to say otherwise
    "hours_per_credit": (1, 100, message("多少学时算 1 学分：写 1 到 100 的整数")),
    "pass_mark": (1, 100, message("考核合格分数：写 1 到 100 的整数")),
    "required_percent": (1, 100, message("要做完百分之几：写 1 到 100 的整数")),
    "year_starts": (1, 12, message("一年从几月算起：写 1 到 12")),
    "points": (0, 100, message("学完一课得几分：写 0 到 100 的整数")),
    "points_most": (0, 1000, message("一天最多几分：写 0 到 1000 的整数")),
}
CAPS: dict[str, Message] = {
    "cap_year": message("一年最多：写学分数，例如 42。没有上限就空着"),
    "cap_term": message("一学期最多：写学分数，例如 24。没有上限就空着"),
    "cap_provider": message("同一家培训机构一年最多：写学分数。没有上限就空着"),
    "cap_courses": message("本网的课程一年最多：写学分数。没有上限就空着"),
    "cap_recognition": message("认定的一年最多：写学分数。没有上限就空着"),
    "cap_transfer_in": message("徽章转入的一年最多：写学分数。没有上限就空着"),
}
MONTHS = message("学分能用几个月：写 1 到 600 的整数。没有期限就空着")
WARN = message("到期前几天提醒：写天数，用顿号隔开，例如 90、30、7")
TERMS = message("学期从几月算起：写月份，用顿号隔开，例如 3、9")
GROUP = message("算同一门的课：第 %(line)s 行写成“名称：课程网址、课程网址”，至少两门")
UNKNOWN = message("算同一门的课：没有找到已开放的课程 %(slug)s")
TWICE = message("算同一门的课：课程 %(slug)s 写了两次。一门课只能在一组里")
MOST_GROUPS = 200


class RulesForm(Form):
    """A rule set, typed as it was typed. `revision` is the one that the page showed."""

    revision: str = ""
    valid_year: str = ""
    valid_month: str = ""
    valid_day: str = ""
    reason: str = ""
    hours_per_credit: str = ""
    pass_mark: str = ""
    required_percent: str = ""
    year_starts: str = ""
    term_starts: str = ""
    cap_year: str = ""
    cap_term: str = ""
    cap_provider: str = ""
    cap_courses: str = ""
    cap_recognition: str = ""
    cap_transfer_in: str = ""
    carries: str = ""
    best_of: str = ""
    points: str = ""
    points_most: str = ""
    groups: str = ""
    months_employment: str = ""
    months_advancement: str = ""
    months_entrepreneurship: str = ""
    months_skilled: str = ""
    months_employer: str = ""
    warn_days: str = ""

    @property
    def valid(self) -> dict[str, str]:
        """The parts of the date as they were typed."""
        return {"year": self.valid_year, "month": self.valid_month, "day": self.valid_day}

    @property
    def valid_from(self) -> date | None:
        """The first day; None for no date of this century."""
        try:
            day = date(*(int(part.strip()) for part in self.valid.values()))
        except (ValueError, OverflowError):
            return None
        return day if 2000 <= day.year <= 2100 else None

    @property
    def months(self) -> dict[str, str]:
        """For how many months credit of each domain can be used, as it was typed."""
        return {domain: str(getattr(self, f"months_{domain}")) for domain in DOMAINS}

    def errors(self, today: date, courses: Mapping[str, Any]) -> dict[str, Message]:
        """What to put right; `courses` are the published ones of those that the groups name, by their addresses."""
        found = self._head_errors(today)
        for name, (low, high, said) in NUMBERS.items():
            if whole(getattr(self, name), low, high) is None:
                found[name] = said
        found |= {name: said for name, said in CAPS.items() if credit_of(getattr(self, name)) is None}
        if listed(self.term_starts, 1, 12) is None:
            found["term_starts"] = TERMS
        return found | self._validity_errors() | group_errors(self.groups, courses)

    def _head_errors(self, today: date) -> dict[str, Message]:
        found: dict[str, Message] = {}
        if self.valid_from is None or self.valid_from <= today:
            found["valid"] = TOO_EARLY
        if len(self.reason) > LONGEST_REASON:
            found["reason"] = message("为什么改：不超过 %(count)s 个字", count=LONGEST_REASON)
        elif find_personal_data(self.reason):
            found["reason"] = message("为什么改：里面像是有个人的号码。去掉号码")
        return found

    def _validity_errors(self) -> dict[str, Message]:
        typed = {domain: months for domain, months in self.months.items() if months.strip()}
        found = {f"months_{domain}": MONTHS for domain, months in typed.items() if whole(months, 1, 600) is None}
        if typed and not listed(self.warn_days, 1, 3650):
            found["warn_days"] = WARN
        return found

    def told(self, courses: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed as a rule set is kept, once nothing is wrong with it."""
        asked = {"year": self.cap_year, "term": self.cap_term, "provider_year": self.cap_provider}
        caps: dict[str, Any] = {name: credit_of(typed) for name, typed in asked.items() if typed.strip()}
        by_source = {source: str(getattr(self, f"cap_{source}")) for source in SOURCES}
        caps["sources"] = {source: credit_of(typed) for source, typed in by_source.items() if typed.strip()}
        points, most = whole(self.points, 0, 100) or 0, whole(self.points_most, 0, 1000) or 0
        warn = listed(self.warn_days, 1, 3650) or []
        names = ("hours_per_credit", "pass_mark", "required_percent", "year_starts")
        return {name: whole(getattr(self, name), *NUMBERS[name][:2]) for name in names} | {
            "minutes_per_hour": 45,  # one 学时, by its definition
            "term_starts": listed(self.term_starts, 1, 12) or [],
            "carries": self.carries == "yes",
            "best_of": self.best_of == "yes",
            "caps": caps,
            "points": {"lesson_finished": {"points": points, "most_a_day": most}},
            "groups": [
                {"name": name, "courses": [courses[slug] for slug in slugs]} for name, slugs in lines_of(self.groups)
            ],
            "validity": {
                domain: {"months": whole(typed, 1, 600), "warn_days": sorted(warn, reverse=True)}
                for domain, typed in self.months.items()
                if typed.strip()
            },
        }


def as_typed(
    rules: Mapping[str, Any], valid_from: date, reason: str, revision: int, slugs: Mapping[int, str]
) -> RulesForm:
    """The form that would say what a rule set says."""
    caps, points = rules["caps"], rules["points"].get("lesson_finished", {"points": 0, "most_a_day": 0})
    validity = rules.get("validity", {})
    warn = next((said["warn_days"] for said in validity.values()), [90, 30, 7])
    kept = {f"months_{domain}": str(validity[domain]["months"]) for domain in DOMAINS if domain in validity}
    names = ("hours_per_credit", "pass_mark", "required_percent", "year_starts")
    return RulesForm(
        revision=str(revision),
        valid_year=str(valid_from.year), valid_month=str(valid_from.month), valid_day=str(valid_from.day),
        reason=reason,
        term_starts="、".join(map(str, rules["term_starts"])),
        cap_year=_shown(caps.get("year")), cap_term=_shown(caps.get("term")),
        cap_provider=_shown(caps.get("provider_year")),
        carries="yes" if rules["carries"] else "no", best_of="yes" if rules.get("best_of") else "no",
        points=str(points["points"]), points_most=str(points["most_a_day"]),
        groups="\n".join(
            f"{one['name']}：{'、'.join(slugs.get(course['id'], str(course['id'])) for course in one['courses'])}"
            for one in rules.get("groups", [])
        ),
        warn_days="、".join(map(str, warn)),
        **kept, **{name: str(rules[name]) for name in names},
        **{f"cap_{source}": _shown(caps.get("sources", {}).get(source)) for source in SOURCES},
    )  # fmt: skip


def _shown(hundredths: int | None) -> str:
    return "" if hundredths is None else format_credit(hundredths)


def whole(typed: str, low: int, high: int) -> int | None:
    """A whole number within bounds; None for anything else."""
    typed = typed.strip()
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else None
    return number if number is not None and low <= number <= high else None


def credit_of(typed: str) -> int | None:
    """Hundredths of a credit, up to 1000 credits; 0 for nothing typed; None for no amount."""
    if not typed.strip():
        return 0
    found = re.fullmatch(r"([0-9]{1,3})(?:[.．]([0-9]{1,2}))?", typed.strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def listed(typed: str, low: int, high: int) -> list[int] | None:
    """Different numbers within bounds, the smallest first, from “3、9”; None when one of them is none."""
    numbers = [whole(part, low, high) for part in re.split(r"[、，,\s]+", typed.strip()) if part]
    found = sorted({number for number in numbers if number is not None})
    return found if len(found) == len(numbers) <= 12 else None


def lines_of(typed: str) -> list[tuple[str, list[str]]]:
    """The groups as they were typed: each line a name and addresses of courses."""
    found = []
    for line in typed.splitlines():
        name, _, rest = line.replace("：", ":").partition(":")
        if line.strip():
            found.append((name.strip(), [slug for slug in re.split(r"[、，,\s]+", rest) if slug]))
    return found


def group_errors(typed: str, courses: Mapping[str, Any]) -> dict[str, Message]:
    """What to put right in the groups."""
    seen: set[str] = set()
    for number, (name, slugs) in enumerate(lines_of(typed), 1):
        if not name or len(name) > 40 or not 2 <= len(slugs) <= 50 or number > MOST_GROUPS:
            return {"groups": message(GROUP.msgid, line=number)}
        for slug in slugs:
            if slug not in courses:
                return {"groups": message(UNKNOWN.msgid, slug=slug[:80])}
            if slug in seen:
                return {"groups": message(TWICE.msgid, slug=slug[:80])}
            seen.add(slug)
    return {}


class RejectionForm(Form):
    """Why a draft goes back."""

    revision: str = ""
    words: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        if not self.words.strip():
            return {"words": message("为什么退回：写清哪里要改")}
        if len(self.words) > LONGEST_REASON:
            return {"words": message("为什么退回：不超过 %(count)s 个字", count=LONGEST_REASON)}
        return {}


class SeenForm(Form):
    """Which revision an officer saw when they pressed."""

    revision: str = ""
