"""The words of pictures: which of those that a file has will do, by the same rules as the check of a package."""

import re

from portal.library.packages.document import PictureUse
from portal.library.packages.limits import ALT_CHARACTERS
from portal.library.packages.rules.links import wrong_description

_MADE_BY_PROGRAMS = re.compile(r"自动生成|automatically generated", re.IGNORECASE)
_FILE_LIKE = re.compile(
    r"\.(jpe?g|png|gif|bmp|webp|tiff?|[ew]mf|svg)$|[\\]|^[0-9a-f]{12,}$|^https?:|^src=", re.IGNORECASE
)


def good_words(words: str, file: str) -> str:
    """The words, when a learner can do something with them; else nothing, and the author is asked."""
    if not words or _MADE_BY_PROGRAMS.search(words) or _FILE_LIKE.search(words):
        return ""
    return "" if wrong_description(PictureUse(file, words, 1)) else words


def long_words(words: str) -> str:
    """A description that is longer than a picture's words may be: it goes into the text."""
    return words if len(words) > ALT_CHARACTERS and not _MADE_BY_PROGRAMS.search(words) else ""
