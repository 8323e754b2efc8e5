"""The values of the pages of a brought file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.bringing.models import BroughtFile, BroughtPicture
from portal.bringing.office.bringing import with_words
from portal.bringing.office.outcome import Lesson, Note
from portal.bringing.office.sentences import KINDS, RULES, Kind
from portal.jobs.models import Job, JobState
from portal.text import Message, message

KEPT = {
    "slides": message("%(count)s 页幻灯片"),
    "headings": message("%(count)s 个标题"),
    "items": message("%(count)s 条列表"),
    "tables": message("%(count)s 个表格"),
    "pictures": message("%(count)s 张图片"),
    "footnotes": message("%(count)s 条脚注"),
    "said": message("%(count)s 页的备注"),
}


@dataclass
class RuleNotes:
    """Everything of one rule: what it was, what to do, and each place of it."""

    what: Message
    mend: Message
    places: list[Note] = field(default_factory=list)


@dataclass
class KindNotes:
    """Everything of one kind, under one heading."""

    kind: Kind
    label: Message
    rules: list[RuleNotes]

    @property
    def count(self) -> int:
        return sum(len(rule.places) for rule in self.rules)


def grouped(notes: Sequence[Note]) -> list[KindNotes]:
    """The notes by kind, then by rule, in the order of the file."""
    groups = []
    for kind, label in KINDS.items():
        rules: dict[str, RuleNotes] = {}
        for note in notes:
            of_kind, what, mend = RULES[note.rule]
            if of_kind is kind:
                rules.setdefault(note.rule, RuleNotes(what, mend)).places.append(note)
        groups.append(KindNotes(kind, label, list(rules.values())))
    return groups


@dataclass(frozen=True)
class Outcome:
    """What was made of a file, with the words that have been written since."""

    lessons: list[Lesson]
    pictures: list[BroughtPicture]
    notes: list[Note]
    kept: dict[str, int]

    @property
    def asking(self) -> list[BroughtPicture]:
        """The pictures that still ask for words."""
        return [picture for picture in self.pictures if not picture.words and not picture.is_left_out]


def outcome_of(brought: BroughtFile, pictures: Sequence[BroughtPicture]) -> Outcome | None:
    """The outcome of a file; None as long as there is none."""
    made = brought.outcome
    if made is None:
        return None
    words = {picture.name: picture.words for picture in pictures}
    left_out = {picture.name for picture in pictures if picture.is_left_out}
    lessons = [
        Lesson(one["title"], with_words(one["body"], words, left_out), one["minutes"]) for one in made["lessons"]
    ]
    return Outcome(lessons, list(pictures), [Note(**one) for one in made["notes"]], made["kept"])


@dataclass(frozen=True)
class Work:
    """How far the reading is: "" done, working or failed, and what it says."""

    state: str = ""
    said: Message | None = None


def work_of(brought: BroughtFile, job: Job | None) -> Work:
    """How far the reading of a file is."""
    if brought.done_at:
        return Work()
    if job is not None and job.state == JobState.FAILED:
        return Work("failed", job.message)
    return Work("working", (job and job.message) or message("在排队，轮到就做"))


def row_state(row: Any) -> tuple[Message, str]:
    """How a file of the list is, in words, with the tone of its tag."""
    if row.done_at is None:
        return message("还在读"), "wait"
    if row.refused:
        return message("没有读成"), "stop"
    return message("读好了"), "good"


def typed_words(outcome: Outcome, typed: Mapping[int, tuple[str, bool]]) -> dict[int, tuple[str, bool]]:
    """What stands in the fields of each picture: what was just typed, else its words, else what the file had."""
    kept = {one.number: (one.words or one.was[:200], one.is_left_out) for one in outcome.pictures}
    return kept | dict(typed)


def kept_words(kept: Mapping[str, int]) -> list[Message]:
    """What the lessons have of the file, counted."""
    return [message(words.msgid, count=kept[name]) for name, words in KEPT.items() if kept.get(name)]


def draft_options(rows: Sequence[Any]) -> list[tuple[str, Message | str]]:
    """Where lessons may go: a new course, or one of the prefecture's drafts."""
    named = [(str(row.CourseDraft.id), row.CourseDraft.title or message("还没有名字")) for row in rows]
    return [("new", message("新的一门课")), *named]
