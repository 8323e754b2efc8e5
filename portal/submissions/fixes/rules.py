"""Whether a new version only mends typing errors, captions and the like: then a tester's look is enough. Pure."""

from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import zip_longest

from portal.library.editions.rules import FACTS, LessonContent, VersionContent
from portal.submissions.fixes.comparing import Span, edits_between
from portal.text import Message, message

TEXTS = frozenset({"summary", "plain_summary"})  # of the course's facts; the others are never a typing error
AROUND = 8  # characters that are shown on either side of a place
NEAR = 4  # characters between two places that are one
MOST_COMPARED = 3_000  # characters of one paragraph
MOST_EDITS = 400  # characters that come or go; comparing costs as many steps for each as the paragraph has characters
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
        pair = old.facts.get(name, ""), new.facts.get(name, "")
        reasons += _text_reasons(str(FACTS[name]), [pair] if pair[0] != pair[1] else [], limits)
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
    if _Parts(old.html).tags != _Parts(new.html).tags:
        found.append(message("《%(title)s》的段落、图片或链接改了。", title=new.title))
        return found
    return found + _text_reasons(new.title, _changed_parts(old, new), limits)


def _changed_parts(old: LessonContent, new: LessonContent) -> list[tuple[str, str]]:
    """The title and the paragraphs that are not equal, as they were and as they are."""
    pairs = zip_longest(_Parts(old.html).texts, _Parts(new.html).texts, fillvalue="")
    return [pair for pair in ((old.title, new.title), *pairs) if pair[0] != pair[1]]


def _text_reasons(where: str, changed: list[tuple[str, str]], limits: Limits) -> list[Message]:
    """Why paragraphs have changed by more than typing errors. They are compared only where counting does not tell."""
    is_long = any(len(text) > MOST_COMPARED for pair in changed for text in pair)
    is_more = is_long or sum(_changed_at_least(*pair) for pair in changed) > limits.of_text
    together = 0
    for pair in [] if is_more else changed:
        spans = _spans(*pair, 2 * (limits.of_text - together))  # a place is as long as the longer of before and after
        if spans is None:
            is_more = True
            break
        places = [(pair[0][start:end], pair[1][begin:stop]) for start, end, begin, stop in spans]
        if any(_changes_meaning(character) for place in places for character in "".join(place)):
            return [message("《%(where)s》里的数字，或者“不”“没”这样的字改了。", where=where)]
        sizes = [max(len(before), len(after)) for before, after in places]
        together += sum(sizes)
        if is_more := max(sizes) > limits.of_place or together > limits.of_text:
            break
    if not is_more:
        return []
    return [
        message(
            "《%(where)s》的文字改得多。一处最多 %(place)s 个字，一共最多 %(text)s 个字。",
            where=where,
            place=limits.of_place,
            text=limits.of_text,
        )
    ]


def _changed_at_least(old: str, new: str) -> float:
    """How many characters have surely changed, by counting alone. A place of so many has at most one pair of
    neighbours more than characters, hence the half: it tells apart what only has its characters in another order."""
    before, after = (Counter(text) for text in (old, new))
    beside, now_beside = (Counter(zip(text, text[1:], strict=False)) for text in (old, new))
    characters = max((before - after).total(), (after - before).total())
    return max(1, characters, max((beside - now_beside).total(), (now_beside - beside).total()) / 2)


def _changes_meaning(character: str) -> bool:
    return character.isnumeric() or character in NEGATIONS


def _spans(old: str, new: str, most_edits: int) -> list[Span] | None:
    """Where two texts differ; None when by more than so many characters. Places that nearly touch are one: a sentence
    that was written anew keeps a character here and there."""
    edits = edits_between(old, new, min(most_edits, MOST_EDITS))
    if edits is None:
        return None
    spans: list[Span] = []
    for start, end, begin, stop in edits:
        if spans and start - spans[-1][1] < NEAR:
            start, begin = spans[-1][0], spans[-1][2]
            spans.pop()
        spans.append((start, end, begin, stop))
    return spans


def mended(old: VersionContent, new: VersionContent) -> list[Mended]:
    """Every place of the text that has changed, with a few characters around it, for who looks at the fix. When there
    is too much of it, the rest is shown paragraph by paragraph."""
    texts = [(str(FACTS[name]), old.facts.get(name, ""), new.facts.get(name, "")) for name in sorted(TEXTS)]
    for before, after in zip(old.lessons, new.lessons, strict=False):
        texts += [(after.title, *pair) for pair in _changed_parts(before, after)]
    texts = [text for text in texts if text[1] != text[2]]
    found: list[Mended] = []
    left = MOST_EDITS
    for where, was, now in texts:
        is_long = max(len(was), len(now)) > MOST_COMPARED
        spans = None if is_long else _spans(was, now, left)
        if spans is None:
            spans = [(0, len(was), 0, len(now))]
        left = max(0, left - sum(end - start + stop - begin for start, end, begin, stop in spans))
        found += [Mended(where, _cut(was, *span[:2]), _cut(now, *span[2:])) for span in spans]
    return found


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - AROUND) : end + AROUND].split())
