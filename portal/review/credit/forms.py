"""What a credit officer fills in."""

from portal.review.credit.rules import read_credit
from portal.submissions.forms import KeyForm
from portal.text import Message, message


class CreditForm(KeyForm):
    """An amount of credit and its reason."""

    credit: str = ""
    reason: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if read_credit(self.credit) is None:
            found["credit"] = message("学分：写数字，最多两位小数，例如 1.5")
        if not self.reason.strip():
            found["reason"] = message("理由：写清学时、级别和考核")
        return found
