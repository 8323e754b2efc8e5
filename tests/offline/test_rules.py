"""Keys and receipts by themselves, and a receipt that comes after its learner has moved over to a newer version."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.learning.models import ActivityReceipt, Enrolment
from portal.learning.versions.actions import move_over
from portal.library.models import CourseVersion
from portal.offline import actions, rules
from portal.offline.models import OfflinePack, OfflineReceipt
from portal.offline.rules import Receipt
from tests.browser import Browser
from tests.cast import NOW
from tests.offline.test_receipts import contents, do_jobs, hand_in, learner, pack, receipt_of, right_answers, told
from tests.shelf import OpenCourse

__all__ = ["do_jobs", "learner", "pack"]  # fixtures


def test_keys_differ_for_every_pack(engine: Engine, app: FastAPI) -> None:
    vault = app.state.vault
    one = OfflinePack(code="000000000", enrolment_id=1)
    keys = {actions.key_of(vault, pack) for pack in (one, OfflinePack(code="000000001", enrolment_id=1))}
    keys.add(actions.key_of(vault, OfflinePack(code="000000000", enrolment_id=2)))
    assert len(keys) == 3


def test_reading_a_receipt_never_breaks() -> None:
    good = Receipt("000000000", "m", (("01", "q1", "1"),), "s")
    assert good.digest != replace(good, answers=(("01", "q1", "2"),)).digest
    for strange in (b"", b"{}", b"null", b'{"receipt": 1}', b'{"answers": 3}', b'{"answers": [[1, 2]]}', b'"' * 1000):
        assert rules.read_receipt(strange) is None


def test_a_receipt_follows_who_has_moved_over(
    learner: Browser, pack: OfflinePack, lin: Person, open_course: OpenCourse, engine: Engine
) -> None:
    data = told(contents(learner))
    newer = open_course(title="用手和面，新版")
    actor = Actor(lin.id, lin.name, frozenset({Role.TRAINEE}), "410100")
    with Session(engine) as session, session.begin():
        enrolment = session.exec(select(Enrolment)).one()
        course_id = session.get_one(CourseVersion, newer).course_id
        move_over(session, actor, enrolment, course_id, newer, NOW)
    page = hand_in(learner, receipt_of(data, right_answers(data, "01-flour")))
    assert page.heading == "回执收到了，1 课记为学完"
    with Session(engine) as session:
        there = select(Enrolment.version_id).join(ActivityReceipt, ActivityReceipt.enrolment_id == Enrolment.id)
        assert session.exec(there).all() == [newer]
    assert learner.open("/learning/dough-by-hand").says("已学完 1 课")


def test_one_receipt_at_the_same_time_counts_once(
    learner: Browser, pack: OfflinePack, lin: Person, app: FastAPI, engine: Engine
) -> None:
    data = told(contents(learner))
    receipt = rules.read_receipt(receipt_of(data, right_answers(data, "01-flour", "02-dough")))
    assert receipt is not None
    actor = Actor(lin.id, lin.name, frozenset({Role.TRAINEE}), "410100")
    begin = Barrier(4)

    def bring(_: int) -> bool:
        begin.wait()
        with Session(engine) as session, session.begin():
            handed = actions.hand_in(session, app.state.vault, receipt, actor, False, NOW)
            assert isinstance(handed, actions.HandedIn)
            return handed.is_again

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(bring, range(4))) == [False, True, True, True]
    with Session(engine) as session:
        assert len(session.exec(select(ActivityReceipt)).all()) == 2
        assert len(session.exec(select(OfflineReceipt)).all()) == 1
