"""What anybody may send against a notice, and what its handler answers."""

from portal.notices.models import ObjectionState
from portal.notices.rules import personal_data_in
from portal.review.forms import too_long
from portal.submissions.forms import KeyForm
from portal.submissions.steps import State
from portal.text import Message, message

LABELS = {
    "name": message("姓名"),
    "words": message("有什么异议"),
    "evidence": message("证据"),
    "answer": message("答复"),
}
VERDICTS: dict[str, Message] = {
    "unfounded": message("不成立，公示接着走"),
    "uphold": message("成立，交评审会重新表决"),
    "uphold_return": message("成立，退回提交市修改"),
}
STATE_WORDS: dict[ObjectionState, Message] = {
    ObjectionState.OPEN: message("正在处理"),
    ObjectionState.UNFOUNDED: message("不成立"),
    ObjectionState.FOUNDED: message("成立"),
    ObjectionState.MERGED: message("和另一件一起处理了"),
}
ENDED_WORDS: dict[State, Message] = {
    State.PUBLISHED: message("公示结束，课程已开放"),
    State.SUSPENDED: message("公示结束，课程已开放"),
    State.REEVAL: message("公示结束，课程已开放"),
    State.WITHDRAWN: message("提交市已撤回"),
}
WENT_BACK = message("公示停止，课程退回")


class ObjectionForm(KeyForm):
    """An objection: with a name, or without one and then with evidence that can be checked."""

    kind: str = ""
    name: str = ""
    words: str = ""
    evidence: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right. Numbers of people are refused, because others will read this."""
        found: dict[str, Message] = {}
        if self.kind not in ("named", "anonymous"):
            found["kind"] = message("署名：选一个")
        if self.kind == "named" and not self.name.strip():
            found["name"] = message("姓名：署名要写姓名")
        if not self.words.strip():
            found["words"] = message("有什么异议：写清哪里不对")
        if self.kind == "anonymous" and not self.evidence.strip():
            found["evidence"] = message("证据：不署名要写能核对的证据，例如哪一课、哪一页、哪份文件")
        typed = {name: getattr(self, name) for name in ("name", "words", "evidence")}
        for name, text in typed.items():
            if name not in found and (problem := personal_data_in(LABELS[name], text)):
                found[name] = problem
        return found or too_long({name: (LABELS[name], text) for name, text in typed.items()})


class AnswerForm(KeyForm):
    """What the handler of an objection decides and says."""

    verdict: str = ""
    answer: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right; the answer is published."""
        found: dict[str, Message] = {}
        if self.verdict not in VERDICTS:
            found["verdict"] = message("结论：选一个")
        if not self.answer.strip():
            found["answer"] = message("答复：写几句，会公开")
        elif problem := personal_data_in(LABELS["answer"], self.answer):
            found["answer"] = problem
        return found or too_long({"answer": (LABELS["answer"], self.answer)})
