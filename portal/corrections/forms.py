"""What learners and officers fill in about the text of an entry."""

from portal.corrections.rules import LONGEST_WORDS, WHAT_WORDS, Step
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

TOO_LONG = {
    "words": message("应该怎么写：不超过 %(count)s 个字", count=LONGEST_WORDS),
    "note": message("写在记录旁边的话：不超过 %(count)s 个字", count=LONGEST_WORDS),
}
HAS_NUMBER = {
    "words": message("应该怎么写：里面像是有个人的号码。去掉号码"),
    "note": message("写在记录旁边的话：里面像是有个人的号码。去掉号码"),
}
MISSING = {
    "words": message("应该怎么写：写清哪里错了，应该是什么"),
    "note": message("写在记录旁边的话：写几句"),
}


def text_problem(name: str, typed: str) -> dict[str, Message]:
    """What is to be put right in words that the other side will read."""
    if not typed.strip():
        return {name: MISSING[name]}
    if len(typed) > LONGEST_WORDS:
        return {name: TOO_LONG[name]}
    return {name: HAS_NUMBER[name]} if find_personal_data(typed) else {}


class AskForm(Form):
    """What is written wrongly, and how it should be."""

    what: str = ""
    words: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found = {} if self.what in WHAT_WORDS else {"what": message("哪里写错了：选一个")}
        return found | text_problem("words", self.words)


class DecisionForm(Form):
    """Whether a note is put beside the entry, and its words."""

    step: str = ""
    note: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found = {} if self.step in list(Step) else {"step": message("核对的结果：选一个")}
        return found | text_problem("note", self.note)
