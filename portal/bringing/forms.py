"""What is typed for the pictures of a brought file, and what is wrong with it."""

from collections.abc import Mapping, Sequence

from portal.bringing.models import BroughtPicture
from portal.library.packages.document import PictureUse
from portal.library.packages.rules.links import wrong_description
from portal.text import Message, message

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
