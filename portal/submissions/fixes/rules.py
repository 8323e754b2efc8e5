"""Whether a new version only mends typing errors, captions and the like: then a tester's look is enough. Pure."""

import difflib
from dataclasses import dataclass
from html.parser import HTMLParser

from portal.library.editions.rules import FACTS, LessonContent, VersionContent
from portal.text import Message, message

TEXTS = frozenset({"summary", "plain_summary"})  # of the course's facts; the others are never a typing error
AROUND = 8  # characters that are shown on either side of a place
NEAR = 4  # characters between two places that are one
NEGATIONS = frozenset("不没无勿莫禁非未别")  # one of them more or less is never only a typing error
KEPT_FILES: dict[str, Message] = {"sign": message("手语视频"), "poster": message("封面图"), "voice": message("朗读")}


@dataclass(frozen=True)
class Limits:
    """How much may be a typing error: characters of one place, and of one text together."""

    of_place: int
    of_text: int


@dataclass(frozen=True)
class Mended:
    """One place as it was and as it is now."""

    where: str
    before: str
    after: str


class _Parts(HTMLParser):
    """A page's tags, and the texts between them. What an image shows is described freely: that is no other content."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(pair for pair in attrs if pair[0] != "alt")))
        self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", ()))
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


def why_not_fix(old: VersionContent, new: VersionContent, limits: Limits) -> list[Message]:
    """Every reason why this has to be reviewed whole; empty when only captions, descriptions, transcripts and typing
    errors have changed."""
    reasons = [
        message("%(what)s改了。", what=FACTS[name])
        for name in FACTS
        if name not in TEXTS and old.facts.get(name) != new.facts.get(name)
    ]
    for name in sorted(TEXTS):
        reasons += _text_reasons(str(FACTS[name]), old.facts.get(name, ""), new.facts.get(name, ""), limits)
    if old.declared != new.declared:
        reasons.append(message("作者、版权或者“我能学吗”的说明改了。"))
    if [lesson.slug for lesson in old.lessons] != [lesson.slug for lesson in new.lessons]:
        return [*reasons, message("课加了、少了，或者换了顺序。")]
    if old.assessment != new.assessment:
        reasons.append(message("考核的题目改了。"))
    for before, after in zip(old.lessons, new.lessons, strict=True):
        reasons += _lesson_reasons(before, after, limits)
    return reasons


def _lesson_reasons(old: LessonContent, new: LessonContent, limits: Limits) -> list[Message]:
    compared = [
        (message("题目"), old.questions, new.questions),
        (message("视频或声音"), (old.kind, old.file("media")), (new.kind, new.file("media"))),
        (message("学习时间"), old.minutes, new.minutes),
        (message("可以带走的文件"), old.downloads_inside, new.downloads_inside),
        *[(words, old.file(part), new.file(part)) for part, words in KEPT_FILES.items()],
    ]
    found = [
        message("《%(title)s》的%(what)s改了。", title=new.title, what=words)
        for words, before, after in compared
        if before != after
    ]
    before, after = _Parts(old.html), _Parts(new.html)
    if before.tags != after.tags:
        found.append(message("《%(title)s》的段落、图片或链接改了。", title=new.title))
        return found
    text = "\n".join([old.title, *before.texts]), "\n".join([new.title, *after.texts])
    return found + _text_reasons(new.title, *text, limits)


def _text_reasons(where: str, old: str, new: str, limits: Limits) -> list[Message]:
    """Why a text has changed by more than typing errors."""
    places = list(_places(old, new))
    if any(_changes_meaning(character) for pair in places for character in "".join(pair)):
        return [message("《%(where)s》里的数字，或者“不”“没”这样的字改了。", where=where)]
    sizes = [max(len(before), len(after)) for before, after in places]
    if sizes and (max(sizes) > limits.of_place or sum(sizes) > limits.of_text):
        return [
            message(
                "《%(where)s》的文字改得多。一处最多 %(place)s 个字，一共最多 %(text)s 个字。",
                where=where,
                place=limits.of_place,
                text=limits.of_text,
            )
        ]
    return []


def _changes_meaning(character: str) -> bool:
    return character.isnumeric() or character in NEGATIONS


def _places(old: str, new: str) -> list[tuple[str, str]]:
    """The places where two texts differ."""
    return [(old[start:end], new[begin:stop]) for start, end, begin, stop in _spans(old, new)]


def _spans(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """Where the places are, in the old text and in the new. Those that nearly touch are one: a sentence that was
    written anew keeps a character here and there."""
    spans: list[tuple[int, int, int, int]] = []
    for kind, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if spans and start - spans[-1][1] < NEAR:
            start, begin = spans[-1][0], spans[-1][2]
            spans.pop()
        spans.append((start, end, begin, stop))
    return spans


def mended(old: VersionContent, new: VersionContent) -> list[Mended]:
    """Every place of the text that has changed, with a few characters around it, for who looks at the fix."""
    found = [
        one
        for name in sorted(TEXTS)
        for one in _shown(str(FACTS[name]), old.facts.get(name, ""), new.facts.get(name, ""))
    ]
    for before, after in zip(old.lessons, new.lessons, strict=False):
        texts = (
            "\n".join([before.title, *_Parts(before.html).texts]),
            "\n".join([after.title, *_Parts(after.html).texts]),
        )
        found += _shown(after.title, *texts)
    return found


def _shown(where: str, old: str, new: str) -> list[Mended]:
    return [
        Mended(where, _cut(old, start, end), _cut(new, begin, stop)) for start, end, begin, stop in _spans(old, new)
    ]


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - AROUND) : end + AROUND].split())
