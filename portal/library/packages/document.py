"""What a piece of Markdown holds, with the line of each thing: what the rules look at."""

from dataclasses import dataclass, field

from markdown_it.token import Token

from portal.library.packages.markdown import parser, tangled_line, untangled, words


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    line: int


@dataclass(frozen=True)
class PictureUse:
    address: str
    description: str
    line: int


@dataclass(frozen=True)
class Link:
    address: str
    text: str
    line: int


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Paragraph:
    """Running text: a paragraph, an item of a list, a heading or a cell. `line` is where it begins."""

    text: str
    line: int


@dataclass
class Document:
    """Lines count from `first_line`, the line of the file where the Markdown begins."""

    headings: list[Heading] = field(default_factory=list)
    pictures: list[PictureUse] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    html: list[int] = field(default_factory=list)
    tangled: list[int] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def read_document(markdown: str, first_line: int = 1) -> Document:
    """Take a text apart. Raw HTML is found as such, not as text."""
    document = Document()
    if line := tangled_line(markdown):
        document.tangled.append(first_line + line - 1)
    tokens = parser(html=True).parse(untangled(markdown), {})
    line = first_line
    for place, token in enumerate(tokens):
        if token.map:
            line = first_line + token.map[0]
        if token.type == "html_block":
            document.html.append(line)
        elif token.type == "thead_open":
            document.tables.append(Table(_heads(tokens, place), line))
        elif token.type == "inline":
            if tokens[place - 1].type == "heading_open":
                heading = Heading(int(tokens[place - 1].tag[1]), words(token.children), line)
                document.headings.append(heading)
            document.paragraphs.append(Paragraph(words(token.children), line))
            _read_inline(document, token.children or [], line)
    return document


def _heads(tokens: list[Token], place: int) -> tuple[str, ...]:
    heads = []
    for before, token in zip(tokens[place:], tokens[place + 1 :], strict=False):
        if token.type == "thead_close":
            break
        if before.type == "th_open":
            heads.append(words(token.children))
    return tuple(heads)


def _read_inline(document: Document, children: list[Token], line: int) -> None:
    for place, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            document.html.append(line)
        elif child.type == "image":
            address = str(child.attrs.get("src", ""))
            document.pictures.append(PictureUse(address, words(child.children).strip(), line))
        elif child.type == "link_open":
            inside = _until_close(children[place + 1 :])
            document.links.append(Link(str(child.attrs.get("href", "")), words(inside).strip(), line))


def _until_close(children: list[Token]) -> list[Token]:
    end = next((place for place, child in enumerate(children) if child.type == "link_close"), len(children))
    return children[:end]
