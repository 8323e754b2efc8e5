"""Receipts of offline packs: how they are read, what keeps one from counting, and the short codes of lessons.

A receipt is signed with the key that its pack carries. That shows that it was made with this person's pack and was not
changed on the way; like an answer given online it does not show who sat there. The answers are marked by the portal.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.text import Message, message
from portal.text.codes import make_code
from portal.text.codes import normalise as normal_code

LASTS = timedelta(days=180)
LARGEST = 200_000  # bytes of a receipt; the answers of sixty lessons are a tenth of it
MOST_ANSWERS = 2000
LONGEST_ANSWER = 2000
CODE_DIGITS = 9
BETWEEN_TRIES = timedelta(minutes=10)  # a pack that could not be made is slow work: nobody has it tried all the time

UNREADABLE = message("读不出来，可能没有传完整。请从学习包里再存一次。")
CHANGED = message("和学习包里存下的不一样，可能改过或没有传完整。请从学习包里再存一次。")
NOT_YOURS = message("没有找到您的这个学习包。请用带走它的账户登录，或者核对学习包号。")
EMPTY = message("里面还没有答案。先在学习包里答题。")


@dataclass(frozen=True)
class Receipt:
    """What a pack has written down. Fields are those of the lesson's form on the portal."""

    pack: str
    mark: str  # the beginning of the version's digest
    answers: tuple[tuple[str, str, str], ...]  # lesson, field, value
    signature: str

    def by_lesson(self) -> dict[str, dict[str, str | list[str]]]:
        """What was given to each lesson's questions, as a form would send it."""
        lessons: dict[str, dict[str, Any]] = {}
        for lesson, name, value in self.answers:
            fields = lessons.setdefault(lesson, {})
            before = fields.get(name)
            fields[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
        return lessons

    @property
    def digest(self) -> str:
        """What the receipt is known by: the same content handed in twice is one."""
        return hashlib.sha256(signed_text(self.pack, self.mark, self.answers).encode()).hexdigest()


def signed_text(pack: str, mark: str, answers: Iterable[tuple[str, str, str]]) -> str:
    """What the signature is over, the same in the pack's script: one line for the pack, one for each answer."""
    return "\n".join([f"receipt 1\t{pack}\t{mark}", *("\t".join(answer) for answer in answers)])


def sign(key: str, text: str) -> str:
    """HMAC-SHA256 in hex."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(receipt: Receipt, key: str) -> bool:
    expected = sign(key, signed_text(receipt.pack, receipt.mark, receipt.answers))
    return hmac.compare_digest(expected.encode(), receipt.signature.encode())


def read_receipt(content: bytes) -> Receipt | None:
    """A receipt from its file or from pasted text; None for anything that is none, or only the half of one."""
    if len(content) > LARGEST:
        return None
    try:
        told = json.loads(content.decode("utf-8-sig"))
        answers = tuple((str(lesson), str(name), str(value)) for lesson, name, value in told["answers"])
        receipt = Receipt(str(told["pack"]), str(told["version"]), answers, str(told["signature"]))
        is_ours = told["receipt"] == 1 and receipt.digest != receipt.signature  # a half of a character has no digest
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    values = [receipt.pack, receipt.mark, receipt.signature, *(part for answer in answers for part in answer)]
    is_plain = all(len(value) <= LONGEST_ANSWER and min(value, default=" ") >= " " for value in values)
    is_bounded = len(answers) <= MOST_ANSWERS and is_plain
    return receipt if is_ours and is_bounded and normal_code(receipt.pack) == receipt.pack else None


def lesson_code(key: str, number: int) -> str:
    """The nine digits that say of one lesson that its questions were answered; to be dictated where no file can travel."""
    digits = int(sign(key, f"lesson {number} done"), 16) % 1_000_000
    return make_code(number * 1_000_000 + digits)


def read_codes(typed: str) -> list[str] | None:
    """The codes in a text, however they are grouped; None when one is cut off or has a slip."""
    digits = "".join(character for character in typed if character.isdecimal())
    groups = [digits[start : start + CODE_DIGITS] for start in range(0, len(digits), CODE_DIGITS)]
    codes = [normal_code(group) for group in groups]
    return list(dict.fromkeys(code for code in codes if code)) if all(codes) else None


def lesson_of_code(code: str) -> int:
    """The number of the lesson that a code is of."""
    return int(code[:2])


def again_at(failed_at: datetime | None, now: datetime) -> datetime | None:
    """When a pack that could not be made may be tried again; None when it may be now."""
    if failed_at is None or now >= failed_at + BETWEEN_TRIES:
        return None
    return failed_at + BETWEEN_TRIES


def outcome_in_words(outcome: str) -> Message:
    """What became of a lesson of a receipt."""
    return {
        "done": message("记为学完"),
        "before": message("以前已经学完，没有变"),
        "wrong": message("还没有全部答对，没有记"),
        "changed": message("您换到了新版，新版里这一课变了，要再学"),
        "unknown": message("这门课没有这一课，没有记"),
    }[outcome]
