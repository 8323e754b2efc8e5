"""Lists are read as rows of columns, not as objects: it is quicker, and a page gets what it shows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CursorResult, select

ROWS_AT_ONCE = 5000


def select_rows(*columns: Any) -> Any:
    """A select of any number of columns (SQLModel types four at most). Its rows answer to the columns' names."""
    return select(*columns)


def plain_rows(result: CursorResult[Any]) -> Iterator[Any]:
    """The rows as the driver gives them, in a third of the time: for a hundred thousand of them, of plain types only."""
    cursor: Any = result.cursor
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows
    result.close()
