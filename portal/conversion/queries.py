"""Every read of agreements, and of what somebody could convert."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.colleges.models import College
from portal.conversion import applications
from portal.conversion.matching import Outcome, Use
from portal.conversion.models import (
    AgreementDraft,
    CollegeAgreement,
    ConversionApplication,
    ConversionItem,
    ConversionLine,
)
from portal.conversion.rules import Before, evaluate
from portal.conversion.searching import OpenCourse
from portal.conversion.steps import PAGE_SIZE, DraftState
from portal.conversion.terms import Agreement, target_of, terms_of
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import MOVES, EntryType, Part, parts_of
from portal.db.rows import select_rows
from portal.library.models import Course, CourseVersion
from portal.text import Message, message
from portal.text.dates import local_date

NEW = [kind for kind, move in MOVES.items() if move.leaves is None]
KEPT = ("course_id", "title", "title_en", "level", "credit_hundredths", "learning_minutes")  # of an open course
COUNTS = ("waiting", "accepted")  # verdicts of items that fill caps and use outcomes


@dataclass(frozen=True)
class Agreed:
    """One version of an agreement with its college."""

    row: CollegeAgreement
    college: College

    @property
    def agreement(self) -> Agreement:
        one = self.row
        targets = tuple(target_of(data) for data in one.targets)
        return Agreement(one.id, one.college_id, one.programme_code, terms_of(one.terms), targets)


def live_agreements(session: Session, today: date, college_id: int | None = None) -> list[Agreed]:
    """The agreements that hold on a day (Asia/Shanghai): of each its newest version that has begun, unless that has ended."""
    wanted = (
        select(CollegeAgreement, College)
        .join(College, col(College.id) == CollegeAgreement.college_id)
        .where(College.live, CollegeAgreement.valid_from <= today)
        .order_by(College.code, CollegeAgreement.programme_code, col(CollegeAgreement.version))
    )
    if college_id is not None:
        wanted = wanted.where(CollegeAgreement.college_id == college_id)
    newest = {(row.college_id, row.programme_code): Agreed(row, college) for row, college in session.exec(wanted)}
    return [one for one in newest.values() if one.row.valid_until >= today]


def live_agreement(session: Session, agreement_id: int, today: date) -> Agreed | None:
    """One version of an agreement, when it is the one that holds on a day."""
    return next((one for one in live_agreements(session, today) if one.row.id == agreement_id), None)


def agreed(session: Session, agreement_id: int) -> Agreed | None:
    """One version of an agreement, whether it holds now or not."""
    wanted = select(CollegeAgreement, College).join(College, col(College.id) == CollegeAgreement.college_id)
    found = session.exec(wanted.where(CollegeAgreement.id == agreement_id)).one_or_none()
    return Agreed(*found) if found else None


def versions_of(session: Session, row: CollegeAgreement) -> Sequence[CollegeAgreement]:
    """Every version of the same agreement, the newest first."""
    same = (CollegeAgreement.college_id == row.college_id, CollegeAgreement.programme_code == row.programme_code)
    return session.exec(select(CollegeAgreement).where(*same).order_by(col(CollegeAgreement.version).desc())).all()


def newest_version(session: Session, college_id: int, programme_code: str) -> int:
    """The number of the newest version of an agreement; 0 when there is none."""
    same = (CollegeAgreement.college_id == college_id, CollegeAgreement.programme_code == programme_code)
    return session.exec(select(func.max(CollegeAgreement.version)).where(*same)).one() or 0


def draft_of(session: Session, draft_id: int) -> Any | None:
    """A draft with its college."""
    wanted = select(AgreementDraft, College).join(College, col(College.id) == AgreementDraft.college_id)
    return session.exec(wanted.where(AgreementDraft.id == draft_id)).one_or_none()


def draft_at_work(session: Session, college_id: int, programme_code: str) -> AgreementDraft | None:
    """The draft of an agreement that is being worked on."""
    wanted = select(AgreementDraft).where(
        AgreementDraft.college_id == college_id,
        AgreementDraft.programme_code == programme_code,
        col(AgreementDraft.state).in_((DraftState.DRAFT, DraftState.PROPOSED)),
    )
    return session.exec(wanted).one_or_none()


def drafts(session: Session) -> Sequence[Any]:
    """The newest drafts with their colleges: those at work first."""
    at_work = col(AgreementDraft.state).in_((DraftState.DRAFT, DraftState.PROPOSED))
    wanted = select(AgreementDraft, College).join(College, col(College.id) == AgreementDraft.college_id)
    return session.exec(wanted.order_by(at_work.desc(), col(AgreementDraft.id).desc()).limit(PAGE_SIZE)).all()


def drafts_to_confirm(session: Session, officer_id: int) -> Sequence[Any]:
    """The drafts that wait for another officer than who wrote them, with their colleges."""
    wanted = select(AgreementDraft, College).join(College, col(College.id) == AgreementDraft.college_id)
    waiting = (AgreementDraft.state == DraftState.PROPOSED, AgreementDraft.drafted_by_id != officer_id)
    return session.exec(wanted.where(*waiting).order_by(col(AgreementDraft.id))).all()


def outcomes_of(session: Session, person_id: int, blocked: Iterable[int] = ()) -> list[Outcome]:
    """What somebody has earned that can be used now, or was used. `blocked` are entries about which there is a question."""
    entries = (
        select(CreditTransfer)
        .join(CreditAccount, col(CreditAccount.id) == CreditTransfer.account_id)
        .where(CreditAccount.person_id == person_id, col(CreditTransfer.entry_type).in_(NEW))
        .where(col(CreditTransfer.credit_hundredths).is_not(None), col(CreditTransfer.id).not_in(list(blocked)))
    )
    earned = session.exec(entries.order_by(col(CreditTransfer.id))).all()
    if not earned:
        return []
    moved = moved_of(session, earned[0].account_id)
    versions = versions_learned(session, earned)
    uses = uses_of(session, person_id)
    found = (outcome_of(one, moved.get(one.id, {}), versions, uses.get(one.id, ())) for one in earned)
    return [one for one in found if one]


def moved_of(session: Session, account_id: int) -> dict[int, dict[EntryType, int]]:
    """How much was moved of each earned entry of an account, by the type of the move."""
    transfer = CreditTransfer
    wanted = (
        select_rows(transfer.earned_id, transfer.entry_type, func.sum(transfer.credit_hundredths))
        .where(transfer.account_id == account_id, col(transfer.earned_id).is_not(None))
        .group_by(transfer.earned_id, transfer.entry_type)
    )
    found: dict[int, dict[EntryType, int]] = {}
    for earned_id, kind, amount in session.exec(wanted):
        found.setdefault(earned_id, {})[EntryType(kind)] = int(amount)
    return found


def versions_learned(session: Session, earned: Iterable[CreditTransfer]) -> dict[int, Any]:
    """Course and level of the versions that were learned for these entries, by the version's id."""
    ids = {one.cause.get("course_version_id") for one in earned} - {None}
    wanted = select_rows(CourseVersion.id, CourseVersion.course_id, CourseVersion.level)
    return {row.id: row for row in session.exec(wanted.where(col(CourseVersion.id).in_(ids)))} if ids else {}


