"""Put documents into the index and take them out, in the caller's transaction."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from portal.search.index import words_for_postgresql, words_for_sqlite
from portal.search.rules import PLACES, Phrase


def put(connection: Connection, document: int, passages: Mapping[int, Sequence[Phrase]]) -> None:
    """Make a document findable by these passages, and by nothing else."""
    take_out(connection, document)
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO search_index (rowid, words) VALUES (:id, :words)"
        words = {place: words_for_sqlite(runs) for place, runs in passages.items()}
    else:
        statement = "INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))"
        words = words_for_postgresql(passages)
    rows = [{"id": document * PLACES + place, "words": here} for place, here in words.items()]
    if rows:
        connection.execute(text(statement), rows)


def take_out(connection: Connection, document: int) -> None:
    """Make a document unfindable."""
    key = "rowid" if connection.dialect.name == "sqlite" else "id"
    place = {"first": document * PLACES, "last": document * PLACES + PLACES - 1}
    connection.execute(text(f"DELETE FROM search_index WHERE {key} BETWEEN :first AND :last"), place)


def empty(connection: Connection) -> None:
    """Take everything out."""
    connection.execute(text("DELETE FROM search_index"))
