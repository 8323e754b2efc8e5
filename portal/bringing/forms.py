"""What is typed for the pictures of a brought file, and what is wrong with it."""

import secrets
from collections.abc import Mapping, Sequence

from portal.bringing.models import BroughtPicture
from portal.errors import NotFound
from portal.library.packages.document import PictureUse
from portal.library.packages.rules.links import wrong_description
from portal.text import Message, message
from portal.web.forms import Form

NEW = "new"


class DraftForm(Form):
    """Which draft the lessons go into: its number, or a new one."""

    draft: str = NEW
    key: str = ""

    @property
    def draft_id(self) -> int | None:
        """The draft; None for a new one. Raises NotFound for what is no number."""
        if self.draft in ("", NEW):
            return None
        if not (self.draft.isascii() and self.draft.isdigit() and len(self.draft) < 10):
            raise NotFound
        return int(self.draft)

    @property
    def own_key(self) -> str:
        """The mark of one rendering of the form."""
        return self.key[:60] or secrets.token_urlsafe(12)


Written = dict[int, tuple[str, bool]]


def read_words(fields: Mapping[str, object], pictures: Sequence[BroughtPicture]) -> Written:
    """The words of each picture that the page asked for, and whether it stays out."""
    written: Written = {}
    for picture in pictures:
        typed = fields.get(f"words_{picture.number}")
        if isinstance(typed, str):
            written[picture.number] = (" ".join(typed.split()), bool(fields.get(f"left_{picture.number}")))
    return written


def errors_in(written: Written, pictures: Sequence[BroughtPicture]) -> dict[str, Message]:
    """What is to be put right, by the rules of a package. Nothing written is no error: there is time for it."""
    errors = {}
    for picture in pictures:
        words, is_left_out = written.get(picture.number, ("", True))
        wrong = wrong_description(PictureUse(picture.name, words, 1)) if words and not is_left_out else None
        if wrong:
            says = message("图 %(number)s 的说明：%(what)s", number=picture.number, what=wrong[2])
            errors[f"words_{picture.number}"] = says
    return errors
