"""Who may ask, answer, take back and hide; and what may be written. Pure."""

from portal.text import Message, message
from portal.text.personal_data import find_personal_data

MOST_A_DAY = 10
LONGEST = 2000


def words_error(label: str, words: str, longest: int = LONGEST) -> Message | None:
    """What is wrong with what was written; None when it may stand for everybody."""
    if not words.strip():
        return EMPTY[label]
    if len(words) > longest:
        return TOO_LONG[label]
    if find_personal_data(words):
        return HAS_NUMBER[label]
    return None


EMPTY = {
    "question": message("问题：写下您想问的"),
    "answer": message("回答：写下您的回答"),
    "reason": message("理由：写一句，为什么隐藏"),
    "words": message("文字：写下您听到、看到的"),
}
TOO_LONG = {
    "question": message("问题：不超过 2000 个字"),
    "answer": message("回答：不超过 2000 个字"),
    "reason": message("理由：不超过 2000 个字"),
    "words": message("文字：不超过 4000 个字"),
}
HAS_NUMBER = {
    "question": message("问题：里面像是有个人的号码。人人都看得到，去掉号码"),
    "answer": message("回答：里面像是有个人的号码。人人都看得到，去掉号码"),
    "reason": message("理由：里面像是有个人的号码。人人都看得到，去掉号码"),
    "words": message("文字：里面像是有个人的号码。人人都看得到。去掉号码，写“（号码）”"),
}


DONE = {  # what was just done, for the title of the page that a deed leads to
    "asked": message("已提问"),
    "answered": message("已回答"),
    "recorded": message("已交来，在等转换"),
    "taken_back": message("已收回"),
    "hidden": message("已隐藏"),
}


def why_not_ask(has_begun: bool, asked_today: int) -> Message | None:
    """Why somebody cannot ask now; None when they can."""
    if not has_begun:
        return message("报名学这门课以后，就能提问。")
    if asked_today >= MOST_A_DAY:
        return message("一天最多问 %(count)s 个问题。明天再问。", count=MOST_A_DAY)
    return None