def slugs_of(session: Session, course_ids: Iterable[int]) -> dict[int, str]:
    """The last word of the addresses of these courses, by their id."""
    wanted = select_rows(Course.id, Course.slug).where(col(Course.id).in_(list(course_ids)))
    return {row.id: row.slug for row in session.exec(wanted)}


def open_courses(session: Session, course_ids: Iterable[int]) -> dict[int, OpenCourse]:
    """The courses among these that can be begun now, by their id."""
    wanted = (
        select_rows(CourseVersion, Course.slug)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(CourseVersion.state == "published", col(Course.id).in_(list(course_ids)))
    )
    found = {}
    for version, slug in session.exec(wanted):
        kept = {name: getattr(version, name) for name in KEPT}
        found[version.course_id] = OpenCourse(slug=slug, **kept)
    return found


def uses_of(session: Session, person_id: int) -> dict[int, tuple[Use, ...]]:
    """Where each entry of a person is used, or locked for it."""
    wanted = (
        select_rows(ConversionLine.earned_id, CollegeAgreement)
        .join(ConversionItem, col(ConversionItem.id) == ConversionLine.item_id)
        .join(ConversionApplication, col(ConversionApplication.id) == ConversionLine.application_id)
        .join(CollegeAgreement, col(CollegeAgreement.id) == ConversionApplication.agreement_id)
        .where(ConversionApplication.person_id == person_id, col(ConversionItem.verdict).in_(COUNTS))
    )
    found: dict[int, tuple[Use, ...]] = {}
    for earned_id, row in session.exec(wanted):
        use = Use(row.college_id, row.programme_code, int(row.terms["programme_level"]))
        found[earned_id] = (*found.get(earned_id, ()), use)
    return found


