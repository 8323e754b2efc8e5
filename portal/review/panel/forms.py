"""A member's vote."""

from collections.abc import Sequence

from portal.review.forms import too_long
from portal.submissions.forms import KeyForm
from portal.submissions.rules import Outcome
from portal.text import Message, message


class VoteForm(KeyForm):
    """What a member decides, and why."""

    outcome: str = ""
    reason: str = ""

    def errors(self, allowed: Sequence[Outcome]) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if self.outcome not in allowed:
            found["outcome"] = message("您的一票：选一个")
        if not self.reason.strip():
            found["reason"] = message("理由：写几句")
        return found or too_long({"reason": (message("理由"), self.reason)})


class ResultForm(KeyForm):
    """The letter that goes to the author with the panel's result."""

    letter: str = ""

    def errors(self, outcome: Outcome | None) -> dict[str, Message]:
        """What to put right: anything but an acceptance says what to do."""
        if outcome is not Outcome.ACCEPT and not self.letter.strip():
            return {"letter": message("给提交市的信：写清要改什么，或者为什么没有通过")}
        return too_long({"letter": (message("给提交市的信"), self.letter)})
