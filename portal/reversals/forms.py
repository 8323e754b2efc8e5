"""What officers and learners fill in when credit is questioned."""

from portal.credits.sentences import REASONS
from portal.reversals.rules import LONGEST_NAME, LONGEST_WORDS, Part
from portal.review.credit.rules import read_credit
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.codes import normalise
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

TO_LEARNER = message("写给学员的话：写清看到了什么，想请学员说明什么")
DECISION = message("写给学员的话：写清为什么这样决定")
ANSWER = message("您的说明：写几句再交")
NO_RECORD = message("记录号：没有找到这笔记录。再核对一遍")
NOT_NUMBER = message("记录号：一共 9 位数字，有一位不对。再核对一遍")
POINTS = message("记录号：这是积分，不是学分")
NOT_EARNED = message("记录号：这一笔是收回的记录，不是得到的学分")
NOTHING_LEFT = message("记录号：这笔学分没有可以收回的了")
IN_USE = message("记录号：这笔学分锁定了，或者转换给学校了，现在还不能收回")
UNDER_APPEAL = message("记录号：这笔学分正在申诉。等申诉有了结果再提")
OWN_RECORD = message("记录号：这是您自己的学分。要由别的学分管理员来办")
TOO_LONG = {
    "words": message("写给学员的话：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "answer": message("您的说明：不超过 %(count)s 个字", count=LONGEST_WORDS),
}
HAS_NUMBER = {
    "words": message("写给学员的话：里面像是有个人的号码。去掉号码"),
    "answer": message("您的说明：里面像是有个人的号码。这里不用写，去掉号码"),
}


def text_problem(name: str, typed: str, missing: Message) -> dict[str, Message]:
    """What is to be put right in words that the other side will read."""
    if not typed.strip():
        return {name: missing}
    if len(typed) > LONGEST_WORDS:
        return {name: TOO_LONG[name]}
    return {name: HAS_NUMBER[name]} if find_personal_data(typed) else {}


def helper_problem(typed: str) -> dict[str, Message]:
    """What is to be put right in the name of who helped."""
    if len(typed.strip()) > LONGEST_NAME:
        return {"helper": message("帮您的人：不超过 %(count)s 个字", count=LONGEST_NAME)}
    return {"helper": message("帮您的人：只写姓名，不写号码")} if find_personal_data(typed) else {}


def read_record(typed: str) -> int | None:
    """The id of the entry whose record number was dictated; None when its check digit is wrong."""
    number = normalise(typed)
    return int(number[:-1]) if number else None


class ProposalForm(Form):
    """How much is questioned, why, and what the learner is told."""

    part: str = ""
    credit: str = ""
    reason: str = ""
    words: str = ""

    def errors(self, free_hundredths: int) -> dict[str, Message]:
        """What to put right. `free_hundredths` is how much of the entry can be taken back."""
        found: dict[str, Message] = {}
        if self.part not in list(Part):
            found["part"] = message("收回多少：选一个")
        asked = read_credit(self.credit)
        if self.part == Part.SOME and (asked is None or asked >= free_hundredths):
            most = format_credit(free_hundredths)
            found["credit"] = message("收回几个学分：写数字，比 %(most)s 少，最多两位小数", most=most)
        if self.reason not in REASONS:
            found["reason"] = message("原因：选一个")
        return found | text_problem("words", self.words, TO_LEARNER)

    def asked(self, free_hundredths: int) -> int:
        """How much is questioned, in hundredths, once nothing is wrong with the form."""
        return free_hundredths if self.part == Part.ALL else read_credit(self.credit) or 0


class AnswerForm(Form):
    """What the learner says, in their own words."""

    answer: str = ""
    helper: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        return text_problem("answer", self.answer, ANSWER) | helper_problem(self.helper)


class DecisionForm(Form):
    """What an officer decides says to the learner; `state` is the one that the page showed."""

    words: str = ""
    state: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        return text_problem("words", self.words, DECISION)
