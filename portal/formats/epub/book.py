"""The files of a book: a chapter for each lesson, pictures, sound, contents, and the package that names them."""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup, escape

from portal.formats.document.linear import front_matter
from portal.formats.document.markup import Manner, element, inlines_html, lesson_html
from portal.formats.document.parts import CourseDocument, LessonDocument
from portal.formats.epub.archive import Archive
from portal.formats.epub.overlay import clips_of, length, overlay
from portal.formats.epub.package import Item, package
from portal.formats.making import Making
from portal.formats.print.page import outside
from portal.formats.sound.tracks import copy_sound, seconds_of
from portal.text import message

FOLDER = "EPUB/"
CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
STYLE = (Path(__file__).parent / "book.css").read_text(encoding="utf-8")


@dataclass
class Book:
    """A book in the making: what was put in, in the order of the manifest."""

    making: Making
    archive: Archive
    items: list[Item] = field(default_factory=list)

    @property
    def document(self) -> CourseDocument:
        return self.making.document

    def add(self, item: Item, content: str | bytes | Path) -> None:
        self.items.append(item)
        self.archive.add(FOLDER + item.name, content)


def make_book(making: Making) -> Path:
    """The EPUB file."""
    to = making.folder / "book.epub"
    book = Book(making, Archive(to))
    book.archive.add("mimetype", "application/epub+zip")
    book.archive.add("META-INF/container.xml", CONTAINER)
    book.add(Item("style", "style.css", "text/css"), STYLE)
    book.add(Item("nav", "nav.xhtml", "application/xhtml+xml", properties="nav"), contents(book.document))
    book.add(Item("opening", "opening.xhtml", "application/xhtml+xml", in_spine=True), opening(book.document))
    for name in dict.fromkeys(name for lesson in book.document.lessons for name in lesson.pictures()):
        if (content := making.read_file(name)) is not None:
            item = Item(picture_id(name), picture_name(name), mimetypes.guess_type(name)[0] or "image/png")
            book.add(item, content)
    for lesson in book.document.lessons:
        add_chapter(book, lesson)
    book.archive.add(f"{FOLDER}package.opf", package(book.document, making.facts, book.items, making.origin))
    book.archive.close()
    return to


def add_chapter(book: Book, lesson: LessonDocument) -> None:
    """A lesson, and with it the sound that its transcript is tied to."""
    name = f"{lesson.slug}.xhtml"
    own = f"l{lesson.number}"
    has_overlay = bool(lesson.media.file and lesson.lines and add_sound(book, lesson, name))
    chapter = Item(own, name, "application/xhtml+xml", in_spine=True, overlay=f"{own}-overlay" if has_overlay else "")
    present = book.making.digests
    manner = Manner(lambda file: picture_name(file) if file in present else "", within(book.document))
    title = message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)
    body = lesson_html(lesson, title, manner)
    section = Markup('<section epub:type="chapter" role="doc-chapter" aria-labelledby="title">\n{}\n</section>').format(
        body
    )
    book.add(chapter, page(book.document, lesson.title, section))


def add_sound(book: Book, lesson: LessonDocument, chapter: str) -> bool:
    """The sound of a lesson and when each line is heard; whether there was any."""
    film = book.making.copy_file(lesson.media.file, book.making.folder / f"{lesson.slug}.medium")
    is_film = lesson.media.kind == "video"
    sound = book.making.folder / f"{lesson.slug}.m4a" if is_film else film
    if is_film:
        copy_sound(film, sound)
    name = f"sound/{lesson.slug}.{'m4a' if is_film else 'mp3'}"
    clips = clips_of(lesson.lines, seconds_of(sound))
    own = f"l{lesson.number}"
    if clips:
        book.add(Item(f"{own}-sound", name, "audio/mp4" if is_film else "audio/mpeg"), sound)
        smil = Item(f"{own}-overlay", f"{lesson.slug}.smil", "application/smil+xml", seconds=length(clips))
        book.add(smil, overlay(chapter, name, clips))
    film.unlink(missing_ok=True)
    sound.unlink(missing_ok=True)
    return bool(clips)


def opening(document: CourseDocument) -> str:
    """The first page: title, whose it is, which version."""
    note = [
        element("p", inlines_html(piece.inlines, Manner(lambda _: "", outside))) for piece in front_matter(document)
    ]
    body = Markup("\n").join([element("h1", escape(document.name), id="title"), *note])
    section = Markup('<section epub:type="titlepage" aria-labelledby="title">\n{}\n</section>').format(body)
    return page(document, document.name, section)


def contents(document: CourseDocument) -> str:
    """The navigation document."""
    items = [
        element("li", Markup('<a href="{}.xhtml">{}</a>').format(lesson.slug, lesson.title))
        for lesson in document.lessons
    ]
    first = element("li", Markup('<a href="opening.xhtml">{}</a>').format(document.name))
    title = element("h1", escape(message("目录")), id="contents")
    nav = Markup('<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n{}{}\n</nav>').format(
        title, element("ol", Markup("\n").join([first, *items]))
    )
    return page(document, str(message("目录")), nav)


def page(document: CourseDocument, title: str, body: Markup) -> str:
    """An XHTML document of the book."""
    return str(
        Markup(
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
            'xmlns:epub="http://www.idpf.org/2007/ops" lang="{0}" xml:lang="{0}">\n<head>\n<title>{1}</title>\n'
            '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n{2}\n</body>\n</html>\n'
        ).format(document.language, title, body)
    )


def within(document: CourseDocument) -> Callable[[str], str]:
    """Links to other lessons of this book lead to their chapter."""
    here = {f"/library/{document.slug}/{lesson.slug}": f"{lesson.slug}.xhtml" for lesson in document.lessons}
    return lambda address: here.get(address.partition("#")[0]) or outside(address)


def picture_name(name: str) -> str:
    return "pictures/" + name.rpartition("/")[2]


def picture_id(name: str) -> str:
    """An XML name that no two pictures share."""
    return "picture-" + name.encode().hex()
