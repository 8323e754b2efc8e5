"""What learners and officers fill in for recognition."""

from datetime import date

from portal.recognition.rules import LONGEST_LINE, LONGEST_WORDS, normal
from portal.recognition.values.rules import Kind, Table
from portal.review.credit.rules import read_credit
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

HAS_NUMBER = {
    "title": message("学到了什么：里面像是有个人的号码。去掉号码"),
    "awarded_by": message("谁发的：里面像是有个人的号码。去掉号码"),
    "certificate_number": message("证书编号：里面像是有证件号或者手机号。不写它，这一格空着"),
    "check_at": message("在哪里能核对：里面像是有个人的号码。写网址或者单位的座机"),
    "description": message("说明：里面像是有个人的号码。去掉号码"),
    "typed": message("您写的：里面像是有个人的号码。去掉号码"),
    "words": message("写给学员的话：里面像是有个人的号码。去掉号码"),
    "topic": message("学的是哪一门：里面像是有个人的号码。去掉号码"),
    "transcript": message("文字：里面像是有个人的号码。用“（号码）”代替"),
}
TOO_LONG = {
    "title": message("学到了什么：不超过 %(count)s 个字", count=LONGEST_LINE),
    "awarded_by": message("谁发的：不超过 %(count)s 个字", count=LONGEST_LINE),
    "certificate_number": message("证书编号：不超过 %(count)s 个字", count=LONGEST_LINE),
    "check_at": message("在哪里能核对：不超过 %(count)s 个字", count=LONGEST_LINE),
    "description": message("说明：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "typed": message("您写的：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "words": message("写给学员的话：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "topic": message("学的是哪一门：不超过 %(count)s 个字", count=LONGEST_LINE),
    "transcript": message("文字：不超过 %(count)s 个字", count=LONGEST_WORDS * 2),
}
OTHER_DAY = message("哪一级：发证那一天的价值表没有这一级。从那一天的里面选一个")
LINES = ("title", "awarded_by", "certificate_number", "check_at", "topic")
TO_LEARNER = message("写给学员的话：写清为什么这样决定")
WHAT_IS_MISSING = message("写给学员的话：写清缺什么，怎么补")


def line_problem(name: str, typed: str, missing: Message | None) -> dict[str, Message]:
    """What is to be put right in words that others will read; `missing` is None where nothing need be written."""
    if not typed.strip():
        return {name: missing} if missing else {}
    longest = LONGEST_LINE if name in LINES else LONGEST_WORDS * (2 if name == "transcript" else 1)
    if len(typed) > longest:
        return {name: TOO_LONG[name]}
    return {name: HAS_NUMBER[name]} if find_personal_data(typed) else {}


class KindForm(Form):
    """Of which kind it is."""

    kind: str = ""

    def errors(self, table: Table) -> dict[str, Message]:
        """What to put right."""
        return {} if table.kind(self.kind) else {"kind": message("是哪一种：选一个")}


class AwardForm(Form):
    """What was learned, who gave the paper, when, and its number."""

    row_key: str = ""
    title: str = ""
    awarded_by: str = ""
    awarded_region: str = ""
    awarded_on_year: str = ""
    awarded_on_month: str = ""
    awarded_on_day: str = ""
    certificate_number: str = ""
    check_at: str = ""

    def errors(self, kind: Kind, regions: set[str], today: date) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if self.row_key not in {row.key for row in kind.rows}:
            found["row_key"] = OTHER_DAY if self.row_key else message("哪一级：选一个")
        found |= line_problem("title", self.title, message("学到了什么：写证书上的职业、项目，或者做的工作"))
        found |= line_problem("awarded_by", self.awarded_by, message("谁发的：写单位或者师傅"))
        if self.awarded_region not in regions:
            found["awarded_region"] = message("在哪里：选一个")
        if self.day is None or not date(1950, 1, 1) <= self.day <= today:
            found["awarded_on"] = message("哪一天：写年、月、日，例如 2019 年 6 月 1 日")
        found |= line_problem("certificate_number", self.certificate_number, None)
        if "certificate_number" not in found and self.check_at.strip() and not normal(self.certificate_number):
            found["certificate_number"] = message("证书编号：写了在哪里核对，编号也要写")
        return found | line_problem("check_at", self.check_at, None)

    @property
    def day(self) -> date | None:
        """The day that was typed; None when it is none."""
        parts = (self.awarded_on_year.strip(), self.awarded_on_month.strip(), self.awarded_on_day.strip())
        if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
            return None
        try:
            return date(*map(int, parts))
        except ValueError:
            return None

    @property
    def typed_day(self) -> dict[str, str]:
        """The three fields, as the page shows them again."""
        return {"year": self.awarded_on_year, "month": self.awarded_on_month, "day": self.awarded_on_day}


class TypedForm(Form):
    """An evidence in words."""

    typed: str = ""
    key: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        return line_problem("typed", self.typed, message("您写的：写几句再加"))


class WordsForm(Form):
    """Words of an officer to the learner."""

    words: str = ""

    def errors(self, missing: Message) -> dict[str, Message]:
        """What to put right."""
        return line_problem("words", self.words, missing)


class SecondForm(Form):
    """What the second officer says."""

    answer: str = ""
    words: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        if self.answer == "agree":
            return {}
        if self.answer != "disagree":
            return {"answer": message("您的决定：选一个")}
        return line_problem("words", self.words, message("写给学员的话：写清为什么要重新评定"))


class TranscriptForm(Form):
    """What an evidence says, written down."""

    transcript: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        return line_problem("transcript", self.transcript, message("文字：写几句再存"))


class AssessmentForm(Form):
    """The assessor's checklist, and what follows from it."""

    no_tie: str = ""
    proof: str = ""
    same_person: str = ""
    row_key: str = ""
    topic: str = ""
    result: str = ""
    credit: str = ""
    words: str = ""

    def errors(self, kind: Kind) -> dict[str, Message]:
        """What to put right: nothing is granted that the list does not bear out."""
        found: dict[str, Message] = {}
        if not self.no_tie:
            found["no_tie"] = message("我和发证的单位没有关系：有关系的不能评定。没有，就勾上")
        if self.proof not in ("source", "evidence", "none"):
            found["proof"] = message("怎样证明的：选一个")
        if self.same_person not in ("yes", "no"):
            found["same_person"] = message("是不是同一个人：选一个")
        row = next((row for row in kind.rows if row.key == self.row_key), None)
        if row is None:
            found["row_key"] = message("哪一级：选一个")
        found |= line_problem("topic", self.topic, message("学的是哪一门：写职业或者项目的名称"))
        if self.result not in ("granted", "part", "refused"):
            found["result"] = message("评定：选一个")
        elif self.result != "refused" and (self.proof == "none" or self.same_person == "no"):
            found["result"] = message("评定：没有证明，或者不是同一个人，只能选不认定")
        part = read_credit(self.credit)
        if self.result == "part" and (part is None or row is None or not 0 < part < row.credit_hundredths):
            most = format_credit(row.credit_hundredths) if row else "?"
            found["credit"] = message("认定几个学分：写数字，比 %(most)s 少，最多两位小数", most=most)
        return found | line_problem("words", self.words, TO_LEARNER)

    @property
    def part(self) -> int:
        """How much of it, in hundredths, when it is a part; 0 otherwise."""
        return (read_credit(self.credit) or 0) if self.result == "part" else 0
