"""What one process remembers of the shelves, so that it neither counts nor renders them anew for each reader.

Cards and lessons never change, because a version never does. Counts, and which version is published, change with a
publication, which raises the library's numbers: they are remembered together with one of them, and the numbers are
read once in each transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from sqlmodel import Session

from portal.library import queries
from portal.library.describing import as_script, description
from portal.library.editions import queries as editions
from portal.library.finding import Finder
from portal.library.remembered import Remembered
from portal.library.rules import CatalogueFilter
from portal.library.state import number_of, stock_number_of
from portal.search.rules import read_query
from portal.text import language
from portal.web.frames import Frame

MOST_CARDS = 4000  # about 2 kB each
MOST_OVERVIEWS = 300  # about 4 kB each
MOST_FORMS = 100  # about 15 kB each
MOST_RESULTS = 100  # pages of twenty, about 40 kB each
MOST_COURSES = 200
MOST_LESSONS = 300


@dataclass(frozen=True)
class Overview:
    """How many courses match a filter, and would with one more condition; and where there are courses at all."""

    key: tuple[int, CatalogueFilter]
    counts: dict[str, int]
    regions: Sequence[Any]
    unknown: tuple[str, ...] = ()  # words of the search that are in no course


@dataclass(frozen=True)
class Contents:
    """The lessons of a version in order, without their texts, and its files by name."""

    lessons: Sequence[Any]
    files: dict[str, Any]


class Shelf:
    """One for each application. Bounded, and empty after a restart."""

    def __init__(self) -> None:
        self._cards: Remembered[tuple[int, str], Markup] = Remembered(MOST_CARDS)
        self.finder = Finder()
        self._regions: Remembered[int, Sequence[Any]] = Remembered(1)
        self._overviews: Remembered[tuple[int, CatalogueFilter], Overview] = Remembered(MOST_OVERVIEWS)
        self._forms: Remembered[tuple[int, CatalogueFilter, str], Frame] = Remembered(MOST_FORMS)
        self._results: Remembered[tuple[int, CatalogueFilter, str], Markup] = Remembered(MOST_RESULTS)
        self._courses: Remembered[tuple[int, str], Any] = Remembered(MOST_COURSES)
        self._versions: Remembered[tuple[int, int], Any] = Remembered(MOST_COURSES)
        self._described: Remembered[tuple[int, bool], Markup] = Remembered(MOST_COURSES)
        self._contents: Remembered[int, Contents] = Remembered(MOST_COURSES)
        self._lessons: Remembered[tuple[int, str], Any] = Remembered(MOST_LESSONS)

    def cards(self, session: Session, version_ids: Sequence[int], show: Callable[[Any], Markup]) -> list[Markup]:
        """The cards of these versions, in this order and the reader's language; `show` renders one from its row."""
        spoken = language()
        known = {number: self._cards.get((number, spoken)) for number in version_ids}
        if missing := [number for number, card in known.items() if card is None]:
            for row in queries.cards(session, missing):
                known[row.id] = self._cards.put((row.id, spoken), show(row))
        return [card for card in known.values() if card is not None]

    def overview(self, session: Session, wanted: CatalogueFilter) -> Overview:
        """Counts and regions as they are in this transaction."""
        key = (stock_number_of(session), replace(wanted, page=1))
        return self._overviews.get(key) or self._overviews.put(key, self._count(session, key))

    def _count(self, session: Session, key: tuple[int, CatalogueFilter]) -> Overview:
        connection, (number, wanted) = session.connection(), key
        stock, found = self.finder.stock(connection, number), self.finder.found(connection, number, wanted.words)
        counts = stock.counts(wanted, found.places if found else stock.everything)
        regions = self._regions.get(number) or self._regions.put(number, queries.course_regions(session))
        return Overview(key, counts, regions, found.unknown if found else ())

    def page(self, session: Session, overview: Overview, wanted: CatalogueFilter) -> list[int]:
        """The versions of one page, in their order."""
        return self.finder.page(session.connection(), overview.key[0], wanted)

    def suggestions(self, session: Session, overview: Overview) -> list[str]:
        """What may have been meant where a word is in no course: the search with another word in its place.

        Only for the first such word: each costs about as much as the search itself.
        """
        words = read_query(overview.key[1].words).terms
        meant = {word: meant for word in overview.unknown[:1] if (meant := self.finder.suggestion(session, word))}
        return [" ".join(meant.get(term.text, term.text) for term in words)] if meant else []

    def course(self, session: Session, slug: str) -> Any | None:
        """The published version of a course with its region; None when there is none."""
        key = (number_of(session), slug)
        return self._courses.get(key) or self._courses.put(key, queries.course_row(session.connection(), slug))

    def version(self, session: Session, version_id: int) -> Any | None:
        """A version that is or was open, with its region and which edition it is."""
        key = (number_of(session), version_id)
        row = self._versions.get(key)
        return row or self._versions.put(key, editions.version_row(session.connection(), version_id))

    def lesson(self, session: Session, version_id: int, slug: str) -> Any | None:
        """One lesson of a version with all its content; None when it has none of this name."""
        key = (version_id, slug)
        return self._lessons.get(key) or self._lessons.put(key, queries.lesson_row(session.connection(), *key))

    def contents(self, session: Session, version_id: int) -> Contents:
        """The lessons and files of a version."""
        found = self._contents.get(version_id)
        if found is None:
            lessons, files = queries.outline(session, version_id), queries.files_of(session, version_id)
            found = self._contents.put(version_id, Contents(lessons, files))
        return found

    def described(self, session: Session, course: Any, address: str) -> Markup:
        """A version in the words of schema.org, as its page carries it."""
        key = (course.id, bool(course.review))
        if found := self._described.get(key):
            return found
        lessons = queries.lesson_media(session, course.id)
        return self._described.put(key, as_script(description(course, lessons, address)))

    def results(self, overview: Overview, wanted: CatalogueFilter, show: Callable[[], Markup]) -> Markup:
        """One page of results, in the reader's language; `show` renders it."""
        key = (overview.key[0], wanted, language())
        return self._results.get(key) or self._results.put(key, show())

    def form(self, overview: Overview, wanted: CatalogueFilter, show: Callable[[], Frame]) -> Frame:
        """The form with a filter's conditions, in the reader's language; `wanted` has a slot for words, `show` renders it."""
        key = (overview.key[0], replace(wanted, page=1), language())
        return self._forms.get(key) or self._forms.put(key, show())
