"""Which forms there are, what each is called, and what may be asked of it."""

from dataclasses import dataclass
from enum import StrEnum

from portal.text import Message, message

COURSE = "course"  # the part that is the whole; every other part is a lesson's slug


class Kind(StrEnum):
    """A form, by the end of its address."""

    TEXT = "txt"
    LARGE = "html"
    BRAILLE = "ubrl"
    BRF = "brf"
    EPUB = "epub"
    PDF = "pdf"
    SOUND = "mp3"
    PACK = "zip"


@dataclass(frozen=True)
class Form:
    """`maker` is raised whenever what is made changes: everything is then made anew. Cheap ones are made at publication."""

    name: Message
    format: Message
    media_type: str
    ending: str  # of the file's name on the reader's disk
    maker: int = 1
    is_cheap: bool = False


NOT_CHECKED = message("机器转换，未经人工校对")
MACHINE_VOICE = message("合成语音")
FORMS: dict[Kind, Form] = {
    Kind.TEXT: Form(message("文字版"), message("TXT 文件"), "text/plain; charset=utf-8", ".txt", is_cheap=True),
    Kind.LARGE: Form(
        message("大字版"), message("网页文件，图片在里面"), "text/html; charset=utf-8", ".html", is_cheap=True
    ),
    Kind.BRAILLE: Form(
        message("盲文"), message("点字文本"), "text/plain; charset=utf-8", "-braille.txt", is_cheap=True
    ),
    Kind.BRF: Form(message("盲文"), message("BRF 文件，可以刻印"), "application/x-brf", ".brf", is_cheap=True),
    Kind.EPUB: Form(message("电子书"), message("EPUB 文件，读屏能读"), "application/epub+zip", ".epub"),
    Kind.PDF: Form(message("大字打印版"), message("PDF 文件，读屏能读"), "application/pdf", ".pdf"),
    Kind.SOUND: Form(message("录音"), message("MP3 文件"), "audio/mpeg", ".mp3"),
    Kind.PACK: Form(message("离线学习包"), message("ZIP 文件，不上网也能学"), "application/zip", ".zip"),
}
WIDTHS = (12, 14, 18, 20, 24, 28, 30, 32, 36, 40, 80)  # cells of a line: displays and embossers that there are
LENGTHS = (10, 15, 20, 22, 24, 25, 26, 27, 28, 29, 30)  # lines of a page
USUAL_SIZE = (40, 25)
MOST_WAITING = 200  # forms in the queue; more are refused until some are made


@dataclass(frozen=True)
class Asked:
    """One form of one part of a version. `variant` is the size of braille pages, “40x25”; empty for other forms."""

    part: str
    kind: Kind
    variant: str = ""

    @property
    def form(self) -> Form:
        return FORMS[self.kind]

    @property
    def size(self) -> tuple[int, int]:
        """Cells and lines of a braille page."""
        cells, lines = self.variant.split("x")
        return int(cells), int(lines)

    def reference(self, version_id: int) -> str:
        """What the job that makes it is known by."""
        return f"form/{version_id}/{self.part}/{self.kind}/{self.variant}/{self.form.maker}"

    def file_name(self, slug: str) -> str:
        """What the file is called on the reader's disk: plain letters, for old devices."""
        size = f"-{self.variant}" if self.variant and self.size != USUAL_SIZE else ""
        return f"{slug}{'' if self.part == COURSE else '-' + self.part}{size}{self.form.ending}"


def read_asked(part: str, kind: str, cells: str = "", lines: str = "") -> Asked | None:
    """What an address asks for; None when there is no such form. A size of pages that nobody has is the next smaller."""
    if kind not in FORMS or (kind == Kind.PACK and part != COURSE):
        return None
    if kind not in (Kind.BRAILLE, Kind.BRF):
        return Asked(part, Kind(kind))
    width, length = _at_most(cells, WIDTHS, USUAL_SIZE[0]), _at_most(lines, LENGTHS, USUAL_SIZE[1])
    return Asked(part, Kind(kind), f"{width}x{length}")


def _at_most(typed: str, choices: tuple[int, ...], usual: int) -> int:
    if not (typed.isdecimal() and typed.isascii() and len(typed) < 5):
        return usual
    return max((choice for choice in choices if choice <= int(typed)), default=choices[0])


def usual_forms(part: str, cells: str = "", lines: str = "") -> list[Asked]:
    """Every form of a part in its usual size, or braille in somebody's own, in the order of the list."""
    asked = [read_asked(part, kind, cells, lines) for kind in FORMS]
    return [one for one in asked if one is not None]


def cheap_forms(part: str) -> list[Asked]:
    """The forms that are made when a course opens."""
    return [one for one in usual_forms(part) if one.form.is_cheap]


def braille_note(size: tuple[int, int], how: Message) -> Message:
    """What stands at the head of a braille file: its size, and who has checked it."""
    return message("国家通用盲文，%(cells)s 方，%(lines)s 行。%(how)s。", cells=size[0], lines=size[1], how=how)
