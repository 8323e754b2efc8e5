"""Which passages have a phrase."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from portal.search.index import search_for_postgresql, search_for_sqlite
from portal.search.rules import PLACES, TEXT, Phrase

IN_SQLITE = "FROM search_index WHERE search_index MATCH :words"
IN_POSTGRESQL = "FROM search_index WHERE words @@ CAST(:words AS tsquery)"
# All numbers come as one value: ten thousands of rows, one by one, cost several times the search itself.
ALL_ON_SQLITE = text(f"SELECT json_group_array(rowid) {IN_SQLITE}")
ALL_ON_POSTGRESQL = text(f"SELECT CAST(coalesce(json_agg(id), '[]') AS text) {IN_POSTGRESQL}")
FEW_ON_SQLITE = text(f"SELECT rowid {IN_SQLITE} AND rowid % {PLACES} < {TEXT} ORDER BY rowid DESC LIMIT :most")
FEW_ON_POSTGRESQL = text(f"SELECT id {IN_POSTGRESQL} AND id % {PLACES} < {TEXT} ORDER BY id DESC LIMIT :most")


def passages_with(connection: Connection, phrases: Sequence[Phrase]) -> list[int]:
    """The numbers of all passages that have one of the phrases."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(ALL_ON_SQLITE, {"words": search_for_sqlite(phrases)})
    else:
        found = connection.execute(ALL_ON_POSTGRESQL, {"words": search_for_postgresql(phrases)})
    numbers: list[int] = json.loads(found.scalar_one())
    return numbers


def some_documents_with(connection: Connection, phrases: Sequence[Phrase], most: int) -> list[int]:
    """Documents that have one of the phrases before their text begins, the newest first, at most about so many."""
    is_sqlite = connection.dialect.name == "sqlite"
    words = (search_for_sqlite if is_sqlite else search_for_postgresql)(phrases)
    statement = FEW_ON_SQLITE if is_sqlite else FEW_ON_POSTGRESQL
    found = connection.execute(statement, {"words": words, "most": most}).scalars()
    return list(dict.fromkeys(number // PLACES for number in found))
