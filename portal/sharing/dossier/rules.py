"""The lifelong file (终身学习档案): what a person adds to it in their own words. Pure."""

from enum import StrEnum

from portal.text import Message, message

LONGEST_TITLE = 60
LONGEST_PLACE = 60
LONGEST_NOTE = 300
FIRST_YEAR = 1950
MOST_LINES = 200


class LineKind(StrEnum):
    """Under which heading a line stands."""

    CLASS = "class"
    COMPETITION = "competition"
    WORK = "work"


HEADINGS: dict[LineKind, Message] = {
    LineKind.CLASS: message("在别处学的课"),
    LineKind.COMPETITION: message("竞赛"),
    LineKind.WORK: message("工作经历"),
}
NOT_PROVEN = message("本人填写，未核对")


def years_in_words(year_from: int, year_to: int | None) -> Message:
    """“2019年”, “2019年至2022年”."""
    if year_to is None or year_to == year_from:
        return message("%(year)s年", year=year_from)
    return message("%(first)s年至%(last)s年", first=year_from, last=year_to)
