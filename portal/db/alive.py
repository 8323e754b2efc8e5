"""Whether a connection of the pool still leads somewhere, without asking the server each time."""

import select
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

SECONDS_TRUSTED = 30  # a network may drop what is silent for longer, and say nothing


def look_before_use(engine: Engine) -> None:
    """Let the pool hand out no connection that its server has closed: all of them are then made anew.

    Nothing is waiting to be read from a quiet connection, and the end of one can be read at once. So the server is only
    asked when something can be read, or after a long silence.
    """

    def remember(_: Any, record: Any) -> None:
        record.info["given_back"] = monotonic()

    def look(connection: Any, record: Any, _: Any) -> None:
        is_trusted = monotonic() - record.info.get("given_back", monotonic()) < SECONDS_TRUSTED
        if not (is_trusted and is_quiet(connection)) and not answers(engine, connection):
            raise InvalidatePoolError("the server has closed its connections")

    event.listen(engine, "checkin", remember)
    event.listen(engine, "checkout", look)


def is_quiet(connection: Any) -> bool:
    """Whether a connection is open, and its server has said nothing since the last answer."""
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)


def answers(engine: Engine, connection: Any) -> bool:
    """Ask the server for nothing."""
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False
