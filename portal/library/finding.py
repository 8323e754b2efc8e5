"""What one process knows of all courses together: its stock, and what the words of the last searches found in it.

Both hold for one number of the stock, which every publication raises, and are made anew with the next.
"""

import zlib
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from portal.library import queries
from portal.library.remembered import Remembered
from portal.library.rules import PAGE_SIZE, CatalogueFilter
from portal.library.stock import Stock, make_stock
from portal.search.queries import passages_with, some_documents_with
from portal.search.ranking import Weights, all_of, as_set, best_first, either, is_nothing, members, weigh
from portal.search.rules import Phrase, read_query
from portal.search.suggestions import closest, places_to_look

MOST_TITLES = 60  # of courses, looked through for what may have been meant: everybody else waits as long
MOST_SEARCHES = 40  # each one byte for every course at most
MOST_WORDS = 200  # each packed to a fifth of that, or less


Phrases = tuple[Phrase, ...]


@dataclass(frozen=True)
class Found:
    """What a search's words found: the weight of each course of the stock, and which words are in no course at all."""

    weights: Weights
    places: int
    unknown: tuple[str, ...] = ()


class Finder:
    """One for each application."""

    def __init__(self) -> None:
        self._stock: tuple[int, Stock] | None = None
        self._found: Remembered[tuple[int, str], Found] = Remembered(MOST_SEARCHES)
        self._weights: Remembered[tuple[int, Phrases], Weights] = Remembered(MOST_WORDS)

    def stock(self, connection: Connection, stock_number: int) -> Stock:
        """All published courses as they are in this transaction."""
        if self._stock is None or self._stock[0] != stock_number:
            made = make_stock(queries.newest_first(connection), queries.counted_rows(connection))
            self._stock = (stock_number, made)
        return self._stock[1]

    def found(self, connection: Connection, stock_number: int, words: str) -> Found | None:
        """The courses that have all the words; None when nothing was typed."""
        if not words:
            return None
        key = (stock_number, words)
        return self._found.get(key) or self._found.put(key, self._look_for(connection, stock_number, words))

    def _look_for(self, connection: Connection, stock_number: int, words: str) -> Found:
        query = read_query(words)
        each = [self._weights_of(connection, stock_number, term.phrases) for term in query.terms]
        weights = all_of(each) if each else {}  # punctuation is in no course
        if query.spaced_sounds:
            size = len(self.stock(connection, stock_number).ids)
            weights = either(weights, self._weights_of(connection, stock_number, query.spaced_sounds), size)
        unknown = [term.text for term, one in zip(query.terms, each, strict=True) if is_nothing(one)]
        return Found(weights, as_set(weights), tuple(unknown))

    def _weights_of(self, connection: Connection, stock_number: int, phrases: Phrases) -> Weights:
        """What one word weighs in each course. Most searches are made of words that were asked for a moment ago."""
        key = (stock_number, phrases)
        if (packed := self._weights.get(key)) is not None:
            return packed if isinstance(packed, dict) else zlib.decompress(packed)
        stock = self.stock(connection, stock_number)
        weights = weigh(passages_with(connection, phrases), stock.place_of, len(stock.ids))
        self._weights.put(key, weights if isinstance(weights, dict) else zlib.compress(weights, level=1))
        return weights

    def suggestion(self, session: Session, word: str) -> str | None:
        """A word of some title that may have been meant by one that is in no course."""
        if not (phrases := places_to_look(word)):
            return None
        documents = some_documents_with(session.connection(), phrases, MOST_TITLES)[:MOST_TITLES]
        return closest(word, queries.found_titles(session, documents))

    def page(self, connection: Connection, stock_number: int, wanted: CatalogueFilter) -> list[int]:
        """The versions of one page: those first in which the words weigh most, then the newest."""
        stock, found = self.stock(connection, stock_number), self.found(connection, stock_number, wanted.words)
        place = ((wanted.page - 1) * PAGE_SIZE, PAGE_SIZE)
        if found is None:
            places = members(stock.chosen(wanted, stock.everything), *place)
        else:
            places = best_first(found.weights, stock.chosen(wanted, found.places), *place)
        return [stock.ids[number] for number in places]
