"""Words and forms that all desks share."""

from portal.review.models import PartState
from portal.submissions.forms import LONGEST_NOTE, KeyForm
from portal.submissions.rules import Outcome
from portal.text import Message, message

OUTCOME_WORDS: dict[Outcome, Message] = {
    Outcome.ACCEPT: message("通过"),
    Outcome.MINOR: message("小改"),
    Outcome.MAJOR: message("大改"),
    Outcome.REJECT: message("不通过"),
}
PART_STATES: dict[PartState, Message] = {
    PartState.ASKED: message("等答复"),
    PartState.OPEN: message("参加评审"),
    PartState.DECLINED: message("不参加"),
    PartState.PAST: message("参加过前面的轮次"),
}
NO_CONFLICT = message("没有要回避的关系，打开内容")
HAS_CONFLICT = message("申报回避")
NO_TIME = message("没有回避的关系，但这次不接")


class OpeningForm(KeyForm):
    """The declaration before any content opens."""

    answer: str = ""
    reason: str = ""

    def errors(self, may_decline: bool) -> dict[str, Message]:
        """What to put right: a declared conflict and a refusal say why."""
        if self.answer not in ("open", "conflict", *(("decline",) if may_decline else ())):
            return {"answer": message("回避：选一个")}
        if self.answer != "open" and not self.reason.strip():
            return {"reason": message("原因：写一句")}
        return too_long({"reason": (message("原因"), self.reason)})


def too_long(fields: dict[str, tuple[Message, str]]) -> dict[str, Message]:
    """The texts that are longer than the portal keeps, by their fields."""
    return {
        name: message("%(label)s：不超过 %(count)s 个字", label=label, count=LONGEST_NOTE)
        for name, (label, text) in fields.items()
        if len(text) > LONGEST_NOTE
    }
