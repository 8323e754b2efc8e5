"""The life of a job, step by step, with a clock of our own."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.audit import AuditEntry
from portal.files import Files
from portal.jobs import Job, JobContext, JobLost, Workshop, enqueue, job_of, run_waiting, try_again
from portal.jobs.actions import Taken, finish, hold, put_in_due, sweep, take
from portal.settings import Settings
from portal.text import message, speaking
from tests.jobs import kinds  # noqa: F401 - puts the jobs down

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Callable[..., int]:
    """Do what waits, at a moment."""
    files = Files(f"file://{tmp_path}/files", tmp_path)
    return lambda now=NOW: run_waiting(engine, files, Settings(data=tmp_path), now)


def put_in(engine: Engine, name: str, reference: str = "job/1", **payload: object) -> int:
    with Session(engine) as session, session.begin():
        return enqueue(session, name, reference, payload, NOW).id


def look_at(engine: Engine, reference: str = "job/1") -> Job:
    with Session(engine) as session:
        found = job_of(session, reference)
        assert found
        return found


def test_a_job_is_done_once_and_says_how_far_it_is(engine: Engine, run: Callable[..., int]) -> None:
    put_in(engine, "test.steps", steps=3)
    assert [run(), run()] == [1, 0]
    done = look_at(engine)
    assert (done.state, done.step, done.steps, done.tries, done.finished_at) == ("done", 3, 3, 1, NOW)
    assert str(done.message) == "检查了 3 课，共 3 课。"
    with Session(engine) as session:
        rows = session.exec(select(AuditEntry.details).order_by(col(AuditEntry.id))).all()
    assert rows == [{"number": 1}, {"number": 2}, {"number": 3}]


def test_the_same_reference_is_the_same_job(engine: Engine, run: Callable[..., int]) -> None:
    first = put_in(engine, "test.steps", steps=1)
    run()
    assert put_in(engine, "test.steps", steps=2) == first
    assert run() == 0


def test_the_same_reference_put_in_by_many_at_once_is_one_job(engine: Engine) -> None:
    ids = []
    threads = [threading.Thread(target=lambda: ids.append(put_in(engine, "test.steps", steps=1))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6 and len(set(ids)) == 1


def test_workers_never_take_the_same_job(engine: Engine) -> None:
    expected = [put_in(engine, "test.steps", f"job/{number}", steps=1) for number in range(24)]
    taken: list[int] = []

    def work() -> None:
        while job := take(engine, NOW):
            taken.append(job.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == expected


def test_a_refusal_is_told_in_the_readers_language_and_not_tried_again(engine: Engine, run: Callable[..., int]) -> None:
    put_in(engine, "test.refused")
    assert [run(), run(LATER)] == [1, 0]
    failed = look_at(engine)
    assert (failed.state, str(failed.message), failed.finished_at) == ("failed", "压缩包里没有课程。", NOW)


def test_a_job_that_breaks_is_tried_three_times_and_can_be_begun_anew(engine: Engine, run: Callable[..., int]) -> None:
    put_in(engine, "test.broken", who="王小明")
    for attempt in (1, 2, 3):
        with pytest.raises(ZeroDivisionError):
            run(NOW + attempt * timedelta(minutes=1))
        assert run(NOW + attempt * timedelta(minutes=1)) == 0  # not at once
    failed = look_at(engine)
    assert (failed.state, failed.tries) == ("failed", 3)
    assert str(failed.message) == "没有做完，已经试了 3 次。交来的内容都还在。"
    with speaking("en"):
        assert str(failed.message) == "This could not be finished in 3 tries. What was handed in is still here."
    with Session(engine) as session, session.begin():
        assert [try_again(session, "job/1", NOW), try_again(session, "job/1", NOW)] == [True, False]
    anew = look_at(engine)
    assert (anew.state, anew.tries, anew.message) == ("waiting", 0, None)


def test_a_job_of_an_unknown_kind_waits_for_a_worker_that_knows_it(engine: Engine, run: Callable[..., int]) -> None:
    put_in(engine, "test.from_the_future")
    with pytest.raises(KeyError):
        run()
    assert look_at(engine).state == "waiting"


def test_a_silent_worker_loses_its_job_and_can_write_no_more(engine: Engine, tmp_path: Path) -> None:
    put_in(engine, "test.steps", steps=1)
    slow = take(engine, NOW)
    assert slow
    sweep(engine, NOW + timedelta(seconds=19))
    assert look_at(engine).state == "running"
    sweep(engine, LATER)
    other = take(engine, LATER)
    assert other == Taken(slow.id, "test.steps", {"steps": 1}, tries=2)
    files = Files(f"file://{tmp_path}/files", tmp_path)
    context = JobContext(Workshop(engine, files, Settings(data=tmp_path), clock=lambda: LATER), slow)
    with pytest.raises(JobLost):
        context.progress(1, 1, message("检查了 %(done)s 课，共 %(all)s 课。", done=1, all=1))
    with pytest.raises(JobLost), context.writing():
        raise AssertionError("it must not get so far")
    with pytest.raises(JobLost):
        finish(engine, slow, LATER)
    finish(engine, other, LATER)
    assert look_at(engine).state == "done"


def test_a_job_that_kills_its_worker_fails_after_three_tries(engine: Engine) -> None:
    put_in(engine, "test.steps", steps=1)
    for attempt in range(1, 4):
        assert take(engine, NOW + attempt * timedelta(minutes=1))
        sweep(engine, NOW + attempt * timedelta(minutes=1, seconds=30))
    failed = look_at(engine)
    assert (failed.state, failed.tries) == ("failed", 3)
    assert str(failed.message) == "没有做完，已经试了 3 次。交来的内容都还在。"


def test_a_heartbeat_keeps_the_job(engine: Engine) -> None:
    put_in(engine, "test.steps", steps=1)
    taken = take(engine, NOW)
    assert taken
    with engine.begin() as connection:
        hold(connection, taken, LATER)
    sweep(engine, LATER)
    assert look_at(engine).state == "running"


def test_progress_inside_a_transaction_is_refused_at_once(engine: Engine, tmp_path: Path) -> None:
    put_in(engine, "test.steps", steps=1)
    taken = take(engine, NOW)
    assert taken
    files = Files(f"file://{tmp_path}/files", tmp_path)
    context = JobContext(Workshop(engine, files, Settings(data=tmp_path), clock=lambda: NOW), taken)
    with pytest.raises(RuntimeError, match="one writer"), context.writing():
        context.progress(1, 1, message("检查了 %(done)s 课，共 %(all)s 课。", done=1, all=1))


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "2026-W09"),  # a Sunday, 23:59 in Shanghai
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "2026-W10"),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), "2026-W53"),
    ],
)
def test_what_comes_by_itself_comes_once_a_week(engine: Engine, moment: datetime, period: str) -> None:
    for _ in range(2):
        put_in_due(engine, moment)
    put_in_due(engine, moment + timedelta(days=7))

    assert look_at(engine, f"test.weekly {period}").payload == {"period": period}
    with Session(engine) as session:
        assert len(session.exec(select(Job).where(Job.name == "test.weekly")).all()) == 2


def test_two_workers_put_in_once_what_comes_by_itself(engine: Engine) -> None:
    workers = [threading.Thread(target=put_in_due, args=(engine, NOW)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with Session(engine) as session:
        assert len(session.exec(select(Job).where(Job.name == "test.weekly")).all()) == 1


def test_a_slow_job_waits_for_the_others_and_never_for_a_quick_worker(engine: Engine) -> None:
    put_in(engine, "test.film", "job/film")
    put_in(engine, "test.steps", "job/steps", steps=1)

    assert [taken and taken.name for taken in (take(engine, NOW, is_quick=True), take(engine, NOW, is_quick=True))] == [
        "test.steps",
        None,
    ]
    put_in(engine, "test.steps", "job/more", steps=1)
    assert [taken and taken.name for taken in (take(engine, NOW), take(engine, NOW))] == ["test.steps", "test.film"]
