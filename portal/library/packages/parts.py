"""What a course package is made of, once it has been read."""

from dataclasses import dataclass
from decimal import Decimal

from portal.library.packages.limits import LEARNING_HOUR_MINUTES

WAYS = ("listen", "look", "keyboard", "braille", "sign")  # always all five, always in this order


@dataclass(frozen=True)
class Person:
    name: str
    role: str


@dataclass(frozen=True)
class Right:
    covers: tuple[str, ...]
    holder: str
    statement: str


@dataclass(frozen=True)
class Claim:
    """What the provider says of one way of learning: full, part or none."""

    way: str
    claim: str
    note: str


@dataclass(frozen=True)
class MediaFile:
    """A file that learners get. `seconds`, `width`, `height` are there where the content has them."""

    name: str
    size: int
    media_type: str
    seconds: float | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class TranscriptLine:
    """One line of a transcript. `kind` is speech, seen or sound; `speaker` is the word before the colon."""

    start_seconds: int
    kind: str
    speaker: str
    text: str


@dataclass(frozen=True)
class Download:
    file: str
    title: str


@dataclass(frozen=True)
class Question:
    """`options` of an order question stand in the right order. `answer` holds the right option, all right options,
    every accepted text, or a sample answer, as `kind` asks. `text` and `explanation` are Markdown."""

    number: int
    kind: str
    text: str
    options: tuple[str, ...]
    answer: tuple[str, ...]
    explanation: str
    points: int = 0
    lesson: str = ""


@dataclass(frozen=True)
class Checkpoint:
    file: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Assessment:
    title: str
    title_en: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class PackageLesson:
    """A lesson. Names of files are paths inside the package, "" where there is none; `body` is Markdown."""

    number: int
    slug: str
    title: str
    title_en: str
    kind: str
    minutes: int
    body: str
    checkpoint: Checkpoint
    media: str = ""
    poster: str = ""
    captions: str = ""
    captions_machine_made: bool = False
    descriptions: str = ""
    sign: str = ""
    sign_stand_in: bool = False
    voice: str = "recorded"
    transcript_file: str = ""
    transcript: tuple[TranscriptLine, ...] = ()
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class Package:
    """A course as its provider wrote it. Nothing in it has been decided by the portal."""

    id: str
    title: str
    title_en: str
    summary: str
    plain_summary: str
    language: str
    category: str
    occupation: str
    level: int
    learning_hours: Decimal
    proposed_credit: Decimal
    audience: str
    provider: str
    region: str
    licence: str
    version: str
    people: tuple[Person, ...]
    rights: tuple[Right, ...]
    claims: tuple[Claim, ...]
    lessons: tuple[PackageLesson, ...]
    assessment: Assessment
    files: tuple[MediaFile, ...]

    @property
    def learning_minutes(self) -> int:
        """Minutes of learning that the provider states; 学时 have 45 minutes."""
        return int(self.learning_hours * LEARNING_HOUR_MINUTES)

    @property
    def proposed_credit_hundredths(self) -> int:
        return int(self.proposed_credit * 100)

    def file(self, name: str) -> MediaFile:
        """The file of this name; KeyError when the package has none."""
        return {file.name: file for file in self.files}[name]
