"""What the pages of shares need: what may be picked, what was picked, and how a share is told."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.colleges.queries import all_colleges, college_of
from portal.credits.queries import years
from portal.credits.rules import Unit
from portal.db.session import Db
from portal.sharing import actions, queries
from portal.sharing.contents import OwnLine, Said, picked_statement
from portal.sharing.dossier.models import FileLine
from portal.sharing.dossier.queries import lines_of
from portal.sharing.forms import PickForm, Which
from portal.sharing.models import Share
from portal.sharing.rules import (
    DOORS,
    MOST_ITEMS,
    MOST_LOOKS,
    MOST_TICKS,
    STATES,
    TONES,
    Door,
    Items,
    ShareState,
    digest_of_token,
    short_name,
    state_of,
    title_in_their_language,
)
from portal.submissions.province import rules_on
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date, local_date


@dataclass(frozen=True)
class Choices:
    """What the form offers, as value and words."""

    entries: list[tuple[int, Message]]
    certificates: list[tuple[int, Message]]
    lines: list[tuple[int, Message]]
    years: list[tuple[str, Message]]


def choices_of(session: Session, person_id: int) -> Choices:
    """What this person may pick: the newest entries one by one, all others by their year."""
    entries = queries.earned_entries(session, person_id, MOST_TICKS)
    return Choices(
        [
            (
                one.id,
                message(
                    "%(date)s，%(what)s%(change)s",
                    date=format_date(one.happened_at),
                    what=one.sentence,
                    change=one.change_in_words,
                ),
            )
            for one in entries
        ],
        [
            (
                one.id,
                message(
                    "《%(title)s》，%(credit)s 学分",
                    title=title_in_their_language(one.title, one.title_en),
                    credit=format_credit(one.credit_hundredths),
                ),
            )
            for one in queries.standing_certificates(session, person_id, MOST_TICKS)
        ],
        [
            (one.id, message("%(which)s：%(title)s", which=own_line(one).heading, title=one.title))
            for one in lines_of(session, person_id)
        ],
        [(str(one.year), message("%(year)s年", year=one.year)) for one in years(session, person_id, Unit.CREDIT)],
    )


def own_line(line: FileLine) -> OwnLine:
    """A line of the file as statements tell it."""
    return OwnLine(**{name: getattr(line, name) for name in OwnLine.__dataclass_fields__})


def picked(session: Session, person_id: int, form: PickForm) -> Items:
    """What was picked of the person's own; whatever else an address names is left out."""
    chosen = {int(typed) for typed in form.entry if is_id(typed)}
    entries = (
        queries.earned_entries(session, person_id, MOST_ITEMS + 1, form.period) if form.which != Which.NONE else []
    )
    certificates = queries.standing_certificates(session, person_id, None) if form.certificate else []
    lines = lines_of(session, person_id) if form.line else []
    return Items(
        tuple(one.id for one in entries if form.which != Which.PICKED or one.id in chosen),
        tuple(one.id for one in certificates if str(one.id) in form.certificate),
        tuple(asdict(own_line(one)) for one in lines if str(one.id) in form.line),
    )


def is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 16


def name_shown(holder: Actor, form: PickForm) -> str:
    """The name as others will read it."""
    return holder.name if form.name == "whole" else short_name(holder.name)


def preview(session: Session, holder: Actor, form: PickForm, items: Items, now: datetime) -> Said:
    """Exactly what others will see."""
    said = picked_statement(session, holder.person_id, name_shown(holder, form), items, now)
    return Said(**vars(said) | {"period": form.period})


def days_of(request: Request, now: datetime) -> dict[str, int]:
    """The province's numbers: for how many days something is shown."""
    settings = request.app.state.settings
    return rules_on(settings.province, local_date(now), settings.mode == "demo").sharing


def colleges_to_choose(session: Db) -> list[tuple[str, str]]:
    """The colleges that something can be shown to."""
    return [(str(one.id), one.name) for one in all_colleges(session)]


@dataclass(frozen=True)
class Told:
    """A share as its person reads it."""

    share: Share
    today: date
    college: str = ""

    @property
    def state(self) -> ShareState:
        return state_of(self.share.ends_on, self.share.stopped_at is not None, self.today)

    @property
    def is_live(self) -> bool:
        return self.state is ShareState.LIVE

    @property
    def state_words(self) -> Message:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def receiver(self) -> str | Message:
        if self.college:
            return message("只给%(college)s，要用那里的账号登录", college=self.college)
        return self.share.receiver or message("有验证码或者网址的人")


def looks_of(session: Session, share_id: int) -> list[dict[str, Any]]:
    """Who looked, in words."""
    looks = queries.looks_at(session, share_id, MOST_LOOKS)
    return [{"at": look.looked_at, "door": DOORS[look.door], "who": look.institution} for look in looks]


def address_of(request: Request, share: Share) -> str:
    """The path that the person gives away."""
    state = request.app.state
    token = actions.token_of(state.vault, share.code)
    assert digest_of_token(token) == share.token_digest, "the portal's secret has changed"
    return str(state.url_for("shared", token=token))


def note_look(request: Request, session: Db, share: Share, door: Door, visitor: Actor | None, now: datetime) -> None:
    """Let the person know that somebody looked; their own looks are left out.

    It is written in a transaction of its own: the page itself only reads.
    """
    if visitor and visitor.person_id == share.person_id:
        return
    college = college_of(session, visitor.person_id, local_date(now)) if visitor else None
    with Session(request.app.state.engine) as own, own.begin():
        actions.note_look(own, share.id, door, college.name if college else "", now)


def may_see(session: Session, share: Share, visitor: Actor | None, now: datetime) -> bool:
    """Whether a share is for this visitor: it is for whoever has its code, for its college's members, or their own."""
    if share.college_id is None or (visitor and visitor.person_id == share.person_id):
        return True
    college = college_of(session, visitor.person_id, local_date(now)) if visitor else None
    return college is not None and college.id == share.college_id
