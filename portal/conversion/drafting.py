"""Write an agreement and bring it into force: one officer writes, another confirms. Each step has its audit row."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.conversion import queries
from portal.conversion.models import AgreementDraft, CollegeAgreement
from portal.conversion.steps import DRAFT_STEPS, DraftState, DraftStep, why_not_draft
from portal.conversion.terms import Target, Terms, as_data, terms_of
from portal.errors import Refused
from portal.text import message

TAKEN = message("这个专业的协议已经有一份在写。先把那一份办完。")


@dataclass(frozen=True)
class Wanted:
    """The terms of a draft, with its dates."""

    terms: Terms
    valid_from: date
    valid_until: date


def begin_draft(
    session: Session, officer: Actor, college_id: int, programme_code: str, wanted: Wanted, now: datetime
) -> AgreementDraft:
    """Begin a new agreement. Raises Refused while another draft of the same programme is being worked on, and where
    there is an agreement already: a new version of it is begun from its page."""
    if queries.newest_version(session, college_id, programme_code):
        raise Refused(message("这个专业已经有协议。到那份协议的页面上写新的一版。"))
    return _add(session, _draft(officer, college_id, programme_code, wanted, now), officer, now)


def begin_version(session: Session, officer: Actor, row: CollegeAgreement, now: datetime) -> AgreementDraft:
    """Begin a new version of an agreement: everything of its newest version, to be changed."""
    newest = queries.versions_of(session, row)[0]
    wanted = Wanted(terms_of(newest.terms), newest.valid_from, newest.valid_until)
    draft = _draft(officer, row.college_id, row.programme_code, wanted, now)
    draft.targets = list(newest.targets)
    return _add(session, draft, officer, now)


def _draft(officer: Actor, college_id: int, code: str, wanted: Wanted, now: datetime) -> AgreementDraft:
    return AgreementDraft(
        college_id=college_id,
        programme_code=code,
        terms=as_data(wanted.terms),
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        drafted_by_id=officer.person_id,
        drafted_at=now,
    )


def _add(session: Session, draft: AgreementDraft, officer: Actor, now: datetime) -> AgreementDraft:
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    _record(session, officer, "begin", draft, now)
    return draft


def change_terms(session: Session, officer: Actor, draft: AgreementDraft, wanted: Wanted, now: datetime) -> None:
    """Change the numbers and dates. Raises Refused once it has been proposed."""
    _hold(session, officer, draft, DraftStep.CHANGE)
    draft.terms, draft.valid_from, draft.valid_until = as_data(wanted.terms), wanted.valid_from, wanted.valid_until
    draft.drafted_by_id, draft.drafted_at = officer.person_id, now
    _record(session, officer, "change", draft, now)


def put_target(
    session: Session, officer: Actor, draft: AgreementDraft, target: Target, in_place_of: str, now: datetime
) -> None:
    """Write a rule: a new one, or one in place of that with a code. Raises Refused when another has its code."""
    _hold(session, officer, draft, DraftStep.CHANGE)
    codes = [one["code"] for one in draft.targets]
    if target.code in codes and target.code != in_place_of:
        raise Refused(message("代码 %(code)s 已经有一条规则。", code=target.code))
    kept = [as_data(target) if one["code"] == in_place_of else one for one in draft.targets]
    draft.targets = kept if in_place_of in codes else [*kept, as_data(target)]
    draft.drafted_by_id, draft.drafted_at = officer.person_id, now
    _record(session, officer, "change", draft, now)


def remove_target(session: Session, officer: Actor, draft: AgreementDraft, code: str, now: datetime) -> None:
    """Take a rule out; one that is not there is out already."""
    _hold(session, officer, draft, DraftStep.CHANGE)
    draft.targets = [one for one in draft.targets if one["code"] != code]
    draft.drafted_by_id, draft.drafted_at = officer.person_id, now
    _record(session, officer, "change", draft, now)


def propose(session: Session, officer: Actor, draft: AgreementDraft, now: datetime) -> None:
    """Ask a second officer. From now on nothing of it is changed."""
    draft.state = _hold(session, officer, draft, DraftStep.PROPOSE)
    draft.words = ""
    _record(session, officer, "propose", draft, now)


def give_back_draft(session: Session, officer: Actor, draft: AgreementDraft, words: str, now: datetime) -> None:
    """Let it be changed once more, and say what."""
    draft.state = _hold(session, officer, draft, DraftStep.RETURN)
    draft.words = words
    _record(session, officer, "return", draft, now)


def drop(session: Session, officer: Actor, draft: AgreementDraft, now: datetime) -> None:
    """Give a draft up."""
    draft.state = _hold(session, officer, draft, DraftStep.DROP)
    draft.decided_by_id, draft.decided_at = officer.person_id, now
    _record(session, officer, "drop", draft, now)


def confirm(session: Session, officer: Actor, draft: AgreementDraft, now: datetime) -> CollegeAgreement:
    """Bring it into force as a new version, from its day on. Raises Refused for who wrote it."""
    draft.state = _hold(session, officer, draft, DraftStep.CONFIRM)
    draft.decided_by_id, draft.decided_at = officer.person_id, now
    version = queries.newest_version(session, draft.college_id, draft.programme_code) + 1
    row = CollegeAgreement(
        version=version,
        draft_id=draft.id,
        confirmed_by_id=officer.person_id,
        confirmed_at=now,
        **{name: getattr(draft, name) for name in ("college_id", "programme_code", "valid_from", "valid_until")},
        **{name: getattr(draft, name) for name in ("terms", "targets", "drafted_by_id")},
    )
    session.add(row)
    _record(session, officer, "confirm", draft, now, version=version)
    return row


def _hold(session: Session, officer: Actor, draft: AgreementDraft, step: DraftStep) -> DraftState:
    """Where a step leads, when it may be gone now. Whoever comes second at the same moment waits here and is refused."""
    session.refresh(draft, with_for_update=True)
    state = DraftState(draft.state)
    if problem := why_not_draft(step, state, draft.drafted_by_id, officer.person_id, len(draft.targets)):
        raise Refused(problem)
    return DRAFT_STEPS[state, step]


def _record(session: Session, officer: Actor, step: str, draft: AgreementDraft, now: datetime, **details: int) -> None:
    session.add(draft)
    session.flush()
    audit.record(session, officer.person_id, f"{step}.agreement", "agreement_draft", draft.id, now, **details)
