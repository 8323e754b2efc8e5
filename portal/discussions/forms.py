"""What may be written under a lesson."""

from portal.discussions.rules import words_error
from portal.text import Message
from portal.web.forms import Form


class QuestionForm(Form):
    """A question."""

    question: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found = words_error("question", self.question)
        return {"question": found} if found else {}


class AnswerForm(Form):
    """An answer."""

    answer: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found = words_error("answer", self.answer)
        return {"answer": found} if found else {}


class HidingForm(Form):
    """Why a question is hidden; it stands in the question's place."""

    reason: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found = words_error("reason", self.reason)
        return {"reason": found} if found else {}
