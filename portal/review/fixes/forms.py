"""What a tester says of a fix."""

from portal.submissions.forms import LONGEST_NOTE, KeyForm
from portal.text import Message, message

DECISIONS = {
    "pass": message("可以开放。改过的地方都试过，没有挡住学员的地方。"),
    "return": message("要改。退回给提交的市，写明理由。"),
}


class FixForm(KeyForm):
    """Whether it may open; a return needs its reasons."""

    decision: str = ""
    note: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        if self.decision not in DECISIONS:
            return {"decision": message("结论：选一个")}
        if self.decision == "return" and not self.note.strip():
            return {"note": message("说明：退回要写清要改什么")}
        if len(self.note) > LONGEST_NOTE:
            return {"note": message("说明：不超过 %(count)s 个字", count=LONGEST_NOTE)}
        return {}
