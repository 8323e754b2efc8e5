"""What counts as broken, and what is said of it. Pure: facts in, findings out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from portal.library.packages.findings import BLIND, EVERYBODY, SLOW_NETWORK, Finding
from portal.text import Message, message
from portal.text.dates import SHANGHAI
from portal.text.personal_data import mask_personal_data

WEEK = "%G-W%V"  # as the jobs name it
TOLD_AFTER = 2  # weeks without an answer: the first may be the other server's bad day
ASKED_AGAIN_AFTER = timedelta(minutes=10)  # by hand
HEARD_LATELY = timedelta(days=1)
FITTING = frozenset(  # what the checker of packages says of captions whose film, or whose text, is not what it was
    {
        "captions-header",
        "captions-syntax",
        "captions-empty",
        "captions-none",
        "captions-overlap",
        "captions-past-end",
        "captions-gap",
        "transcript-line",
        "transcript-order",
        "transcript-empty",
        "transcript-past-end",
    }
)


class Trouble(StrEnum):
    """What may be wrong with an outside link."""

    GONE = "gone"  # 404 or 410
    SILENT = "silent"  # no such name, no connection, no answer in time
    ERROR = "error"  # 5xx
    CERTIFICATE = "certificate"
    ENDLESS = "endless"  # too many redirects
    INNER = "inner"  # an address that only somebody's own network knows
    NO_ADDRESS = "no_address"


class FileTrouble(StrEnum):
    """What may be wrong with a file of the store."""

    LOST = "lost"
    CHANGED = "changed"
    CLOSED = "closed"  # it cannot be opened
    BREAKS_OFF = "breaks_off"  # it opens, and does not play to its end


AT_ONCE = frozenset({Trouble.INNER, Trouble.NO_ADDRESS})  # waiting a week would tell nothing more
WHY = {
    Trouble.GONE: message("那一页没有了。"),
    Trouble.SILENT: message("那边没有应答。"),
    Trouble.ERROR: message("那边的服务器出错。"),
    Trouble.CERTIFICATE: message("那边的安全证书不对，浏览器会拦住。"),
    Trouble.ENDLESS: message("转来转去，到不了。"),
    Trouble.INNER: message("这是单位内部的地址，外面打不开。"),
    Trouble.NO_ADDRESS: message("这不是一个网址。"),
}
MEND_LINK = message("用浏览器打开试试。地址换了就改，没有了就去掉链接，再交一个新版本。")
MEND_INSIDE = message("改成这门课里有的课、文件或标题，或者去掉链接，再交一个新版本。")
MEND_FILE = message("把原来的文件放进课程包，再交一个新版本。也告诉省里的管理员：这是门户这边的存储出了问题。")
MEND_FILM = message("从原来的软件重新导出，从头放到尾看一遍，再交一个新版本。")


@dataclass(frozen=True)
class Found:
    """One thing to mend. `about` tells two at the same place apart; it is no part of what is shown."""

    rule: str
    lesson: str
    place: str
    what: Message
    who: Message
    mend: Message
    about: str = ""

    @property
    def key(self) -> str:
        """The same from week to week, also when the words change."""
        return sha256("\n".join((self.rule, self.lesson, self.place, self.about)).encode()).hexdigest()


@dataclass(frozen=True)
class LinkState:
    """What is known of an outside address. `failures` counts weeks in a row, `failed_in` names the last of them."""

    trouble: str = ""
    failures: int = 0
    failed_in: str = ""
    answered_at: datetime | None = None


def period_of(now: datetime) -> str:
    """The week of a moment, in Shanghai: “2026-W47”."""
    return now.astimezone(SHANGHAI).strftime(WEEK)


def is_due(asked_at: datetime | None, now: datetime, by_hand: bool) -> bool:
    """Whether an address is to be asked now: once a week, and again when somebody wants to know."""
    if asked_at is None or period_of(asked_at) != period_of(now):
        return True
    return by_hand and now - asked_at >= ASKED_AGAIN_AFTER


def after_asking(before: LinkState, trouble: Trouble | None, now: datetime, heard_at: datetime | None) -> LinkState:
    """What is known of an address after it was asked.

    `heard_at`: when any other server outside answered last. Where none has within a day, silence says nothing of the
    address: it may be this server that has no way out.
    """
    if trouble is None:
        return LinkState(answered_at=now)
    if trouble is Trouble.SILENT and (heard_at is None or now - heard_at > HEARD_LATELY):
        return before
    week = period_of(now)
    failures = before.failures + (before.failed_in != week)
    heard = now if trouble in (Trouble.GONE, Trouble.ERROR) else before.answered_at
    return LinkState(trouble, failures, week, heard)


def is_told(state: LinkState) -> bool:
    """Whether the provider hears of it."""
    return bool(state.trouble) and (state.failures >= TOLD_AFTER or state.trouble in AT_ONCE)


def outside_link(lesson: str, words: str, address: str, trouble: Trouble) -> Found:
    """A link to another site that does not lead there."""
    what = message("链接“%(words)s”打不开：%(why)s", words=words[:40], why=WHY[trouble])
    return Found("link-outside", lesson, address, what, EVERYBODY, MEND_LINK)


def inside_link(lesson: str, words: str, address: str) -> Found:
    """A link inside the course that leads nowhere."""
    what = message("链接“%(words)s”没有去处。", words=words[:40])
    return Found("link-inside", lesson, address, what, EVERYBODY, MEND_INSIDE, about=words)


def missing_picture(lesson: str, words: str, address: str) -> Found:
    """A picture that a text shows and that is not there."""
    what = message("图片不在了，说明是“%(words)s”。", words=words[:40])
    return Found("picture-missing", lesson, address, what, BLIND if not words else EVERYBODY, MEND_FILE, about=words)


def missing_file(lesson: str, name: str) -> Found:
    """A file that a lesson names and that the version does not have."""
    what = message("这一课要用“%(file)s”，课程里没有。", file=name)
    return Found("file-missing", lesson, name, what, EVERYBODY, MEND_FILE)


def troubled_file(lesson: str, name: str, trouble: FileTrouble, at_second: int) -> Found:
    """A file that is there by name and is of no use."""
    if trouble is FileTrouble.LOST:
        what = message("文件“%(file)s”在存储里找不到了。", file=name)
    elif trouble is FileTrouble.CHANGED:
        what = message("文件“%(file)s”和交来的时候不一样，坏了。", file=name)
    elif trouble is FileTrouble.CLOSED:
        what = message("“%(file)s”打不开，放不了。", file=name)
    else:
        minutes, seconds = divmod(at_second, 60)
        what = message(
            "“%(file)s”到 %(minutes)s 分 %(seconds)s 秒放不出来。", file=name, minutes=minutes, seconds=seconds
        )
    is_ours = trouble in (FileTrouble.LOST, FileTrouble.CHANGED)
    return Found(
        f"file-{trouble}".replace("_", "-"), lesson, name, what, EVERYBODY, MEND_FILE if is_ours else MEND_FILM
    )


def unmade_film(lesson: str, name: str, why: Message) -> Found:
    """A film whose small forms could not be made: on slow lines it hardly plays."""
    what = message("“%(file)s”没有做成慢网用的和只听的文件：%(why)s", file=name, why=why)
    return Found("film-unmade", lesson, name, what, SLOW_NETWORK, MEND_FILM)


def of_package(finding: Finding, lesson: str) -> Found:
    """What the checker of packages says, as it is said here."""
    about = str(finding.line or "")
    return Found(finding.rule, lesson, finding.file, finding.message, finding.who, finding.mend, about)


def without_numbers(found: Found) -> Found:
    """The same with no number of a person in it: a finding quotes words, names of files and addresses."""
    values = {name: _masked(value) for name, value in found.what.values.items()}
    return replace(found, place=mask_personal_data(found.place), what=Message(found.what.msgid, values))


def _masked(value: object) -> object:
    return mask_personal_data(value) if isinstance(value, str) else value
