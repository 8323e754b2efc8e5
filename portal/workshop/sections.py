"""The parts of a course that have a page: which fields each has, how they are read from a file and written into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.library.packages.parts import WAYS as WAY_NAMES
from portal.library.packages.schema import validator_of
from portal.library.rules import CATEGORIES, KINDS, LEVELS, VERDICTS, WAYS
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.workshop.course import MANIFEST, lesson_path
from portal.workshop.rules import LONGEST_BODY, Values
from portal.workshop.texts import front_text, toml_text

Words = Mapping[str, Message]
COVERS = {
    "images": message("图片"),
    "voices": message("人声"),
    "music": message("音乐"),
    "video": message("视频"),
    "sign": message("手语"),
    "text": message("文字"),
}


@dataclass(frozen=True)
class Field:
    """One thing that is typed or chosen. `place` is its key in the file; `form` and `key` its rules in the schema."""

    name: str
    label: Message
    hint: Message | str = ""
    rows: int = 1
    options: Words | None = None
    is_needed: bool = True
    place: tuple[str | int, ...] = ()
    is_whole: bool = False  # a whole number
    is_many: bool = False
    mend: Message | None = None  # what to write, when it is of the wrong form

    def problem(self, form: str, typed: str) -> Message | None:
        """What is to be put right; a draft may have gaps, so nothing typed is no problem."""
        if not typed:
            return None
        if find_personal_data(typed):
            return message("%(label)s：里面像是有个人的号码。去掉号码", label=self.label)
        values = typed.split("\n") if self.is_many else [typed]
        if self.options is not None:
            wrong = [value for value in values if value not in self.options]
            return message("%(label)s：选一个", label=self.label) if wrong else None
        value: Any = int(typed) if self.is_whole and typed.isascii() and typed.isdigit() and len(typed) < 9 else typed
        rule = validator_of(form, *(part for part in self.place if isinstance(part, str)))
        error = next(rule.iter_errors(value), None)
        if error is None:
            return None
        if error.validator == "maxLength":
            return message("%(label)s：不超过 %(count)s 个字", label=self.label, count=error.validator_value)
        return self.mend or message("%(label)s：照说明写", label=self.label)


@dataclass(frozen=True)
class Section:
    """A part of one file of the package with its fields."""

    path: str
    form: str
    fields: tuple[Field, ...]
    read: Callable[[str], dict[str, str]]
    write: Callable[[str, Values], str]
    empty: bytes = b""

    def errors(self, typed: Values) -> dict[str, Message]:
        """What is to be put right in what was typed."""
        found = {one.name: one.problem(self.form, typed.get(one.name, "")) for one in self.fields}
        return {name: problem for name, problem in found.items() if problem}

    def gaps(self, values: Values) -> int:
        """How many needed things are not filled in."""
        return sum(one.is_needed and not values.get(one.name) for one in self.fields)


GROUPS: dict[str, tuple[Message, tuple[Field, ...]]] = {
    "name": (
        message("名字和简介"),
        (
            Field("title", message("课程名"), message("最多 25 个字。"), place=("title",)),
            Field("title_en", message("英文课程名"), is_needed=False, place=("title_en",)),
            Field("summary", message("简介"), message("一两句话，学完会什么。最多 120 个字。"), 3, place=("summary",)),
            Field(
                "plain_summary",
                message("简单的说法"),
                message("句子短，用常用的词。给先学手语的人和读得慢的人。"),
                3,
                place=("plain_summary",),
            ),
        ),
    ),
    "audience": (
        message("给谁学"),
        (
            Field("audience", message("适合谁"), message("例如：想在面点店工作的人。"), 2, place=("audience",)),
            Field("category", message("类别"), options=CATEGORIES, place=("category",)),
            Field("occupation", message("职业"), message("例如：中式面点师。"), place=("occupation",)),
            Field(
                "level",
                message("程度"),
                options={str(level): words for level, words in LEVELS.items()},
                place=("level",),
                is_whole=True,
            ),
        ),
    ),
    "extent": (
        message("学时和学分"),
        (
            Field(
                "learning_hours",
                message("学时"),
                message("一个学时是 45 分钟。各课的分钟数加起来，应当合得上。例如 12 或 1.5。"),
                place=("learning_hours",),
                mend=message("学时：写数字，例如 12"),
            ),
            Field(
                "proposed_credit",
                message("建议的学分"),
                message("一般 16 学时算 1 学分。最后由学分管理员定。例如 0.75。"),
                place=("proposed_credit",),
                mend=message("建议的学分：写数字，例如 0.75"),
            ),
        ),
    ),
    "origin": (
        message("谁提供，怎样用"),
        (
            Field("provider", message("提供方"), message("例如：洛阳市残疾人联合会。"), place=("provider",)),
            Field(
                "licence",
                message("授权方式"),
                message("别人怎样可以用。写 CC-BY-4.0 这样的名称，或者写一句话。"),
                place=("licence",),
            ),
            Field(
                "version",
                message("版本"),
                message("每次改版加大。例如 1.0.0。"),
                place=("version",),
                mend=message("版本：写数字和点，例如 1.0.0"),
            ),
            Field(
                "id",
                message("网址里的名字"),
                message("小写拉丁字母、数字和连字符。交过以后不要改。例如 dough-by-hand。"),
                place=("id",),
                mend=message("网址里的名字：用小写拉丁字母、数字和连字符，例如 dough-by-hand"),
            ),
        ),
    ),
    "access": (
        message("怎么学得到"),
        tuple(
            field
            for way in WAY_NAMES
            for field in (
                Field(way, WAYS[way], options=VERDICTS, place=("access", way, "claim")),
                Field(
                    f"{way}_note",
                    message("%(way)s，说明", way=WAYS[way]),
                    is_needed=False,
                    place=("access", way, "note"),
                ),
            )
        ),
    ),
}


def facts(group: str) -> Section:
    """A group of what course.toml says. Raises KeyError."""
    _, fields = GROUPS[group]

    def read(text: str) -> dict[str, str]:
        data = toml_text.read(text)
        return {one.name: _shown(_at(data, one.place)) for one in fields}

    def write(text: str, values: Values) -> str:
        before = read(text)
        for one in fields:
            typed = values.get(one.name, "")
            if typed != before[one.name]:
                text = _set(text, one, typed)
        return text

    return Section(MANIFEST, "course", fields, read, write)


def _set(text: str, field: Field, typed: str) -> str:
    value = int(typed) if typed and field.is_whole else typed or None
    if field.place[0] != "access":
        return toml_text.changed(text, field.place, value)
    _, way, key = field.place
    claim = dict(toml_text.read(text).get("access", {}).get(way, {}))
    claim[str(key)] = typed
    if not typed and key == "claim":
        del claim["claim"]
    return _with_claim(text, str(way), {name: one for name, one in claim.items() if one or name == "note"})


def _with_claim(text: str, way: str, claim: dict[str, Any]) -> str:
    """A claim is a small table on one line, or a table of its own."""
    has_table = any(part.is_header and part.key == ("access", way) for part in toml_text.statements(text))
    if not has_table:
        return toml_text.changed(text, ("access", way), claim or None)
    for key in ("claim", "note"):
        text = toml_text.changed(text, ("access", way, key), claim.get(key))
    return text


LESSON_FIELDS = (
    Field("title", message("这一课的名字"), message("最多 25 个字。"), place=("title",)),
    Field("title_en", message("英文名字"), is_needed=False, place=("title_en",)),
    Field("kind", message("这一课是什么"), options=KINDS, place=("kind",)),
    Field(
        "minutes",
        message("要学多少分钟"),
        message("从头到尾，连做题。写整数，例如 30。"),
        place=("minutes",),
        is_whole=True,
        mend=message("要学多少分钟：写整数，1 到 600"),
    ),
)


def lesson_facts(slug: str) -> Section:
    """What a lesson says of itself."""

    def read(text: str) -> dict[str, str]:
        data = front_text.read(text)
        return {one.name: _shown(data.get(one.name)) for one in LESSON_FIELDS}

    def write(text: str, values: Values) -> str:
        before = read(text)
        for one in LESSON_FIELDS:
            typed = values.get(one.name, "")
            if typed != before[one.name]:
                value = int(typed) if typed and one.is_whole else typed or None
                text = front_text.changed(text, one.name, value)
        return text

    return Section(lesson_path(slug), "lesson", LESSON_FIELDS, read, write)


class _Body(Field):
    """The text of a lesson: Markdown, whose rules are the checker's."""

    def problem(self, form: str, typed: str) -> Message | None:
        if len(typed) > LONGEST_BODY:
            return message("正文：不超过 %(count)s 个字。分成两课写", count=LONGEST_BODY)
        if find_personal_data(typed):
            return message("正文：里面像是有个人的号码。去掉号码")
        return None


BODY = _Body("body", message("正文"), rows=24)


def lesson_body(slug: str) -> Section:
    """The text of a lesson. Empty lines at its ends are its author's, and stay."""

    def read(text: str) -> dict[str, str]:
        return {"body": front_text.split(text)[1].strip("\n")}

    def write(text: str, values: Values) -> str:
        body = front_text.split(text)[1]
        if values["body"] == body.strip("\n"):
            return text
        return front_text.with_body(text, f"\n{values['body'].strip()}\n")

    return Section(lesson_path(slug), "lesson", (BODY,), read, write)


def _at(data: Any, place: tuple[str | int, ...]) -> Any:
    for part in place:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _shown(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value).strip()
