"""What learners and appeal officers fill in."""

from collections.abc import Collection
from datetime import date

from portal.appeals.rules import LONGEST_NAME, LONGEST_WORDS, WISHES, Outcome
from portal.review.credit.rules import read_credit
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

TOO_LONG = {
    "words": message("您想说的：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "told": message("写给学员的话：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "heard": message("听到了什么：不超过 %(count)s 个字", count=LONGEST_WORDS),
}
HAS_NUMBER = {
    "words": message("您想说的：里面像是有个人的号码。这里不用写，去掉号码"),
    "told": message("写给学员的话：里面像是有个人的号码。去掉号码"),
    "heard": message("听到了什么：里面像是有个人的号码。去掉号码"),
}
HELPERS = {
    "helper": (
        message("帮您的人：不超过 %(count)s 个字", count=LONGEST_NAME),
        message("帮您的人：只写姓名，不写号码"),
    ),
    "helped": (
        message("谁帮了忙：不超过 %(count)s 个字", count=LONGEST_NAME),
        message("谁帮了忙：只写姓名，不写号码"),
    ),
}


def text_problem(name: str, typed: str, missing: Message | None) -> dict[str, Message]:
    """What is to be put right in words that somebody will read; None: they may be left out."""
    if not typed.strip():
        return {name: missing} if missing else {}
    if len(typed) > LONGEST_WORDS:
        return {name: TOO_LONG[name]}
    return {name: HAS_NUMBER[name]} if find_personal_data(typed) else {}


def name_problem(name: str, typed: str) -> dict[str, Message]:
    """What is to be put right in the name of who helped."""
    too_long, has_number = HELPERS[name]
    if len(typed.strip()) > LONGEST_NAME:
        return {name: too_long}
    return {name: has_number} if find_personal_data(typed) else {}


class AppealForm(Form):
    """What the learner does not agree with, and how they want to be heard. `step` is “draft” or “lodge”."""

    words: str = ""
    wish: str = ""
    helper: str = ""
    step: str = ""

    @property
    def lodges(self) -> bool:
        return self.step == "lodge"

    def errors(self, is_recorded: bool = False) -> dict[str, Message]:
        """What to put right; a draft may be unfinished, and what was recorded needs no words."""
        missing = message("您想说的：写几句，哪里不同意，为什么。也可以录") if self.lodges and not is_recorded else None
        found = text_problem("words", self.words, missing)
        if self.wish not in WISHES and (self.lodges or self.wish):
            found["wish"] = message("想怎么说：选一个")
        return found | name_problem("helper", self.helper)


class AcceptanceForm(Form):
    """Whether the appeal is taken up, and why."""

    accepts: str = ""
    told: str = ""

    def errors(self, is_late: bool) -> dict[str, Message]:
        """What to put right. A reason is needed to refuse, and to admit what came late."""
        found: dict[str, Message] = {}
        if self.accepts not in ("yes", "no"):
            found["accepts"] = message("受理不受理：选一个")
        needs_why = self.accepts == "no" or is_late
        missing = message("写给学员的话：写清为什么") if needs_why else None
        return found | text_problem("told", self.told, missing)


class HearingForm(Form):
    """When and how the learner was heard, who helped, what they said."""

    heard_on_year: str = ""
    heard_on_month: str = ""
    heard_on_day: str = ""
    way: str = ""
    helped: str = ""
    heard: str = ""

    @property
    def typed_date(self) -> dict[str, str]:
        return {"year": self.heard_on_year, "month": self.heard_on_month, "day": self.heard_on_day}

    def on(self) -> date | None:
        """The day that was typed; None when it is none."""
        typed = [part.strip() for part in self.typed_date.values()]
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
            return None
        try:
            return date(*map(int, typed))
        except ValueError:
            return None

    def errors(self, first: date, today: date) -> dict[str, Message]:
        """What to put right. Nobody was heard before the appeal came, or after today."""
        found: dict[str, Message] = {}
        on = self.on()
        if on is None or not first <= on <= today:
            found["heard_on"] = message("哪天听的：写年月日，在交申诉以后，不在今天以后")
        if self.way not in WISHES:
            found["way"] = message("怎么听的：选一个")
        return found | name_problem("helped", self.helped) | text_problem("heard", self.heard, HEARD)


HEARD = message("听到了什么：写下学员说的")
DECISION = message("写给学员的话：写清为什么这样决定")


class DecisionForm(Form):
    """What is decided, how much comes back, and the words for the learner."""

    outcome: str = ""
    credit: str = ""
    told: str = ""

    def errors(self, most: int, outcomes: Collection[str]) -> dict[str, Message]:
        """What to put right. `most` is how much can be given back, in hundredths."""
        found: dict[str, Message] = {}
        if self.outcome not in outcomes:
            found["outcome"] = message("怎样决定：选一个")
        elif self.outcome != Outcome.UPHELD and not most:
            found["outcome"] = message("怎样决定：现在没有学分可以还，后来已经记上了。只能维持")
        asked = read_credit(self.credit)
        if self.outcome == Outcome.PART and (asked is None or asked >= most):
            found["credit"] = message("还几个学分：写数字，比 %(most)s 少，最多两位小数", most=format_credit(most))
        return found | text_problem("told", self.told, DECISION)

    def amount(self, most: int) -> int:
        """How much comes back, in hundredths, once nothing is wrong with the form."""
        if self.outcome == Outcome.UPHELD:
            return 0
        return most if self.outcome == Outcome.ALL else read_credit(self.credit) or 0
