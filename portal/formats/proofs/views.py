"""What the braille desk's pages show of one text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.files import Files
from portal.formats import queries as forms
from portal.formats.braille import as_brf, as_unicode
from portal.formats.braille.pages import Page
from portal.formats.models import MadeForm
from portal.formats.proofs import marking, queries, reading
from portal.formats.proofs.forms import VERDICT_WORDS, ProofForm
from portal.formats.proofs.models import BrailleCheck
from portal.formats.proofs.rules import USUAL_VARIANT, Verdict
from portal.formats.rules import COURSE, USUAL_SIZE, Asked, Kind
from portal.formats.views import form_address
from portal.library.models import CourseVersion, Lesson
from portal.text import Message, message
from portal.text.dates import local_date

PAGES_AT_ONCE = 20  # of braille, on a page of the portal
DONE = {
    Verdict.AS_IS: message("已记下：没有错"),
    Verdict.CORRECTED: message("改好的文件已收下"),
    Verdict.TAKEN_BACK: message("校对已收回"),
}
NO_HEAD = message(
    "改好的文件：开头没有找到“国家通用盲文……机器转换，未经人工校对”那一句，或者换了以后第一页放不下。"
    "这一句请留着，收下时会换成“由人校对”和日期"
)
WRONG = message("改好的文件：有的地方不对，都写在下面。改好再选一次")


@dataclass(frozen=True)
class On:
    """One text on the desk: the machine's, and what was said of it, the newest first."""

    slug: str
    version: CourseVersion
    part: str
    lesson: Lesson | None
    made: MadeForm
    history: Sequence[BrailleCheck]

    @property
    def check(self) -> BrailleCheck | None:
        """The check that holds."""
        newest = self.history[0] if self.history else None
        return newest if newest and newest.verdict != Verdict.TAKEN_BACK else None

    @property
    def is_english(self) -> bool:
        return self.version.language.startswith("en")

    @property
    def next_number(self) -> int:
        return self.history[0].number + 1 if self.history else 1


def asked_of(part: str, kind: Kind) -> Asked:
    """A form of a part; braille in the usual size."""
    return Asked(part, kind, USUAL_VARIANT if kind in (Kind.BRAILLE, Kind.BRF) else "")


def pages_given(files: Files, on: On) -> list[Page]:
    """The braille as it is given now: what a person has checked, else the machine's."""
    digest = on.check.braille_digest if on.check else on.made.digest
    return reading.read_braille(files.read(digest), *USUAL_SIZE).pages


def text_of(session: Session, files: Files, on: On) -> list[str]:
    """What the braille says, in letters, line by line; of a lesson, if it is there. Whole courses have a file."""
    made = forms.made_form(session, on.version.id, asked_of(on.part, Kind.TEXT)) if on.part != COURSE else None
    if made is None or not files.exists(made.digest):
        return []
    return [line.strip() for line in files.read(made.digest).decode("utf-8-sig").splitlines() if line.strip()]


def files_given(on: On, pages: list[Page], check: BrailleCheck, day: date, files: Files) -> bool:
    """Put the marked files of a check into the store and their names into it; False when the sentence at the head, which
    says who has checked it, cannot be replaced."""
    before = [marking.person_note(on.is_english, local_date(one.checked_at)) for one in on.history]
    new = marking.person_note(on.is_english, day)
    heads = (marking.marked(pages, old, new) for old in (marking.machine_note(on.is_english), *before))
    given = next((head for head in heads if head is not None), None)
    if given is None:
        return False
    braille, brf = as_unicode(given), as_brf(given)
    check.braille_digest, check.braille_size = files.put(braille), len(braille)
    check.brf_digest, check.brf_size = files.put(brf), len(brf)
    return True


def proof_values(
    session: Session, files: Files, on: On, url_for: Callable[..., str], number: int, person_id: int
) -> dict[str, Any]:
    """What the page of one text shows, whatever was done."""
    pages = pages_given(files, on)
    address: dict[str, Any] = dict(zip(("cells", "lines"), USUAL_SIZE, strict=True))
    shown = pages[(number - 1) * PAGES_AT_ONCE : number * PAGES_AT_ONCE]
    return {
        "course": on.version,
        "slug": on.slug,
        "part": on.part,
        "lesson": on.lesson,
        "check": on.check,
        "is_own": on.check is not None and on.check.checked_by_id == person_id,
        "history": [
            (VERDICT_WORDS[Verdict(one.verdict)], one, queries.name_of(session, one.checked_by_id))
            for one in on.history
        ],
        "digest": on.made.digest,
        "pages_of_braille": [
            (page.number, "\n".join(line.replace(" ", reading.BLANK) for line in page.lines)) for page in shown
        ],
        "total": len(pages),
        "number": number,
        "count": max(1, -(-len(pages) // PAGES_AT_ONCE)),
        "text": text_of(session, files, on),
        "foreign": on.version.language,
        "brf": form_address(url_for, on.slug, asked_of(on.part, Kind.BRF), **address),
        "braille": form_address(url_for, on.slug, asked_of(on.part, Kind.BRAILLE), **address),
        "letters": form_address(url_for, on.slug, asked_of(on.part, Kind.TEXT)),
    }


def is_pressed_again(on: On, form: ProofForm, check: BrailleCheck | None, person_id: int) -> bool:
    """Whether this very answer is written down already."""
    held = on.check
    if held is None or held.checked_by_id != person_id or held.verdict != form.verdict:
        return False
    return form.verdict == Verdict.AS_IS or (check is not None and check.braille_digest == held.braille_digest)


def why_lost(on: On, person_id: int) -> Message:
    """What who comes too late is told; nothing of theirs has been taken."""
    if on.check is not None and on.check.checked_by_id == person_id:
        return message("这一份您已经校对过。要换结果，先收回您的校对。")
    return message("刚有别人校对了这一份。您写的说明还在下面，文件没有收下，还在您那里。")
