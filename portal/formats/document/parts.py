"""What a document is made of. Nothing here knows of HTML, of braille or of paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A run of text. `language` is empty where it is the course's; `weight` is "", strong, em or code."""

    text: str
    language: str = ""
    weight: str = ""
    link: str = ""  # where it leads, as the portal's page has it


@dataclass(frozen=True)
class Picture:
    """A picture in the place where it stands, by its name in the package, with what one has to know from it."""

    words: str
    file: str


Inline = Words | Picture
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """Level 2 is the highest inside a lesson; the lesson's own title is above it."""

    level: int
    inlines: Inlines
    id: str = ""


@dataclass(frozen=True)
class Paragraph:
    inlines: Inlines
    role: str = ""  # "", quote, code


@dataclass(frozen=True)
class Listing:
    """`first` is the number of the first item; None where the items are not numbered."""

    items: "tuple[tuple[Block, ...], ...]"
    first: int | None = None


@dataclass(frozen=True)
class Table:
    """The first cell of each row names the row."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]

    def in_sentences(self) -> list[list[tuple[str, Inlines]]]:
        """Row by row, each cell with the words of its column: a table for who reads one line after the other."""
        names = [plain(cell) for cell in self.head]
        return [
            [(names[place] if place < len(names) else "", cell) for place, cell in enumerate(row)] for row in self.rows
        ]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True)
class Line:
    """One thing said, seen or heard. `speaker` is “画面” or “声音” for what nobody says."""

    seconds: float
    speaker: str
    text: str


@dataclass(frozen=True)
class Question:
    """`options` as learners see them; `answer` is what is right, in the order in which it is right."""

    number: int
    kind: str
    blocks: tuple[Block, ...]
    options: tuple[str, ...]
    answer: tuple[str, ...]
    explanation: tuple[Block, ...]


@dataclass(frozen=True)
class Media:
    """The names of a lesson's files in the package; empty for what it does not have."""

    kind: str  # "", audio, video
    file: str = ""
    poster: str = ""
    captions: str = ""
    sign: str = ""
    voice: str = ""  # recorded or synthetic


@dataclass(frozen=True)
class LessonDocument:
    number: int
    slug: str
    title: str
    kind: str
    minutes: int
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    questions: tuple[Question, ...]
    media: Media

    def pictures(self) -> list[str]:
        """The names of all pictures that the lesson's text and questions show, each once."""
        blocks = [*self.blocks, *(block for asked in self.questions for block in (*asked.blocks, *asked.explanation))]
        found = [inline.file for inline in inlines_of(blocks) if isinstance(inline, Picture) and inline.file]
        return list(dict.fromkeys(found))


@dataclass(frozen=True)
class CourseDocument:
    """A version of a course, or one lesson of it (`is_whole` tells)."""

    slug: str
    title: str
    language: str
    summary: str
    provider: str
    licence: str
    people: tuple[str, ...]
    number: int  # of the version
    package_version: str
    digest: str
    published_on: str  # in words; empty before it is open
    published_at: str  # the same as “2026-10-12T06:30:00Z”
    lessons: tuple[LessonDocument, ...]
    is_whole: bool

    @property
    def name(self) -> str:
        """What the file is called by people: the course's title, or the lesson's."""
        return self.title if self.is_whole else self.lessons[0].title


def plain(inlines: Inlines) -> str:
    """The words alone; a picture by what it says."""
    return "".join(inline.text if isinstance(inline, Words) else inline.words for inline in inlines)


def inlines_of(blocks: "list[Block] | tuple[Block, ...]") -> list[Inline]:
    """Every word and picture of these blocks, in order."""
    found: list[Inline] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            found += block.inlines
        elif isinstance(block, Listing):
            for item in block.items:
                found += inlines_of(item)
        else:
            found += [inline for row in (block.head, *block.rows) for cell in row for inline in cell]
    return found
