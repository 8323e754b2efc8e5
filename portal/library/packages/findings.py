"""What the checker has to say: where, whom it affects, what is wrong and how to put it right."""

from dataclasses import dataclass
from enum import StrEnum

from portal.text import Message, message


class Grade(StrEnum):
    """不改不能开放, 必须改, 建议. In this order, worst first."""

    BLOCKER = "blocker"
    MUST_FIX = "must_fix"
    ADVICE = "advice"

    @property
    def label(self) -> Message:
        return _LABELS[self]


_LABELS = {
    Grade.BLOCKER: message("不改不能开放"),
    Grade.MUST_FIX: message("必须改"),
    Grade.ADVICE: message("建议"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to put right. `file` is a path inside the package ("" for the package as a whole), `line` counts from 1."""

    grade: Grade
    file: str
    line: int | None
    rule: str
    who: Message
    message: Message
    mend: Message


class PackageRefused(ValueError):
    """The package cannot be read as a course: its form has blockers. Carries every finding about its form."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{finding.file}: {finding.rule}" for finding in findings[:5]))
        self.findings = findings


def has_blocker(findings: list[Finding]) -> bool:
    """Whether one of the findings keeps the course from opening."""
    return any(finding.grade is Grade.BLOCKER for finding in findings)


def in_order(findings: list[Finding]) -> list[Finding]:
    """Worst grade first, then by file and line, so that findings can be numbered through."""
    grades = list(Grade)
    return sorted(findings, key=lambda finding: (grades.index(finding.grade), finding.file, finding.line or 0))


# Whom it affects. Few sentences, used again and again: who reads twenty findings learns them.
EVERYBODY = message("所有学员都打不开，或者学不到这一部分。")
BLIND = message("用读屏或点显器的学员不知道图里有什么。")
SCREEN_READER = message("用读屏的学员听到的会乱，或者找不到地方。")
DEAF = message("听障学员看不到说了什么，也不知道有什么声音。")
SIGN_FIRST = message("以手语为第一语言的学员来不及读，或者读不懂。")
UNSEEN = message("视障学员不知道画面上有什么。")
SLOW_READER = message("读得慢的学员。")
SLOW_NETWORK = message("用手机流量、网络慢的学员。")
ENGLISH_READERS = message("看英文页面的人。")
CHOOSING = message("选课的学员会得到错的消息。")
PEOPLE_SHOWN = message("名字、号码或地点被写出来的人。")
AUTHORS = message("做课的人：这样的文件没法检查，也没法开放。")
REVIEWERS = message("审核的人和以后改课的人。")
