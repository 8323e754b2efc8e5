"""What a public notice says and what follows from the evidence. Pure."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.review.rules import Opinion
from portal.text import Message, message
from portal.text.personal_data import find_personal_data

WORST_FIRST = ("none", "part", "full")
BANDS: tuple[tuple[int, Message], ...] = (
    (900, message("90 分以上")),
    (800, message("80 至 89 分")),
    (700, message("70 至 79 分")),
    (600, message("60 至 69 分")),
    (0, message("60 分以下")),
)
KINDS: dict[str, Message] = {
    "identity": message("身份证号"),
    "card": message("残疾人证号"),
    "mobile": message("手机号"),
    "table": message("姓名和号码的表"),
}
MOST_OBJECTIONS = 200  # to one notice; a flood is answered, not kept


def band_of(opinion: Opinion) -> Message:
    """The score as the public learns it: a band of ten points."""
    return next(words for least, words in BANDS if opinion.score_tenths >= least)


def months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def personal_data_in(label: Message, text: str) -> Message | None:
    """What keeps a text from being published (G-09): that it holds a number of a person, without repeating it."""
    found = find_personal_data(text)
    if not found:
        return None
    return message("%(label)s：里面像是有%(kind)s。去掉号码，用文字说", label=label, kind=KINDS[found[0].kind])


def facts_after_test(
    declared: Sequence[Mapping[str, Any]], tried: Sequence[Mapping[str, str]], words: Message
) -> list[dict[str, Any]]:
    """The five ways as the testers found them: of several verdicts on one way the worst. A way that nobody tried keeps
    what the package's files say; where the verdict is the same, the package's own reason stays."""
    facts = []
    for fact in declared:
        verdicts = [report[fact["way"]] for report in tried if fact["way"] in report]
        verdict = min(verdicts, key=WORST_FIRST.index) if verdicts else fact["verdict"]
        if verdict == fact["verdict"]:
            facts.append(dict(fact))
        else:
            facts.append({"way": fact["way"], "verdict": verdict, "reason": words.msgid, "values": words.values})
    return facts


TRIED = message("体验员试学后的结论。")


def access_words(p1_count: int, p1_days: int) -> Message:
    """The conclusion of the accessibility check, for the public."""
    if p1_count:
        return message(
            "视障和听障体验员都试学过。没有挡住学员的问题，%(count)s 处要在 %(days)s 天内改。",
            count=p1_count,
            days=p1_days,
        )
    return message("视障和听障体验员都试学过，没有挡住学员的问题。")
