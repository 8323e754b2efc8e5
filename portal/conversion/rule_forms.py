"""What an officer fills in of one rule: a target course, and a list of what it is given for."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from portal.conversion.forms import CODE, LONGEST_NAME, TAKES, WRONG, read_hundredths, read_number
from portal.conversion.terms import ALL, ANY, COURSE, MOST_SOURCES, RECOGNISED, Group, Source, Target
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.web.forms import Form

FindCourse = Callable[[str], Source | None]
FAMILY = re.compile(r"[a-z]{1,30}(/.{1,60})?")
OPENING = re.compile("(认定|recognised) ?[：:]", re.IGNORECASE)  # an officer writes it in either language


class RuleForm(Form):
    """One rule: a target course, and what it is given for: a list, in which one more list may count as one item."""

    code: str = ""
    name: str = ""
    name_en: str = ""
    credit: str = ""
    level: str = "1"
    overlap: str = ""
    least_mark: str = "60"
    take: str = ""
    count: str = ""
    items: str = ""
    inner_take: str = "any"
    inner_count: str = ""
    inner_items: str = ""

    @classmethod
    def of(cls, target: Target, slugs: Mapping[int, str]) -> "RuleForm":
        """The form as a rule stands."""
        outer = [one for one in target.rule.of if isinstance(one, Source)]
        inner = next((one for one in target.rule.of if isinstance(one, Group)), None)
        take, count = _typed_take(target.rule)
        inner_take, inner_count = _typed_take(inner) if inner else ("any", "")
        return cls(
            code=target.code, name=target.name, name_en=target.name_en, credit=format_credit(target.credit_hundredths),
            level=str(target.level), overlap=str(target.overlap_percent), least_mark=str(target.least_mark),
            take=take, count=count, items=_typed_items(outer, slugs),
            inner_take=inner_take, inner_count=inner_count,
            inner_items=_typed_items([one for one in inner.of if isinstance(one, Source)] if inner else [], slugs),
        )  # fmt: skip

    def errors(self, find_course: FindCourse) -> dict[str, Message]:
        """What to put right."""
        is_right = {
            "code": bool(CODE.fullmatch(self.code.strip())),
            "name": 0 < len(self.name.strip()) <= LONGEST_NAME,
            "name_en": 0 < len(self.name_en.strip()) <= LONGEST_NAME,
            "credit": read_hundredths(self.credit) > 0,
            "level": self.level in ("1", "2", "3"),
            "overlap": read_number(self.overlap) >= 0,
            "least_mark": read_number(self.least_mark) >= 0,
            "take": self.take in TAKES,
        }
        found = {name: WRONG[name] for name, right in is_right.items() if not right}
        if not self.items.strip() and not self.inner_items.strip():
            found["items"] = message("算什么：至少写一项")
        for name in ("items", "inner_items"):
            if problem := _why_not_items(name, getattr(self, name), find_course):
                found[name] = problem
        return found | self._count_errors()

    def _count_errors(self) -> dict[str, Message]:
        lines, inner = _lines(self.items), _lines(self.inner_items)
        found: dict[str, Message] = {}
        if self.take == "some" and not 1 <= read_number(self.count) <= len(lines) + bool(inner):
            found["count"] = WRONG["count"]
        if inner and self.inner_take not in TAKES:
            found["inner_take"] = WRONG["inner_take"]
        if inner and self.inner_take == "some" and not 1 <= read_number(self.inner_count) <= len(inner):
            found["inner_count"] = WRONG["inner_count"]
        return found

    def target(self, find_course: FindCourse) -> Target:
        """What was typed, once nothing is wrong with it."""
        parts: list[Source | Group] = _sources(self.items, find_course)
        if self.inner_items.strip():
            inner = tuple(_sources(self.inner_items, find_course))
            parts.append(Group(_read_take(self.inner_take, self.inner_count), inner))
        rule = Group(_read_take(self.take, self.count), tuple(parts))
        return Target(
            code=self.code.strip(),
            name=self.name.strip(),
            name_en=self.name_en.strip(),
            credit_hundredths=read_hundredths(self.credit),
            level=int(self.level),
            overlap_percent=read_number(self.overlap),
            least_mark=read_number(self.least_mark),
            rule=rule,
        )


def _read_take(take: str, count: str) -> int:
    return {"all": ALL, "any": ANY}.get(take, read_number(count))


def _typed_take(group: Group) -> tuple[str, str]:
    return {ALL: ("all", ""), ANY: ("any", "")}.get(group.take, ("some", str(group.take)))


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _typed_items(sources: list[Source], slugs: Mapping[int, str]) -> str:
    lines = (
        slugs.get(one.course_id, "") if one.kind == COURSE else f"认定：{one.family}，{one.least_level}，{one.title}"
        for one in sources
    )
    return "\n".join(lines)


def _source(line: str, find_course: FindCourse) -> Source | None:
    """One line of a list: the word of a course's address, or “认定：family/topic，level，title”."""
    opened = OPENING.match(line)
    if not opened:
        return find_course(line)
    parts = [part.strip() for part in re.split("[，,]", line[opened.end() :])]
    if len(parts) != 3 or not FAMILY.fullmatch(parts[0]) or read_number(parts[1], 3) < 1 or not parts[2]:
        return None
    return Source(RECOGNISED, family=_normal(parts[0]), least_level=int(parts[1]), title=parts[2][:LONGEST_NAME])


def _normal(family: str) -> str:
    """A family as the bank keeps it: the topic without what people write in different ways."""
    name, slash, topic = family.partition("/")
    folded = unicodedata.normalize("NFKC", topic).casefold()
    return name + slash + "".join(one for one in folded if unicodedata.category(one)[0] in "LN")


def _sources(typed: str, find_course: FindCourse) -> list[Source | Group]:
    found = [_source(line, find_course) for line in _lines(typed)]
    return [one for one in found if one]


def _why_not_items(name: str, typed: str, find_course: FindCourse) -> Message | None:
    lines = _lines(typed)
    labels = {"items": message("算什么"), "inner_items": message("合起来算一项的")}
    if len(lines) > MOST_SOURCES:
        return message("%(label)s：最多 %(count)s 项", label=labels[name], count=MOST_SOURCES)
    if len(set(lines)) < len(lines):
        return message("%(label)s：有两行一样", label=labels[name])
    for number, line in enumerate(lines, start=1):
        if _source(line, find_course) is None:
            values = {"label": labels[name], "number": number, "line": line[:40]}
            return message(
                "%(label)s：第 %(number)s 行“%(line)s”没有找到这门课，也不是“认定：种类/专题，级别，名称”", **values
            )
    return None
