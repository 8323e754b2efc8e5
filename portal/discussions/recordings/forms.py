"""What is written of a recording."""

from portal.discussions.recordings.rules import LONGEST_WORDS
from portal.discussions.rules import words_error
from portal.text import Message
from portal.web.forms import Form


class TranscriptForm(Form):
    """The words of a recording, and the revision that they were written over."""

    words: str = ""
    revision: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found = words_error("words", self.words, LONGEST_WORDS)
        return {"words": found} if found else {}

    @property
    def number(self) -> int:
        """The revision that was seen; -1 for none of ours, which fits nothing."""
        return int(self.revision) if self.revision.isdecimal() and len(self.revision) < 7 else -1

    @property
    def text(self) -> str:
        """The words as they are kept."""
        return self.words.strip().replace("\r\n", "\n")
