from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.certificates.actions import issue
from portal.certificates.models import Certificate
from portal.certificates.queries import certificate_of, certificates_of, verify
from portal.certificates.rules import CertificateState
from portal.credits.actions import post_earn
from tests.cast import NOW
from tests.certificates.conftest import Give
from tests.credits.stories import passed
from tests.shelf import OpenCourse


def test_a_certificate_copies_what_is_true_on_the_day(session: Session, lin: Person, dough: int, give: Give):
    give(lin, dough)
    session.execute(text("UPDATE person SET name = '另一个名字'"))

    certificate = certificate_of(session, lin.id, dough)

    assert certificate is not None
    assert (certificate.holder_name, certificate.title, certificate.title_en) == ("林小雨", "用手和面", "Dough by hand")
    assert certificate.provider == "河南省残疾人联合会（样例）"
    assert certificate.state == CertificateState.ISSUED


def test_passing_again_keeps_the_certificate(session: Session, lin: Person, dough: int, give: Give):
    first = give(lin, dough, mark=86)

    assert give(lin, dough, mark=99) == first
    (certificate,) = session.exec(select(Certificate)).all()
    assert certificate.mark == 86


def test_each_person_and_each_course_has_its_own(
    session: Session, lin: Person, mei: Person, dough: int, open_course: OpenCourse, give: Give
):
    other = open_course(slug="bread")
    with Session(session.get_bind()) as own, own.begin():
        for person, version in ((lin, dough), (lin, other), (mei, dough)):
            transfer = post_earn(own, person.id, 150, f"{person.id}/{version}", passed(), NOW)
            issue(own, person.id, version, "用手和面", 540, 150, transfer.id, NOW, 80, NOW)

    assert [certificate.course_version_id for certificate in certificates_of(session, lin.id)] == [other, dough]
    assert len(certificates_of(session, mei.id)) == 1
    assert verify(session) == []


def test_passing_again_does_not_undo_a_revocation(session: Session, lin: Person, dough: int, give: Give):
    first = give(lin, dough)
    session.execute(text("UPDATE certificate SET state = 'revoked', ended_at = issued_at"))
    session.commit()

    assert give(lin, dough) == first


def test_the_database_keeps_one_that_stands_for_each_completion(session: Session, lin: Person, dough: int, give: Give):
    give(lin, dough)
    copied = "person_id, course_version_id, transfer_id, holder_name, title, title_en, provider, learning_minutes, "
    copied += "credit_hundredths, mark, passed_at, issued_at"

    with pytest.raises(IntegrityError):
        session.execute(
            text(
                f"INSERT INTO certificate ({copied}, verification_code, state) "
                f"SELECT {copied}, '1', 'issued' FROM certificate"
            )
        )


def test_issued_from_eight_devices_at_once_there_is_one(engine: Engine, session: Session, lin: Person, dough: int):
    with Session(engine) as own, own.begin():
        transfer_id = post_earn(own, lin.id, 150, "course/1", passed(), NOW).id
    start = Barrier(8)

    def press(_: int) -> int:
        start.wait()
        with Session(engine) as own, own.begin():
            later = NOW + timedelta(seconds=1)
            return issue(own, lin.id, dough, "用手和面", 540, 150, transfer_id, NOW, 80, later).id

    with ThreadPoolExecutor(8) as devices:
        issued = set(devices.map(press, range(8)))

    assert len(issued) == 1
    assert len(certificates_of(session, lin.id)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE certificate SET credit_hundredths = 900",
        "UPDATE certificate SET person_id = (SELECT max(id) FROM person)",
    ],
)
def test_a_certificate_that_says_more_than_the_account_is_named(
    session: Session, lin: Person, mei: Person, dough: int, give: Give, change: str
):
    give(lin, dough)
    assert verify(session) == []

    session.execute(text(change))

    assert [str(problem) for problem in verify(session)] == ["证书 0000 0001 3：它的学分和账户里的记录对不上。"]
