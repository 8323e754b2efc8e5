"""How many statements a page sends to the database. A list page sends as many for three rows as for one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The SELECT statements that are sent while this is open, in order."""
    statements: list[str] = []

    def note(*call: object) -> None:
        if str(call[2]).lstrip().upper().startswith("SELECT"):
            statements.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
