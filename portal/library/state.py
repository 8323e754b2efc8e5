"""The library's number, which kept pages go by."""

from typing import Any

from sqlmodel import Session, col, update

from portal.library.models import LibraryState
from portal.library.queries import library_version

ASKED = "library_number"  # in a session: the transaction in which the number was asked or raised, and what it was


def number_of(session: Session) -> int:
    """The library's number as this transaction found it, asked once; whoever raises it in the same one sees the new."""
    connection = session.connection()
    known: tuple[Any, int | None] = session.info.get(ASKED, (None, None))
    transaction = session.get_transaction()
    if known[0] is not transaction:
        session.info[ASKED] = known = (transaction, library_version(connection))
    return library_version(connection) if known[1] is None else known[1]


def raise_number(session: Session) -> None:
    """What pages for everybody show of the shelves has changed: whatever was kept of them is old now."""
    session.exec(update(LibraryState).values(version=col(LibraryState.version) + 1))
    session.info[ASKED] = (session.get_transaction(), None)  # asked anew each time: a savepoint may take it back
