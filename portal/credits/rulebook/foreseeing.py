"""What a course can still count for, and why something does not count, in words. Pure."""

from collections.abc import Mapping
from typing import Any, Protocol

from portal.credits.rulebook.equivalence import Held
from portal.credits.rulebook.reckoning import Reckoned
from portal.credits.rulebook.rules import LeftReason
from portal.credits.rulebook.sentences import PERIOD_WORDS, left_out
from portal.credits.sentences import in_their_language
from portal.text import Message, message
from portal.text.amounts import format_credit

WHY_LEFT = {  # of credit that was rejected as a duplicate; what counts instead is named before
    LeftReason.NOT_BETTER: message("这次的成绩没有更高，所以不再记。再考得更高，就改记这一门。"),
    LeftReason.LESS: message("改记这一门，学分反而会少，所以还记原来那一门。"),
    LeftReason.IN_USE: message("那一门的学分已经锁定，或者已经转换，不能再换。"),
    LeftReason.REPLACED: message("它的成绩更高，所以改记它。"),
}
WHY_NEVER = {
    LeftReason.NOT_BETTER: message("它的成绩已经是满分，这门课学完不再记学分，证书照发。"),
    LeftReason.LESS: message("改记这门课，学分反而会少，所以学完不再记学分，证书照发。"),
    LeftReason.IN_USE: message("它的学分已经锁定，或者已经转换，所以这门课学完不再记学分，证书照发。"),
}


class Left(Protocol):
    """Credit that does not count, as it is kept."""

    reason: LeftReason
    cause: dict[str, Any]
    cap: str
    before: int
    most: int
    left_hundredths: int
    next_on: Any


def why_left(one: Left) -> list[Message]:
    """Why credit does not count, and when it will."""
    if not one.left_hundredths:
        return [message("后来都记上了。")]
    if one.reason == LeftReason.CAP:
        return left_out(one.cap, one.before, one.most, one.left_hundredths, one.next_on)
    return [counts_already(one.cause.get("instead", {})), WHY_LEFT[LeftReason(one.reason)]]


def counts_already(instead: Mapping[str, Any]) -> Message:
    """Which course of the group counts, and with which mark."""
    values = {"title": in_their_language(instead, "title"), "mark": instead.get("mark", 0)}
    return message("和它算同一门的《%(title)s》记了学分，考核 %(mark)s 分。同一组的课只记一次。", **values)


def foreseen(
    done: Reckoned | None, carries: bool, rival: Held | None = None, why_never: LeftReason | None = None
) -> list[Message]:
    """What a course can still count for; `done` is None when it has earned already."""
    if done is None:
        return [message("这门课的学分已经算过，再学不再记。")]
    if rival is None:
        return by_caps(done, carries)
    instead = counts_already({**rival.titles, "mark": rival.mark})
    if why_never:
        return [instead, WHY_NEVER[why_never]]
    return [instead, message("这门课考得更高，就改记这一门，不会加在一起。"), *by_caps(done, carries)]


def by_caps(done: Reckoned, carries: bool) -> list[Message]:
    """What counts by the caps, as they stand now."""
    posted = format_credit(done.posted)
    if done.limit is None:
        return [message("学完能记 %(credit)s 学分，现在没有上限。", credit=posted)]
    if not done.left:
        limit = {"before": format_credit(done.limit.before), "most": format_credit(done.limit.most)}
        values = limit | {"credit": posted, "period": PERIOD_WORDS[done.limit.name]}
        return [message("现在学完能记 %(credit)s 学分。%(period)s已记 %(before)s 学分，上限 %(most)s 学分。", **values)]
    why = left_out(done.limit.name, done.limit.before, done.limit.most, done.left, done.limit.end if carries else None)
    return [message("现在学完最多还能记 %(credit)s 学分。", credit=posted), *why]
