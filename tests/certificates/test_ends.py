"""A certificate that is revoked or replaced: two officers, one reason, once, and never forgotten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.certificates.actions import Corrected, Officers, note_look, replace, revoke
from portal.certificates.models import Certificate, CertificateEnd, CertificateLook
from portal.certificates.queries import certificate_of, end_of, ended_ids, looks_at, verify
from portal.certificates.rules import REASONS, STEPS, CertificateState, Door, Reason, Step, why_not_end
from portal.credits.actions import post_earn
from portal.errors import Refused
from tests.cast import NOW, MakePerson
from tests.certificates.conftest import Give
from tests.credits.stories import passed


@pytest.fixture
def officers(make_person: MakePerson) -> Officers:
    return Officers(proposed_by=make_person("甲").id, confirmed_by=make_person("乙").id)


def test_revoked_it_says_why_and_by_whom(
    session: Session, lin: Person, dough: int, give: Give, officers: Officers
) -> None:
    certificate = session.get_one(Certificate, give(lin, dough))

    revoke(session, certificate, Reason.FRAUD, officers, NOW)

    assert (certificate.state, certificate.ended_at) == (CertificateState.REVOKED, NOW)
    end = end_of(session, certificate.id)
    assert end is not None and (end.step, end.reason, end.replaced_by) == (Step.REVOKE, Reason.FRAUD, None)
    assert {"proposed_by": end.proposed_by, "confirmed_by": end.confirmed_by} == officers
    assert ended_ids(session, 1, 10) == [certificate.id]
    noted = session.exec(select(AuditEntry).where(AuditEntry.step == "revoke.certificate")).one()
    assert noted.actor_id == officers["confirmed_by"]


def test_replaced_there_is_a_new_one_with_her_name_as_it_is_now(
    session: Session, lin: Person, dough: int, give: Give, officers: Officers
) -> None:
    old = session.get_one(Certificate, give(lin, dough))
    session.execute(text("UPDATE person SET name = '林晓雨'"))

    new = replace(session, old, Reason.NAME_CHANGED, officers, NOW)

    assert (old.state, new.state) == (CertificateState.REPLACED, CertificateState.ISSUED)
    assert (old.holder_name, new.holder_name) == ("林小雨", "林晓雨")
    assert new.verification_code != old.verification_code
    assert (new.title, new.mark, new.transfer_id, new.passed_at) == (
        old.title,
        old.mark,
        old.transfer_id,
        old.passed_at,
    )
    end = end_of(session, old.id)
    assert end is not None and end.replaced_by == new.id
    assert certificate_of(session, lin.id, dough) == new
    assert verify(session) == []


def test_a_new_one_may_say_what_was_corrected(
    session: Session, lin: Person, dough: int, give: Give, officers: Officers
) -> None:
    old = session.get_one(Certificate, give(lin, dough))
    transfer = post_earn(session, lin.id, 100, "corrected/1", passed(), NOW)
    corrected = Corrected(credit_hundredths=100, transfer_id=transfer.id)

    new = replace(session, old, Reason.CREDIT_CORRECTED, officers, NOW, corrected)

    assert (old.credit_hundredths, new.credit_hundredths) == (150, 100)
    assert verify(session) == []


def test_nobody_decides_alone_and_nothing_ends_twice(
    session: Session, lin: Person, dough: int, give: Give, officers: Officers
) -> None:
    certificate = session.get_one(Certificate, give(lin, dough))
    alone = Officers(proposed_by=officers["proposed_by"], confirmed_by=officers["proposed_by"])
    for reason, who in ((Reason.FRAUD, alone), (Reason.NAME_CHANGED, officers)):
        with pytest.raises(Refused):
            revoke(session, certificate, reason, who, NOW)
    revoke(session, certificate, Reason.ERROR, officers, NOW)

    for end in (revoke, replace):
        with pytest.raises(Refused):
            end(session, certificate, Reason.ERROR, officers, NOW)
    assert len(session.exec(select(CertificateEnd)).all()) == 1


@pytest.mark.parametrize("state", CertificateState)
@pytest.mark.parametrize("step", [Step.REVOKE, Step.REPLACE])
@pytest.mark.parametrize("reason", Reason)
def test_every_state_step_and_reason(state: CertificateState, step: Step, reason: Reason) -> None:
    is_right = (state, step) in STEPS and reason in REASONS[step]

    assert (why_not_end(state, step, reason, 1, 2) is None) == is_right
    assert why_not_end(state, step, reason, 1, 1) is not None


def test_ended_by_two_pairs_at_once_it_ends_once(
    engine: Engine, session: Session, lin: Person, dough: int, give: Give, officers: Officers
) -> None:
    certificate_id = give(lin, dough)
    start = Barrier(4)

    def press(number: int) -> bool:
        start.wait()
        with Session(engine) as own, own.begin():
            certificate = own.get_one(Certificate, certificate_id)
            try:
                (revoke if number % 2 else replace)(own, certificate, Reason.ERROR, officers, NOW)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(4) as pairs:
        assert sorted(pairs.map(press, range(4))) == [False, False, False, True]
    assert len(session.exec(select(CertificateEnd)).all()) == 1


@pytest.mark.parametrize("table", ["certificate_end", "certificate_look"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id + 1"])
def test_what_was_written_stays(
    session: Session, lin: Person, dough: int, give: Give, officers: Officers, table: str, change: str
) -> None:
    certificate = session.get_one(Certificate, give(lin, dough))
    revoke(session, certificate, Reason.ERROR, officers, NOW)
    note_look(session, certificate.id, Door.CODE, NOW)

    with pytest.raises(DatabaseError):
        session.execute(text(change.format(table)))


def test_looks_are_noted_once_an_hour_and_door(session: Session, lin: Person, dough: int, give: Give) -> None:
    certificate_id = give(lin, dough)
    for door in (Door.CODE, Door.CODE, Door.BADGE):
        note_look(session, certificate_id, door, NOW)

    assert [look.door for look in looks_at(session, certificate_id, 5)] == [Door.CODE, Door.BADGE]
    assert not {"person_id", "address", "agent"} & set(CertificateLook.model_fields)
