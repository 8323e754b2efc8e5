"""The life of a certificate, and the codes by which others check one."""

import secrets
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from stdnum import damm

from portal.text import Message, message
from portal.text.codes import make_code
from portal.text.codes import normalise as normalise_number

# Sixteen random digits: with a million certificates and a thousand tries a second, a stranger would hit one after some
# four months of guessing, and learn from it what a certificate says. So no limit on tries can lock an employer out.
RANDOM_DIGITS = 16
CODE_DIGITS = RANDOM_DIGITS + 1
DASHES = frozenset("-‐‑‒–—―−﹣－_.·、，,")


class CertificateState(StrEnum):
    """Where a certificate is in its life. The verify page answers for all three."""

    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Step(StrEnum):
    """What may be done with a certificate. Replacing and revoking are decisions of two officers."""

    ISSUE = "issue"
    REPLACE = "replace"
    REVOKE = "revoke"


STEPS: dict[tuple[CertificateState | None, Step], CertificateState] = {
    (None, Step.ISSUE): CertificateState.ISSUED,
    (CertificateState.ISSUED, Step.REPLACE): CertificateState.REPLACED,
    (CertificateState.ISSUED, Step.REVOKE): CertificateState.REVOKED,
}


class Reason(StrEnum):
    """Why a certificate ends."""

    FRAUD = "fraud"
    ERROR = "error"
    DUPLICATE = "duplicate"
    PROVIDER_FAILURE = "provider_failure"
    NAME_CHANGED = "name_changed"
    CREDIT_CORRECTED = "credit_corrected"
    BETTER_MARK = "better_mark"


# A flaw of the course is no reason: an honest learner never loses by it.
REASONS: dict[Step, dict[Reason, Message]] = {
    Step.REVOKE: {
        Reason.FRAUD: message("考核不是本人完成的"),
        Reason.ERROR: message("发错了"),
        Reason.DUPLICATE: message("同一门课发了两张"),
        Reason.PROVIDER_FAILURE: message("课程提供方没有按承诺办"),
    },
    Step.REPLACE: {
        Reason.ERROR: message("上面有错"),
        Reason.NAME_CHANGED: message("改了姓名"),
        Reason.CREDIT_CORRECTED: message("学分更正了"),
        Reason.BETTER_MARK: message("重考的成绩更好"),
    },
}


class Door(StrEnum):
    """How somebody looked at a certificate that is not theirs."""

    CODE = "code"
    BADGE = "badge"


DOORS: dict[Door, Message] = {Door.CODE: message("用验证码"), Door.BADGE: message("用徽章文件")}


def why_not_end(
    state: CertificateState, step: Step, reason: Reason, proposed_by: int, confirmed_by: int
) -> Message | None:
    """Why a certificate cannot be revoked or replaced in this way; None when it can."""
    if (state, step) not in STEPS:
        return message("这张证书已经撤销或者换发了。")
    if reason not in REASONS[step]:
        return message("这个原因不能用来办这件事。")
    if proposed_by == confirmed_by:
        return message("提出的人和确认的人要是两位。")
    return None


def certificate_number(certificate_id: int) -> str:
    """The number of a certificate that people dictate: nine digits, of which the last checks the others."""
    return make_code(certificate_id)


def id_of_number(typed: str) -> int | None:
    """The certificate that a number means; None when its check digit is wrong."""
    number = normalise_number(typed)
    return int(number[:-1]) if number else None


def draw_code(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A new verification code: sixteen digits that cannot be guessed and a check digit (Damm)."""
    body = f"{draw(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
    return body + str(damm.calc_check_digit(body))


def read_code(typed: str) -> str | None:
    """The verification code as it was dictated or copied, with any spaces, dashes or full-width digits.

    None when it has not seventeen digits, holds something else, or one of them was misheard.
    """
    kept = [character for character in unicodedata.normalize("NFKC", typed) if not _is_between(character)]
    digits = "".join(str(unicodedata.decimal(character, "?")) for character in kept)
    if len(digits) != CODE_DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    return digits if damm.is_valid(digits) else None


def why_not_code(typed: str) -> Message | None:
    """What is wrong with a code as it was typed, before anything is looked up; None when it can be one."""
    if read_code(typed):
        return None
    count = sum(character.isdecimal() for character in typed)
    if count == 0:
        return message("验证码：填写证书上的 17 个数字")
    if count != CODE_DIGITS:
        return message("验证码：应该有 17 个数字，这里有 %(count)s 个", count=count)
    return message("验证码：有一处不对。对照证书，四个四个再看一遍")


def _is_between(character: str) -> bool:
    return character.isspace() or character in DASHES or unicodedata.category(character) == "Cf"
