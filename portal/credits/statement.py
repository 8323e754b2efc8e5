"""The statement (学分证明) as a table. It never holds a category or level of disability, an address or a whole number."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from portal.credits.rules import Unit
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.codes import group
from portal.text.dates import format_date

BYTE_ORDER_MARK = "\ufeff"  # without it some spreadsheets read Chinese as something else
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # a cell that begins so is run by some spreadsheets
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
COLUMNS = (
    message("日期"),
    message("事情"),
    message("怎样变动"),
    message("变动"),
    message("单位"),
    message("之后的总数"),
    message("入账日期"),
    message("规则版本"),
    message("记录号"),
)
EXPLAINED = (  # what each column says, in their order
    message("哪天学完、认定或者收回。"),
    message("一句话：因为什么。"),
    message("增加，还是减少。"),
    message("多少。减少的前面有减号。"),
    message("学分，或者积分。两样不能相加，积分不能换学分。"),
    message("这一笔之后，这种单位一共多少。"),
    message("哪天记进账户。"),
    message("按哪一版学分规则记的，规则在网站上都能读。"),
    message("这一笔的号，九位。可以在网站上核对，也可以在电话里念。"),
)
TOTAL = 5  # the place of the column that tells of all entries


class Line(Protocol):
    """What a statement tells of an entry."""

    @property
    def unit(self) -> Unit: ...
    @property
    def amount(self) -> int: ...
    @property
    def total_after(self) -> int: ...
    @property
    def change(self) -> Message: ...
    @property
    def sentence(self) -> Message: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def posted_at(self) -> datetime: ...
    @property
    def rule_version(self) -> str: ...
    @property
    def number(self) -> str: ...


def as_csv(head: str, lines: Iterable[Line], with_total: bool) -> str:
    """The statement in the reader's language: a sentence that says whose it is, the columns, then a row for each entry.
    The total after each is left out where not all entries are shown."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow([harmless(head)])
    for row in (list(map(str, COLUMNS)), *map(cells, lines)):
        table.writerow([harmless(cell) for place, cell in enumerate(row) if with_total or place != TOTAL])
    return BYTE_ORDER_MARK + written.getvalue()


def header_sentence(name: str, credit_hundredths: int, points: int, now: datetime) -> str:
    """Whose account it is, when, and how much stands in it."""
    said = message(
        "学分证明：%(name)s，截至%(date)s，共 %(credit)s 学分，另有 %(points)s 分积分。不写残疾类别，不写住址，不写完整证号。",
        name=name, date=format_date(now), credit=format_credit(credit_hundredths), points=points,
    )  # fmt: skip
    return str(said)


def cells(line: Line) -> list[str]:
    """One entry as text. The record number is in groups, so that no spreadsheet takes its first zeros away."""
    is_credit = line.unit is Unit.CREDIT
    amount, total = (format_credit(number) if is_credit else str(number) for number in (line.amount, line.total_after))
    return [
        format_date(line.happened_at),
        str(line.sentence),
        str(line.change),
        amount,
        str(message("学分") if is_credit else message("积分")),
        total,
        format_date(line.posted_at),
        line.rule_version,
        group(line.number),
    ]


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run. A number below zero is no formula."""
    if NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.lstrip().startswith(ACTIVE) or cell.startswith(ACTIVE) else cell
