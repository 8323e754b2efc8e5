"""What the pages show of an application, to its learner and to the officers."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.queries import regions
from portal.credits.counting import candidate_of
from portal.credits.rulebook.sentences import left_out, recognised_sum
from portal.credits.rules import record_number
from portal.recognition import actions, queries
from portal.recognition.evidence.rules import FORM_WORDS, Form
from portal.recognition.models import RecognitionApplication, RecognitionEvidence
from portal.recognition.rules import (
    AT_DESK,
    DECIDED,
    DESK_WORDS,
    EDITABLE,
    RECOGNISED,
    STATE_WORDS,
    STEP_WORDS,
    TONES,
    State,
    Step,
    evidence_needed,
    references_of,
)
from portal.recognition.values.queries import all_tables
from portal.recognition.values.rules import Kind, Row, Table, holds_on, table_for
from portal.submissions.views import Due, due_of, place_name
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.codes import make_code
from portal.text.dates import local_date
from portal.web.pages import render

ELSEWHERE = "elsewhere"
MISSING = {
    "kind": message("还没选是哪一种"),
    "award": message("还没写学到了什么、谁发的、哪一天"),
    "evidence": message("材料还不够：要有两份。写了编号和在哪里核对的，一份就够"),
    "failed": message("有一份录的没有转好。去掉它，再录一次"),
}
RESULT_WORDS = {"granted": message("认定"), "part": message("认定一部分"), "refused": message("不认定")}
PROOF_WORDS = {
    "source": message("到发证的地方核对过"),
    "evidence": message("有两份材料，说的是同一件事"),
    "none": message("都没有"),
}


@dataclass(frozen=True)
class Told:
    """An application as people read it, with the table that holds for it."""

    one: RecognitionApplication
    table: Table
    today: date
    name: str = ""

    @property
    def kind(self) -> Kind | None:
        return self.table.kind(self.one.kind)

    @property
    def row(self) -> Row | None:
        return self.table.row(self.one.kind, self.one.assessed_row or self.one.row_key)

    @property
    def number(self) -> str:
        return make_code(50_000_000 + self.one.id)

    @property
    def heading(self) -> str | Message:
        return self.one.title or (self.kind.words if self.kind else message("新的申请"))

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[State(self.one.state)]

    @property
    def desk_words(self) -> Message:
        return DESK_WORDS[State(self.one.state)]

    @property
    def tone(self) -> str:
        return TONES.get(State(self.one.state), "wait")

    @property
    def is_editable(self) -> bool:
        return self.one.state in EDITABLE

    @property
    def is_decided(self) -> bool:
        return self.one.state in DECIDED

    @property
    def may_withdraw(self) -> bool:
        return self.one.state in (*EDITABLE, *AT_DESK)

    @property
    def due(self) -> Due | None:
        return due_of(self.one.due_on, self.today)

    @property
    def result_words(self) -> Message:
        return RESULT_WORDS[self.one.result]

    @property
    def proof_words(self) -> Message:
        return PROOF_WORDS[self.one.proof]

    @property
    def can_be_checked(self) -> bool:
        """Whether one evidence is enough."""
        return bool(self.one.certificate_key and self.one.check_at)

    @property
    def steps(self) -> list[tuple[Message, Message, str]]:
        """The way of an application: name, state in words, and done, now or ahead."""
        names = (message("写申请"), message("查材料"), message("评定"), message("决定"))
        here = {State.SUBMITTED: 1, State.CHECK_RETURNED: 1, State.CHECKED: 2, State.ASSESS_RETURNED: 2}
        at = 4 if self.is_decided else here.get(State(self.one.state), 3 if self.one.state == State.ASSESSED else 0)
        done, ahead = message("已完成"), message("还没开始")
        return [
            (name, done, "done") if n < at else (name, self.state_words, "now") if n == at else (name, ahead, "ahead")
            for n, name in enumerate(names)
        ]


def told_of(session: Session, one: RecognitionApplication, today: date, name: str = "") -> Told:
    """An application with the table that holds for its award; of one without a day, that of today."""
    return Told(one, table_for(all_tables(session), one.named_version, one.awarded_on or today), today, name)


def told_by_day(session: Session, one: RecognitionApplication, day: date | None, today: date) -> Told:
    """A draft with the table that holds for the day that was typed just now."""
    is_past = day is not None and day <= today
    return Told(one, holds_on(all_tables(session), (day if is_past else one.awarded_on) or today), today)


def told_all(session: Session, rows: Sequence[Any], today: date) -> list[Told]:
    """A list of applications, or of rows with an application and a name, in one query."""
    tables = all_tables(session)
    pairs = [(row, "") if isinstance(row, RecognitionApplication) else (row[0], row.name) for row in rows]
    return [
        Told(one, table_for(tables, one.named_version, one.awarded_on or today), today, name) for one, name in pairs
    ]


@dataclass(frozen=True)
class Proof:
    """One evidence as a page shows it. `number` is how it is called on the phone."""

    number: int
    evidence: RecognitionEvidence

    @property
    def form_words(self) -> Message:
        return FORM_WORDS[self.evidence.form]

    @property
    def is_file(self) -> bool:
        return self.evidence.form != Form.TYPED and self.evidence.state == "ready"

    @property
    def seconds(self) -> int:
        return round(self.evidence.milliseconds / 1000)


def proofs_of(session: Session, one: RecognitionApplication) -> list[Proof]:
    """All evidence, numbered."""
    return [Proof(number, proof) for number, proof in enumerate(queries.evidence_of(session, one.id), start=1)]


def missing_of(told: Told, proofs: Sequence[Proof]) -> dict[str, Message]:
    """What is missing before an application can be handed in, by its page."""
    one, found = told.one, {}
    if told.kind is None:
        found["kind"] = MISSING["kind"]
    elif told.row is None or not (one.title and one.awarded_by and one.awarded_on):
        found["award"] = MISSING["award"]
    if any(proof.evidence.state == "failed" for proof in proofs):
        found["evidence"] = MISSING["failed"]
    elif len(proofs) < evidence_needed(told.can_be_checked):
        found["evidence"] = MISSING["evidence"]
    return found


def places(session: Session) -> dict[str, str | Message]:
    """Where who gave it may be: the prefectures of the province, or elsewhere."""
    here: dict[str, str | Message] = {
        one.code: place_name((one.name, one.name_en)) for one in regions(session, "prefecture")
    }
    return {ELSEWHERE: message("全国、省里的机构，或者在外省")} | here


def region_name(session: Session, code: str) -> str | Message:
    """The place of who gave it, in words."""
    return places(session).get(code or ELSEWHERE, code)


@dataclass(frozen=True)
class Happened:
    """One line of the history."""

    title: Message
    at: datetime
    who: str | Message
    note: str


def history(session: Session, one: RecognitionApplication, with_names: bool) -> list[Happened]:
    """What happened, the newest first; the learner hears roles, the desk hears names."""
    learner, officer = message("申请人"), message("学分管理员")
    return [
        Happened(
            STEP_WORDS[Step(row[0].step)],
            row[0].happened_at,
            learner if row[0].actor_id == one.person_id else row.name if with_names else officer,
            row[0].words,
        )
        for row in queries.events_of(session, one.id)
    ]


@dataclass(frozen=True)
class InBooks:
    """What a decision became in the books: the sum in sentences, and the entry."""

    said: list[Message]
    transfer_id: int | None
    number: str


def in_books(session: Session, one: RecognitionApplication) -> InBooks | None:
    """How much of what was recognised counts, and why; None when nothing was recognised."""
    if one.state not in RECOGNISED:
        return None
    posted, said = queries.posted_of(session, one.id), list[Message]()
    for transfer in posted:
        said += recognised_sum(transfer.cause["sum"], transfer.credit_hundredths or 0)
    waiting = [left for name in references_of(one.id) if (left := candidate_of(session, name))]
    for left in waiting:
        said += left_out(left.cap, left.before, left.most, left.left_hundredths, left.next_on)
    if not said:
        credit = format_credit(one.recognised_hundredths)
        said = [message("认定 %(value)s 学分。", value=credit), message("同一类以前记的不比它少，这次不再加。")]
    newest = posted[-1].id if posted else None
    return InBooks(said, newest, record_number(newest) if newest else "")


def said_of_entry(request: Request, session: Session, entry: Any) -> Markup:
    """For the page of one entry: the application that it came from."""
    number = entry.cause.get("application") if entry.cause.get("kind") == "recognised" else None
    one = queries.application(session, number) if number else None
    if one is None:
        return Markup("")
    return Markup(render(request, "recognition/_entry.html", told=told_of(session, one, local_date(entry.posted_at))))


def new_key() -> str:
    """What makes one press of a button one deed, however often it arrives."""
    return secrets.token_urlsafe(12)


@dataclass
class ServedFile:
    """The file of an evidence, as it is served: never public, and kept by nobody between."""

    digest: str
    media_type: str
    size: int
    is_public: bool = False


def note_reading(request: Request, officer_id: int, object_type: str, object_id: int, now: datetime) -> None:
    """Keep who read it, in a transaction of its own: the page itself only reads."""
    with Session(request.app.state.engine) as own, own.begin():
        actions.note_reading(own, officer_id, object_type, object_id, now)
