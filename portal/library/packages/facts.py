"""The five facts of a course, counted from what lies in the package, never from what its provider claims."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.library.packages.document import read_document
from portal.library.packages.parts import WAYS, Package, PackageLesson
from portal.text import Message, message


@dataclass(frozen=True)
class AccessFact:
    """`verdict` is full, part or none; the reason counts lessons, so that it can be said and checked."""

    way: str
    verdict: str
    count: int
    total: int
    reason: Message


def access_facts(package: Package) -> tuple[AccessFact, ...]:
    """All five ways, always in the order listen, look, keyboard, braille, sign.

    A package can hold nothing that needs a mouse, so the keyboard is always enough; courses/README.md says why.
    """
    return tuple(_fact(way, package) for way in WAYS)


def open_by(way: str, lesson: PackageLesson) -> bool:
    """Whether all of a lesson, its checkpoint included, can be learned in one way."""
    return _TESTS[way](lesson)


def _fact(way: str, package: Package) -> AccessFact:
    total = len(package.lessons)
    count = sum(open_by(way, lesson) for lesson in package.lessons)
    verdict = "none" if count == 0 else "full" if count == total else "part"
    full, part, none = _REASONS[way]
    if way == "look" and not any(lesson.kind in ("audio", "video") for lesson in package.lessons):
        full = _NOTHING_TO_HEAR
    msgid = {"full": full, "part": part, "none": none}[verdict].msgid
    return AccessFact(way, verdict, count, total, Message(msgid, {"count": count, "total": total}))


def _in_words(lesson: PackageLesson) -> bool:
    """Everything that is seen is also written: pictures are described, films have a transcript of what is seen."""
    texts = [lesson.body, *(question.text for question in lesson.checkpoint.questions)]
    described = all(picture.description for text in texts for picture in read_document(text).pictures)
    return described and (lesson.kind not in ("audio", "video") or _told(lesson))


def _told(lesson: PackageLesson) -> bool:
    kinds = {line.kind for line in lesson.transcript}
    return bool(kinds) if lesson.kind == "audio" else "seen" in kinds


def _by_ear(lesson: PackageLesson) -> bool:
    return _in_words(lesson) or (lesson.kind == "audio" and bool(lesson.media))


def _by_eye(lesson: PackageLesson) -> bool:
    if lesson.kind == "video":
        return bool(lesson.captions) and not lesson.captions_machine_made
    return lesson.kind != "audio" or bool(lesson.transcript)


def _in_sign(lesson: PackageLesson) -> bool:
    return bool(lesson.sign) and not lesson.sign_stand_in


_TESTS: dict[str, Callable[[PackageLesson], bool]] = {
    "listen": _by_ear,
    "look": _by_eye,
    "keyboard": lambda lesson: True,
    "braille": _in_words,
    "sign": _in_sign,
}

_NOTHING_TO_HEAR = message("%(total)s 课都没有声音，用眼睛看就能学完。")
_REASONS = {
    "listen": (
        message("%(total)s 课都能用耳朵学完，画面都写成了文字。"),
        message("%(total)s 课中有 %(count)s 课只用耳朵能学完。"),
        message("%(total)s 课里，看得见的内容都还没有写成文字。"),
    ),
    "look": (
        message("%(total)s 课的声音都有字幕或文字稿。"),
        message("%(total)s 课中有 %(count)s 课只用眼睛能学完。"),
        message("%(total)s 课的声音都还没有字幕或文字稿。"),
    ),
    "keyboard": (
        message("%(total)s 课和考核都不用鼠标，没有要拖动的题。"),
        message("%(total)s 课中有 %(count)s 课只用键盘能学完。"),
        message("%(total)s 课都要用鼠标。"),
    ),
    "braille": (
        message("%(total)s 课都有完整的文字，能在点显器上读。"),
        message("%(total)s 课中有 %(count)s 课有完整的文字，能在点显器上读。"),
        message("%(total)s 课都还没有完整的文字。"),
    ),
    "sign": (
        message("%(total)s 课都有手语视频。"),
        message("%(total)s 课中有 %(count)s 课有手语。"),
        message("%(total)s 课都还没有手语视频。"),
    ),
}
