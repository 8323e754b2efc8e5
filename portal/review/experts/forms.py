"""The experts' rubric: essential items, weighted items, a proposal. A draft may be incomplete, what is handed in not."""

from portal.review.forms import OUTCOME_WORDS, too_long
from portal.submissions.province import ProvinceRules
from portal.submissions.rules import Outcome
from portal.text import Message, message

ESSENTIALS: dict[str, Message] = {
    "lawful": message("导向正确，内容合法"),
    "goals": message("目标明确，学完能检验"),
    "assessment": message("考核和目标对得上"),
    "access": message("没有挡住学员的无障碍问题"),
    "rights": message("版权清楚"),
    "safety": message("操作讲清安全"),
}
MAY_NOT_APPLY = frozenset({"safety"})
WEIGHTED: dict[str, Message] = {
    "accuracy": message("内容准确，不过时"),
    "occupation": message("和岗位对得上"),
    "teaching": message("教学设计和简明语言"),
    "practice": message("练习和反馈"),
    "access": message("无障碍质量：字幕、手语、描述、键盘"),
    "teachers": message("师资和学习支持"),
}
LEVELS: dict[str, Message] = {
    "5": message("5，很好"),
    "4": message("4，好"),
    "3": message("3，可以"),
    "2": message("2，不足"),
    "1": message("1，很差"),
    "0": message("0，没有"),
}
ANSWERS: dict[str, Message] = {"yes": message("达到"), "no": message("没有达到")}
NOT_NEEDED = message("这门课没有操作")
FIELDS = (
    *(f"{kind}_{item}" for item in ESSENTIALS for kind in ("essential", "comment")),
    *(f"{kind}_{item}" for item in WEIGHTED for kind in ("level", "note")),
    "verdict",
    "summary",
)
Answers = dict[str, str]


def errors(answers: Answers) -> dict[str, Message]:
    """What keeps a review from being handed in, by field; a “no” needs its comment."""
    found: dict[str, Message] = {}
    for item, words in ESSENTIALS.items():
        found |= _essential_errors(answers, item, words)
    for item, words in WEIGHTED.items():
        if answers[f"level_{item}"] not in LEVELS:
            found[f"level_{item}"] = message("%(label)s：选 0 到 5", label=words)
    if answers["verdict"] not in list(Outcome):
        found["verdict"] = message("建议：选一个")
    if not answers["summary"].strip():
        found["summary"] = message("总的意见：写几句")
    return found or too_long({"summary": (message("总的意见"), answers["summary"])})


def _essential_errors(answers: Answers, item: str, words: Message) -> dict[str, Message]:
    answer = answers[f"essential_{item}"]
    if answer not in options_of(item):
        return {f"essential_{item}": message("%(label)s：选一个", label=words)}
    if answer == "no" and not answers[f"comment_{item}"].strip():
        return {f"comment_{item}": message("说明：“%(label)s”没有达到，写清为什么", label=words)}
    return {}


def score(answers: Answers, rules: ProvinceRules) -> int:
    """The score out of 100: each level of 5 by the item's weight, half a point upwards."""
    total = sum(int(answers[f"level_{item}"]) * rules.rubric_weights[item] for item in WEIGHTED)
    return (2 * total + 5) // 10


def unmet(answers: Answers) -> list[str]:
    """The essential items that are not met."""
    return [item for item in ESSENTIALS if answers[f"essential_{item}"] == "no"]


def options_of(item: str) -> dict[str, Message]:
    """The answers to an essential item."""
    return ANSWERS | ({"none": NOT_NEEDED} if item in MAY_NOT_APPLY else {})


def unmet_words(items: list[str]) -> list[Message]:
    """The essential items in words."""
    return [words for item, words in ESSENTIALS.items() if item in items]


VERDICTS = {str(outcome): words for outcome, words in OUTCOME_WORDS.items()}
