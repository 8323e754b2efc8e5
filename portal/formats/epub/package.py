"""The package document: what the book is, how it can be read, and every file in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from portal.formats.document.markup import element
from portal.formats.document.parts import CourseDocument
from portal.formats.epub.overlay import clock
from portal.text import message

ACTIVE = "-epub-media-overlay-active"
VERDICT_FULL = "full"


@dataclass(frozen=True)
class Item:
    """A file of the manifest. `overlay` is the id of a chapter's overlay; `seconds` the length of an overlay."""

    id: str
    name: str
    media_type: str
    properties: str = ""
    in_spine: bool = False
    overlay: str = ""
    seconds: float = 0


def package(document: CourseDocument, facts: dict[str, str], items: Sequence[Item], origin: str) -> str:
    """The whole file. The same book has the same identifier wherever it is made."""
    manifest = Markup("\n").join(_item(item) for item in items)
    spine = Markup("").join(Markup('<itemref idref="{}"/>').format(item.id) for item in items if item.in_spine)
    metadata = Markup("\n").join([*_about(document, origin), *_access(document, facts, items), *_lengths(items)])
    return str(
        Markup(
            '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            'unique-identifier="id" xml:lang="{}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{}\n</metadata>\n'
            "<manifest>\n{}\n</manifest>\n<spine>{}</spine>\n</package>\n"
        ).format(document.language, metadata, manifest, spine)
    )


def _about(document: CourseDocument, origin: str) -> Iterator[Markup]:
    part = "course" if document.is_whole else document.lessons[0].slug
    page = f"{origin}/library/{document.slug}" + ("" if document.is_whole else f"/{part}")
    identifier = uuid5(NAMESPACE_URL, f"{document.slug}/{document.digest}/{document.number}/{part}")
    yield Markup('<dc:identifier id="id">urn:uuid:{}</dc:identifier>').format(identifier)
    yield element("dc:title", Markup.escape(document.name))
    yield element("dc:language", Markup.escape(document.language))
    for person in document.people:
        yield element("dc:creator", Markup.escape(person))
    yield element("dc:publisher", Markup.escape(document.provider))
    yield element("dc:rights", Markup.escape(document.licence))
    yield element("dc:description", Markup.escape(document.summary))
    yield element("dc:source", Markup.escape(page))
    yield meta("dcterms:modified", document.published_at)


def _access(document: CourseDocument, facts: dict[str, str], items: Sequence[Item]) -> Iterator[Markup]:
    """How it can be read, from what is in it and from the facts that the course's page states."""
    has_pictures = any(item.media_type.startswith("image/") for item in items)
    has_sound = any(item.seconds for item in items)
    modes = ["textual", *(["visual"] if has_pictures else []), *(["auditory"] if has_sound else [])]
    yield from (meta("schema:accessMode", mode) for mode in modes)
    if facts.get("braille") == VERDICT_FULL:  # everything is in the words: a braille display is enough
        yield meta("schema:accessModeSufficient", "textual")
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    features += ["alternativeText"] if has_pictures else []
    features += ["transcript"] if any(lesson.lines for lesson in document.lessons) else []
    features += ["synchronizedAudioText"] if has_sound else []
    yield from (meta("schema:accessibilityFeature", feature) for feature in features)
    yield meta("schema:accessibilityHazard", "none")
    yield meta("schema:accessibilitySummary", str(_summary(facts)))


def _summary(facts: dict[str, str]) -> object:
    if facts.get("braille") == VERDICT_FULL:
        return message("全部内容都有文字，读屏和点显器能读完。图片有说明。没有经过无障碍认证。")
    return message("课文有文字，图片有说明。有的内容还没有文字，点显器不能全部读完。没有经过无障碍认证。")


def _lengths(items: Sequence[Item]) -> Iterator[Markup]:
    """How long each overlay is, and all of them."""
    overlays = [item for item in items if item.seconds]
    for item in overlays:
        yield Markup('<meta property="media:duration" refines="#{}">{}</meta>').format(item.id, clock(item.seconds))
    if overlays:
        yield meta("media:duration", clock(sum(item.seconds for item in overlays)))
        yield meta("media:active-class", ACTIVE)


def meta(name: str, value: str) -> Markup:
    return Markup('<meta property="{}">{}</meta>').format(name, value)


def _item(item: Item) -> Markup:
    named = {"properties": item.properties, "media-overlay": item.overlay}
    more = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in named.items() if value)
    return Markup('<item id="{}" href="{}" media-type="{}"{}/>').format(item.id, item.name, item.media_type, more)
