"""The values of a course's and a lesson's page, for everybody who shows one: learners, and reviewers beforehand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from portal.library import player
from portal.library.describing import source_of
from portal.library.models import CourseVersion, Lesson
from portal.library.player import ADDRESS_OF_FILE
from portal.library.questions import shown
from portal.library.rules import LEVELS, VERDICTS, WAYS
from portal.text import Message, gettext, language, message, spoken
from portal.text.amounts import format_credit, format_hours, format_size
from portal.text.dates import format_date
from portal.web.needs import Needs

COVERED: dict[str, Message] = {
    "images": message("图片"),
    "voices": message("声音"),
    "music": message("音乐"),
    "video": message("视频"),
    "sign": message("手语"),
    "text": message("文字"),
}
TONES = {"full": "good", "part": "wait", "none": "wait"}


@dataclass(frozen=True)
class LearnerView:
    """How far the person who reads is with this course. The learning room fills it in; None for everybody else."""

    words: Message  # “已学完 1 课，还有 7 课。”
    link: Message  # what to do next
    address: str
    states: dict[str, Message] = field(default_factory=dict)  # lesson's slug to “已学完”
    done: frozenset[str] = frozenset()
    newer: Message | None = None  # “您学的是第 1 版。现在有第 2 版。”
    finish: Message | None = None  # of a course that was taken away: until when it may be finished


Lessons = Sequence[Row[Any]]


def title_of(item: Any) -> str:
    """A title in the reader's language, where there is one."""
    return str(item.title_en if language() == "en" and item.title_en else item.title)


def lesson_links(
    lessons: Lessons, address_of: Callable[[str], str], learner: LearnerView | None, current: str = ""
) -> list[tuple[Message, str, Message, bool]]:
    """The list of lessons: words, address, state in words, whether it is this page's."""
    links = []
    for lesson in lessons:
        words = message("第 %(number)s 课：%(title)s", number=lesson.number, title=title_of(lesson))
        state = message("%(minutes)s 分钟", minutes=lesson.minutes)
        if learner and lesson.slug in learner.states:
            state = message("%(minutes)s 分钟，%(state)s", minutes=lesson.minutes, state=learner.states[lesson.slug])
        if lesson.slug == current:
            state = message("%(state)s（本页）", state=state)
        links.append((words, address_of(lesson.slug), state, lesson.slug == current))
    return links


def neighbours(lessons: Lessons, number: int, address_of: Callable[[str], str]) -> list[tuple[Message, str]]:
    """The next lesson and the one before, as links in words."""
    words = ((number + 1, message("下一课")), (number - 1, message("上一课")))
    return [
        (message("%(which)s：%(title)s", which=which, title=title_of(lesson)), address_of(lesson.slug))
        for wanted, which in words
        for lesson in lessons
        if lesson.number == wanted
    ]


def fact_rows(version: CourseVersion) -> list[tuple[Message, Message, str, Message]]:
    """“我能学吗”: the five ways, always all, always in this order."""
    by_way = {fact["way"]: fact for fact in version.facts}
    return [
        (
            WAYS[way],
            VERDICTS[by_way[way]["verdict"]],
            TONES[by_way[way]["verdict"]],
            message("%(reason)s %(source)s", reason=_reason(by_way[way]), source=source_of(version)),
        )
        for way in WAYS
    ]


def _reason(fact: dict[str, Any]) -> Message:
    return Message(fact["reason"], fact["values"])


def glance_rows(version: CourseVersion, region_name: str) -> list[tuple[Message, Message | str]]:
    """The facts at a glance beside the way in."""
    texts, media = format_size(version.text_bytes), format_size(version.media_bytes)
    return [
        (message("学时"), message("%(hours)s 学时，每学时 45 分钟", hours=format_hours(version.learning_minutes))),
        (message("学分"), message("%(credit)s 学分", credit=format_credit(version.credit_hundredths))),
        (message("级别"), LEVELS[str(version.level)]),
        (message("职业"), spoken(version.occupation)),
        (message("适合谁"), spoken(version.audience)),
        (message("来自"), region_name),
        (message("费用"), message("免费")),
        (message("流量"), message("只读文字约 %(texts)s；全部媒体约 %(media)s", texts=texts, media=media)),
    ]


def review_rows(version: CourseVersion) -> list[tuple[Message, Message | str]]:
    """Who made it, and who reviewed it with what result. A course that shipped with the portal says that nobody did."""
    makers = "；".join(f"{person['name']}（{person['role']}）" for person in version.people)
    rows: list[tuple[Message, Message | str]] = [
        (message("提供"), spoken(version.provider)),
        (message("制作"), spoken(makers)),
        (message("许可"), version.licence),
    ]
    for line in version.review.get("rows", []):
        rows.append((Message(line["term"]), _told(line["text"], line["values"])))
    if not version.review:
        rows.append((message("评审"), message("随平台提供的样例课程，没有经过评审。")))
    if version.valid_until:
        rows.append((message("有效期"), message("到%(day)s，之后复评。", day=_day(version.valid_until))))
    return rows


def _told(msgid: str, values: dict[str, Any]) -> Message:
    """A message as it was kept; one inside it comes as its source with its values."""
    shown = {name: _told(**value) if isinstance(value, dict) else value for name, value in values.items()}
    return Message(msgid, shown)


def _day(day: date | datetime) -> str:
    return format_date(day)


def about_rows(version: CourseVersion) -> list[tuple[Message, Message | str]]:
    """What a course says of itself, for those who read it before it opens: no credit yet, no review yet."""
    makers = "；".join(f"{person['name']}（{person['role']}）" for person in version.people)
    return [
        (message("学时"), message("%(hours)s 学时，每学时 45 分钟", hours=format_hours(version.learning_minutes))),
        (message("级别"), LEVELS[str(version.level)]),
        (message("职业"), spoken(version.occupation)),
        (message("适合谁"), spoken(version.audience)),
        (message("提供"), spoken(version.provider)),
        (message("制作"), spoken(makers)),
        (message("许可"), version.licence),
    ]


def rights_rows(version: CourseVersion) -> list[tuple[str, Message]]:
    """Whose each part of the course is, and why it may be used, as the provider declares it."""
    between = gettext("、")
    return [
        (
            between.join(str(COVERED[part]) for part in right["covers"]),
            message("%(holder)s：%(statement)s", holder=right["holder"], statement=right["statement"]),
        )
        for right in version.rights
    ]


def claim_rows(version: CourseVersion) -> list[tuple[Message, Message]]:
    """The five ways as the provider claims them, each with the provider's own words."""
    return [
        (WAYS[claim["way"]], message("%(verdict)s %(note)s", verdict=VERDICTS[claim["claim"]], note=claim["note"]))
        for claim in version.claims
    ]


def lesson_page_values(
    lesson: Lesson, needs: Needs, files: dict[str, Row[Any]], file: ADDRESS_OF_FILE, asked: player.Asked, here: str
) -> dict[str, Any]:
    """Everything `library/lesson.html` shows of the lesson itself; `here` is the address of its page."""
    return {
        "lesson": lesson,
        "here": here,
        "lesson_html": Markup(lesson.html),  # made by our own renderer, sanitised when it was staged
        "order": player.parts_in_order(lesson.media, needs, asked),
        "order_in_words": player.order_in_words(lesson.media, needs),
        "media": player.media_values(lesson, needs, files, file, asked, here),
        "downloads": player.download_values(lesson, files, file, asked),
        "questions": [shown(question) for question in lesson.questions],
    }
