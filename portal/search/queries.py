"""Which passages have a phrase."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from portal.search.index import SHORT, search_for_postgresql, search_for_sqlite
from portal.search.rules import PEOPLE, PLACES, SOUNDS, SUMMARY, TEXT, TITLE, Phrase

IN_SQLITE = "FROM search_index WHERE search_index MATCH :words"
# What is looked for is a value of its own query, so that PostgreSQL never plans by how common it is: however many rows
# have it, the index alone is quickest, and their words, which it keeps apart, are not read.
IN_POSTGRESQL = "FROM search_index WHERE words @@ (SELECT CAST(:{words} AS tsquery))"
AT_PLACES = {f"at_{place}": place for place in (TITLE, PEOPLE, SUMMARY, SOUNDS, TEXT)}
ON_POSTGRESQL = " UNION ALL ".join(
    f"SELECT id + {place - SHORT if place < TEXT else 0} AS id {IN_POSTGRESQL.format(words=name)}"
    for name, place in AT_PLACES.items()
)
# All numbers come as one value: ten thousands of rows, one by one, cost several times the search itself.
ALL_ON_SQLITE = text(f"SELECT json_group_array(rowid) {IN_SQLITE}")
ALL_ON_POSTGRESQL = text(f"SELECT coalesce(string_agg(CAST(id AS text), ','), '') FROM ({ON_POSTGRESQL}) AS found")
FEW_ON_SQLITE = text(f"SELECT rowid {IN_SQLITE} AND rowid % {PLACES} < {TEXT} ORDER BY rowid DESC LIMIT :most")
FEW_ON_POSTGRESQL = text(
    f"WITH found AS MATERIALIZED (SELECT id {IN_POSTGRESQL.format(words='words')}) "
    "SELECT id FROM found ORDER BY id DESC LIMIT :most"
)


def passages_with(connection: Connection, phrases: Sequence[Phrase]) -> list[int]:
    """The numbers of all passages that have one of the phrases."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(ALL_ON_SQLITE, {"words": search_for_sqlite(phrases)}).scalar_one()
    else:
        words = {name: search_for_postgresql(phrases, place) for name, place in AT_PLACES.items()}
        found = f"[{connection.execute(ALL_ON_POSTGRESQL, words).scalar_one()}]"
    numbers: list[int] = json.loads(found)
    return numbers


def some_documents_with(connection: Connection, phrases: Sequence[Phrase], most: int) -> list[int]:
    """Documents that have one of the phrases before their text begins, the newest first, at most about so many."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        statement, words = FEW_ON_SQLITE, search_for_sqlite(phrases)
    else:
        each = [search_for_postgresql(phrases, place) for place in AT_PLACES.values() if place < TEXT]
        statement, words = FEW_ON_POSTGRESQL, " | ".join(one for one in each if one)
    found = connection.execute(statement, {"words": words, "most": most}).scalars()
    return list(dict.fromkeys(number // PLACES for number in found))
