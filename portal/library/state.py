"""The library's numbers, which whatever is kept goes by."""

from typing import Any

from sqlmodel import Session, col, update

from portal.library.models import LibraryState
from portal.library.queries import Numbers, library_numbers

ASKED = "library_numbers"  # in a session: the transaction in which they were asked or raised, and what they were


def number_of(session: Session) -> int:
    """The number that pages of courses and lessons go by."""
    return numbers_of(session).version


def stock_number_of(session: Session) -> int:
    """The number that lists and counts of the open courses go by."""
    return numbers_of(session).stock


def numbers_of(session: Session) -> Numbers:
    """Both as this transaction found them, asked once; whoever raises one in the same transaction sees the new."""
    connection = session.connection()
    known: tuple[Any, Numbers | None] = session.info.get(ASKED, (None, None))
    transaction = session.get_transaction()
    if known[0] is not transaction:
        session.info[ASKED] = known = (transaction, library_numbers(connection))
    return library_numbers(connection) if known[1] is None else known[1]


def raise_number(session: Session) -> None:
    """What a course's or a lesson's page shows has changed: whatever was kept of those is old now."""
    _raise(session, version=col(LibraryState.version) + 1)


def raise_stock_number(session: Session) -> None:
    """Other courses are open, or are found otherwise: all that was kept of the shelves is old now."""
    _raise(session, version=col(LibraryState.version) + 1, stock=col(LibraryState.stock) + 1)


def _raise(session: Session, **numbers: Any) -> None:
    session.exec(update(LibraryState).values(**numbers))
    session.info[ASKED] = (session.get_transaction(), None)  # asked anew each time: a savepoint may take it back
