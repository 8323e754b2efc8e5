"""The library's number, which kept pages go by."""

from sqlmodel import Session, col, update

from portal.library.models import LibraryState


def raise_number(session: Session) -> None:
    """What pages for everybody show of the shelves has changed: whatever was kept of them is old now."""
    session.exec(update(LibraryState).values(version=col(LibraryState.version) + 1))