def outcome_of(
    earned: CreditTransfer, moved: dict[EntryType, int], versions: dict[int, Any], uses: tuple[Use, ...]
) -> Outcome | None:
    """An earned entry as an agreement sees it; None when nothing of it is left to be used."""
    parts = parts_of(earned.credit_hundredths or 0, moved)
    free, cause = parts[Part.FREE], earned.cause
    version = versions.get(cause.get("course_version_id", 0))
    amount = free or parts[Part.CONVERTED]
    if not amount:
        return None
    mark = cause.get("mark")
    return Outcome(
        earned_id=earned.id,
        hundredths=amount,
        happened_on=local_date(earned.happened_at),
        course_id=version.course_id if version else None,
        family=family_of(cause),
        level=int(version.level) if version else level_of(cause),
        mark=mark if isinstance(mark, int) else None,
        is_online=earned.entry_type != EntryType.RECOGNISE,
        is_used=not free,
        uses=uses,
        title=str(cause.get("title", "")),
        title_en=str(cause.get("title_en", "")),
    )


def family_of(cause: Mapping[str, Any]) -> str:
    """The family of what was recognised; of what came from another bank, the rule by which it came."""
    return f"transfer/{cause.get('rule')}" if cause.get("kind") == "transferred" else str(cause.get("family", ""))


def level_of(cause: Mapping[str, Any]) -> int:
    """The level of what was recognised, on the scale of courses: 初级工 (5) is 1, 中级工 (4) is 2, all above are 3. What has
    no level is named by a rule that two officers made, and is held back by none."""
    return {"5": 1, "4": 2}.get(str(cause.get("row", ""))[-1:], 3)


def before_of(session: Session, person_id: int, agreement: Agreement) -> Before:
    """What a college gave somebody already under a programme, or was asked for, by any version of its agreement."""
    wanted = (
        select(ConversionItem)
        .join(ConversionApplication, col(ConversionApplication.id) == ConversionItem.application_id)
        .join(CollegeAgreement, col(CollegeAgreement.id) == ConversionApplication.agreement_id)
        .where(
            ConversionApplication.person_id == person_id,
            CollegeAgreement.college_id == agreement.college_id,
            CollegeAgreement.programme_code == agreement.programme_code,
            col(ConversionItem.verdict).in_(COUNTS),
        )
    )
    items = session.exec(wanted).all()
    online = sum(one.credit_hundredths for one in items if one.is_online)
    return Before(sum(one.credit_hundredths for one in items), online, frozenset(one.target_code for one in items))


def convertible(session: Session, person_id: int, today: date, blocked: Iterable[int] = ()) -> int | None:
    """How much of somebody's free credit some college would take now, in hundredths; None when no agreement is live."""
    live = live_agreements(session, today)
    return convertible_under(session, live, person_id, today, blocked) if live else None


def convertible_under(
    session: Session, live: Iterable[Agreed], person_id: int, today: date, blocked: Iterable[int] = ()
) -> int:
    """The same for agreements that are known already."""
    outcomes = outcomes_of(session, person_id, blocked)
    found: dict[int, int] = {}
    for one in live if outcomes else ():
        agreement = one.agreement
        for answer in evaluate(agreement, outcomes, before_of(session, person_id, agreement), today).given:
            found |= {each.earned_id: each.hundredths for each in answer.uses if not each.is_used}
    return sum(found.values())


def consumed_of(session: Session, earned_id: int) -> Sequence[Any]:
    """The target courses for which an entry is locked or used, with their applications: whom a reversal concerns."""
    return applications.with_entry(session, earned_id)


def verify(session: Session) -> list[Message]:
    """One sentence for each entry of an application whose credit did not move in the books as the application says."""
    wrong: list[Message] = []
    for line, item in session.exec(
        select(ConversionLine, ConversionItem)
        .join(ConversionItem, col(ConversionItem.id) == ConversionLine.item_id)
        .order_by(col(ConversionLine.id))
    ):
        moves = applications.moves_of(session, line)
        if moves != applications.moves_wanted(line, item):
            wrong.append(message("换学分的申请 %(id)s：和账户里的记录对不上。", id=line.application_id))
    return wrong
