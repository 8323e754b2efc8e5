"""How answers to the questions of a package are compared."""

import unicodedata

from portal.library.packages.parts import Question

MARKED_KINDS = ("single", "multiple", "fill", "order")
_ENDS = "，。；：！？、,.;:!?“”‘’\"'《》（）()…"


def normalised(text: str) -> str:
    """A typed answer as it is compared: half-width, without case, spaces, or punctuation at either end."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_ENDS)


def is_right(question: Question, given: tuple[str, ...]) -> bool | None:
    """Whether an answer is right; None for questions that no machine marks.

    `given` holds the chosen option, all chosen options in any order, the typed text, or the options in the chosen order.
    """
    if question.kind == "fill":
        return len(given) == 1 and normalised(given[0]) in {normalised(text) for text in question.answer}
    if question.kind == "order":
        return given == question.options
    if question.kind in ("single", "multiple"):
        return len(set(given)) == len(given) and set(given) == set(question.answer)
    return None
