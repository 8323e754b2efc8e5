"""The sentence at the head of a braille file that says who has checked it: a machine's is replaced by a person's.

What the web process says in Chinese braille is written down here, and compared in the tests with what the converter
makes of it: the words and readings of all of Chinese would cost it more memory than everything else.
"""

from datetime import date

from portal.formats.braille.pages import PARAGRAPH_INDENT, Page, broken
from portal.formats.braille.signs import number
from portal.formats.braille.text import to_cells
from portal.formats.rules import NOT_CHECKED, USUAL_SIZE, braille_note
from portal.text import message, speaking
from portal.text.dates import format_date

SIZE = "⠛⠕⠂⠛⠫⠁ ⠞⠲⠁⠹ ⠍⠦⠒⠂⠐ ⠼⠙⠚ ⠋⠦⠐ ⠼⠃⠑ ⠓⠡⠂⠐⠆"  # 国家通用盲文，40 方，25 行。
BY_MACHINE = "⠛⠊⠁⠅⠊⠆ ⠌⠻⠄⠓⠻⠆⠐ ⠺⠛⠡⠁ ⠚⠴⠛⠲⠁ ⠛⠜⠙⠺⠐⠆"  # 机器转换，未经人工校对。
BY_PERSON, YEAR, MONTH, DAY = "⠳⠂⠚⠴ ⠛⠜⠙⠺⠐", "⠝⠩", "⠾", "⠚⠆⠐⠆"  # 由人校对，…年…月…日。


def machine_note(is_english: bool) -> str:
    """What stands at the head of a file that nobody has checked, in cells."""
    if not is_english:
        return f"{SIZE} {BY_MACHINE}"
    with speaking("en"):
        return to_cells(str(braille_note(USUAL_SIZE, NOT_CHECKED)))


def person_note(is_english: bool, day: date) -> str:
    """What stands there once somebody has, on this day."""
    if not is_english:
        parts = (number(str(day.year)), YEAR, number(str(day.month)), MONTH, number(str(day.day)), DAY)
        return " ".join((SIZE, BY_PERSON, *parts))
    with speaking("en"):
        return to_cells(str(braille_note(USUAL_SIZE, message("由人校对，%(day)s", day=format_date(day)))))


def marked(pages: list[Page], old: str, new: str) -> list[Page] | None:
    """The same pages with one sentence of the first page replaced, every other line as it was, however the old one is
    broken into lines; None when it is not there, or when the new one has no room."""
    cells, most_lines = USUAL_SIZE
    wanted = old.replace(" ", "")
    lines = pages[0].lines if pages else []
    for start, line in enumerate(lines):
        said = line.replace(" ", "")
        end = start + 1
        while said and wanted.startswith(said) and said != wanted and end < len(lines):
            said += lines[end].replace(" ", "")
            end += 1
        if said == wanted:
            changed = [*lines[:start], *broken(new, cells, PARAGRAPH_INDENT, 0), *lines[end:]]
            return [Page(1, changed), *pages[1:]] if len(changed) <= most_lines else None
    return None
