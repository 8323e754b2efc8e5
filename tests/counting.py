"""What a page sends to the database. A list page sends as many queries for three rows as for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The SELECT statements that are sent while this is open, in order."""
    with _noted(engine, lambda statement: statement.lstrip().upper().startswith("SELECT")) as statements:
        yield statements


def queries_of(engine: Engine, visitor: Any, address: str) -> int:
    """How many SELECT statements a page takes."""
    with counted_queries(engine) as statements:
        visitor.open(address)
    return len(statements)


@contextmanager
def sent_statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that is sent while this is open, in order, but for the beginnings and ends of transactions."""
    with _noted(engine, lambda statement: True) as statements:
        yield statements


@contextmanager
def _noted(engine: Engine, is_wanted: Callable[[str], bool]) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*call: object) -> None:
        if is_wanted(str(call[2])):
            statements.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
