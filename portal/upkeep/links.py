"""The links and pictures of a text as learners get it, and whether those inside the course lead somewhere. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from portal.text import LANGUAGES, message, speaking
from portal.upkeep import rules
from portal.upkeep.rules import Found

LEADS_OUT = message("（外部网站）")


@dataclass(frozen=True)
class Link:
    """A link, or a picture with its description. `address` is None where the text kept only the words."""

    words: str
    address: str | None
    is_picture: bool = False


@dataclass
class Page:
    """One text: what it links to, and what can be linked to in it."""

    links: list[Link] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Course:
    """What a link inside the course may lead to."""

    slug: str
    lessons: Collection[str]
    files: Collection[str]


class Reader(HTMLParser):
    """Collects what stands in sanitised HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: str | None = None
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if name := values.get("id"):
            self.page.ids.add(name)
        if tag == "a":
            self._open, self._words = values.get("href"), []
        elif tag == "img":
            self.page.links.append(Link(values.get("alt") or "", values.get("src") or None, is_picture=True))
            if self._words is not None:
                self._words.append(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._words is not None:
            self.page.links.append(Link(unmarked("".join(self._words)), self._open or None))
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)


def unmarked(words: str) -> str:
    """The words of a link as their author wrote them, without what every text says of links to other sites."""
    for spoken in LANGUAGES:
        with speaking(spoken):
            words = words.strip().removesuffix(str(LEADS_OUT))
    return words.strip()


def read(html: str) -> Page:
    """Everything that a text links to."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def texts_of(questions: Iterable[dict[str, Any]]) -> list[str]:
    """The texts of questions, as they are shown."""
    return [question[key] for question in questions for key in ("html", "explanation_html") if question.get(key)]


def outside(pages: Iterable[Page], origin: str) -> dict[str, str]:
    """The addresses of other sites, each once, with the words of its first link."""
    found: dict[str, str] = {}
    for page in pages:
        for link in page.links:
            if link.address and leads_out(link.address, origin):
                found.setdefault(urldefrag(link.address).url, link.words)
    return found


def leads_out(address: str, origin: str) -> bool:
    """Whether an address is another site's."""
    return address.lower().startswith(("http:", "https:")) and not _is_own(address, origin)


def _is_own(address: str, origin: str) -> bool:
    return address == origin or address.startswith((f"{origin}/", f"{origin}#", f"{origin}?"))


def broken_inside(page: Page, lesson: str, course: Course, origin: str) -> Iterator[Found]:
    """Links and pictures of a text that lead nowhere inside the course."""
    for link in page.links:
        if link.is_picture:
            if not link.address or not leads_somewhere(link.address, page, course):
                yield rules.missing_picture(lesson, link.words, link.address or "")
        elif link.address is None:
            yield rules.inside_link(lesson, link.words, "")
        elif not leads_out(link.address, origin) and not leads_somewhere(
            link.address.removeprefix(origin), page, course
        ):
            yield rules.inside_link(lesson, link.words, link.address)


def leads_somewhere(address: str, page: Page, course: Course) -> bool:
    """Whether an address inside the portal leads somewhere, as far as this course can tell.

    Pages of other rooms and of other courses are taken to be there: they have states of their own.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True  # mailto and tel cannot be asked
    if not parts.path:
        return not parts.fragment or unquote(parts.fragment) in page.ids
    path = unquote(parts.path)
    own = f"/library/{course.slug}/"
    if not path.startswith(own):
        return path.startswith("/")
    rest = path.removeprefix(own)
    if rest.startswith("files/"):
        return rest.removeprefix("files/") in course.files
    return "/" in rest or "." in rest or rest in course.lessons or rest in ("changes", "questions")
