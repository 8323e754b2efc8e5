"""What comes out of a file: lessons, pictures that ask for words, and a list of everything that is not as it was."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """One thing that is not as it was: its rule (see sentences), the heading or slide under which it stood, its words."""

    rule: str
    place: str = ""
    text: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture for the package. `words` is "" as long as it asks for some; `was` is what the file had as words."""

    name: str  # its file in the package: media/…
    content: bytes = field(repr=False)
    words: str = ""
    was: str = ""
    place: str = ""
    near: str = ""  # what is said just before it


@dataclass(frozen=True)
class Lesson:
    """A lesson as it is to be. The body is Markdown that begins with `##`; pictures stand in it by their names."""

    title: str
    body: str
    minutes: int


@dataclass(frozen=True)
class Brought:
    """Everything that was in a file."""

    lessons: tuple[Lesson, ...]
    pictures: tuple[Picture, ...]
    notes: tuple[Note, ...]
    kept: dict[str, int] = field(default_factory=dict)  # headings, lists, tables …: how many
