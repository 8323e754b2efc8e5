"""The daily seal: everything that was posted, once, also what is committed late; and nobody who posts waits for it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credentials.actions import rotate_keys, withdraw_key
from portal.credits.actions import post_earn
from portal.db import READING
from portal.jobs.context import JobContext
from portal.seals import queries, sealing
from portal.seals.models import LedgerSeal
from portal.seals.rules import LOOK_BACK, MARGIN
from portal.seals.verifying import verify
from portal.settings import Settings
from portal.vault import Vault
from tests.cast import NOW
from tests.credits.stories import add_many, passed
from tests.seals.conftest import DAY_ONE, DAY_TWO, Seal

DAY_THREE = DAY_TWO + timedelta(days=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks: nobody waits for it."""
    with Session(engine.execution_options(**READING)) as session:
        yield session


def made(session: Session) -> list[LedgerSeal]:
    session.rollback()
    return list(reversed(queries.seals(session)))


def problems(session: Session) -> list[str]:
    session.rollback()
    return [str(problem) for problem in verify(session)]


def test_each_seal_covers_what_came_since_and_names_the_one_before(session: Session, books: dict[str, int]) -> None:
    first, second = made(session)
    assert (first.number, first.count, first.first_id, first.last_id) == (1, 4, books["first"], books["mei2"])
    assert (second.number, second.count, second.first_id, second.last_id) == (2, 2, books["locked"], books["mei3"])
    assert (first.previous_digest, second.previous_digest) == ("", first.digest)
    assert first.sums == {"earn": {"count": 4, "credit_hundredths": 450, "points": 5}}
    assert second.sums["lock"] == {"count": 1, "credit_hundredths": 50, "points": 0}
    assert problems(session) == []


def test_one_seal_a_day_and_one_also_when_nothing_was_posted(
    session: Session, books: dict[str, int], seal: Seal
) -> None:
    seal(DAY_TWO + timedelta(hours=1))
    assert len(made(session)) == 2
    seal(DAY_THREE)
    *_, third = made(session)
    assert (third.number, third.count, third.first_id, third.sums) == (3, 0, None, {})
    assert problems(session) == []


def test_what_is_younger_than_the_margin_waits(engine: Engine, session: Session, lin: Person, seal: Seal) -> None:
    with Session(engine) as own, own.begin():
        post_earn(own, lin.id, 100, "course/1", passed(), NOW)
        post_earn(own, lin.id, 100, "course/2", passed(), NOW + MARGIN)
    seal(NOW + MARGIN + timedelta(minutes=1))
    assert [one.count for one in made(session)] == [1]
    seal(DAY_ONE)
    assert [one.count for one in made(session)] == [1, 1]
    assert problems(session) == []


def test_seals_are_never_changed(engine: Engine, books: dict[str, int]) -> None:
    for statement in ("UPDATE ledger_seal SET count = 9", "DELETE FROM ledger_seal_part"):
        with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_one_that_is_committed_late_is_sealed_late_and_the_seal_says_so(
    engine: Engine, session: Session, lin: Person, mei: Person, seal: Seal
) -> None:
    """PostgreSQL gives numbers out before the commit: the lower one may come after the higher one was sealed."""
    if engine.dialect.name == "sqlite":
        return  # one writer at a time: numbers are in the order of commits
    with Session(engine) as own, own.begin():
        for person in (lin, mei):
            post_earn(own, person.id, 100, f"first/{person.id}", passed(), NOW)
    with Session(engine) as slow:
        late = post_earn(slow, lin.id, 100, "late", passed(), NOW).id
        with Session(engine) as quick, quick.begin():
            higher = post_earn(quick, mei.id, 100, "quick", passed(), NOW).id
        seal(DAY_ONE)
        assert late < higher == made(session)[0].last_id
        assert [one.count for one in made(session)] == [3]
        slow.commit()
    assert problems(session) == []
    seal(DAY_TWO)
    seal(DAY_THREE)
    _, second, third = made(session)
    assert (second.count, second.late_ids, second.first_id) == (1, [late], late)
    assert (third.count, third.late_ids) == (0, [])
    assert problems(session) == []


def test_one_put_between_sealed_ones_much_later_is_named_and_never_sealed(
    engine: Engine, session: Session, lin: Person, mei: Person, seal: Seal
) -> None:
    if engine.dialect.name == "sqlite":
        return
    with Session(engine) as own, own.begin():
        post_earn(own, lin.id, 100, "first", passed(), NOW)
    with Session(engine) as slow:
        late = post_earn(slow, lin.id, 100, "late", passed(), NOW).id
        with Session(engine) as quick, quick.begin():
            post_earn(quick, mei.id, 100, "quick", passed(), NOW)
        seal(DAY_ONE)
        slow.commit()
    assert late
    seal(DAY_ONE + LOOK_BACK + timedelta(days=1))
    assert [one.count for one in made(session)] == [2, 0]
    [problem] = problems(session)
    assert problem.endswith("前后都封存了，这一笔没有，是后来加进来的。")


def test_many_entries_are_sealed_in_parts(
    engine: Engine, session: Session, lin: Person, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(engine) as own:
        add_many(own, lin.id, 5000, NOW)
    monkeypatch.setattr(sealing, "AT_ONCE", 700)
    seal(DAY_ONE)
    [only] = made(session)
    sizes = [len(part.digests) // 32 for part in queries.parts_of(session, only.id)]
    assert (only.count, sizes) == (5000, [1024, 1024, 1024, 1024, 904])
    assert problems(session) == []


def test_nobody_who_posts_waits_while_it_gathers(
    engine: Engine, session: Session, lin: Person, mei: Person, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two of its readings somebody posts, and then it seals only what was there when it began."""
    with Session(engine) as own, own.begin():
        for number in range(4):
            post_earn(own, lin.id, 100, f"before/{number}", passed(), NOW)
    gather, posted = sealing.gather, []

    def gather_while_others_post(context: JobContext, gathering: sealing.Gathering, after: int, last: int) -> None:
        with context.reading() as reading:
            queries.leaves_between(reading, after, last, 2)  # its transaction is open while others post
            with Session(engine) as own, own.begin():
                posted.append(post_earn(own, mei.id, 100, "meanwhile", passed(), NOW).id)
        gather(context, gathering, after, last)

    monkeypatch.setattr(sealing, "gather", gather_while_others_post)
    seal(DAY_ONE)
    assert len(posted) == 1
    assert [one.count for one in made(session)] == [4]
    seal(DAY_TWO)
    assert [(one.count, one.late_ids) for one in made(session)] == [(4, []), (1, [])]
    assert problems(session) == []


def test_it_locks_nothing_that_a_posting_wants(engine: Engine, books: dict[str, int], seal: Seal) -> None:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    seal(DAY_THREE)
    written = [one for one in said if one.split()[0] not in ("SELECT", "SAVEPOINT", "RELEASE") or "FOR UPDATE" in one]
    assert written
    assert not [one for one in written if "credit_" in one]


def test_a_seal_outlives_its_key_and_one_of_a_withdrawn_key_is_spoken_for_by_the_next(
    engine: Engine, session: Session, settings: Settings, books: dict[str, int], seal: Seal
) -> None:
    vault = Vault(settings.secret_key)
    name = made(session)[0].key.partition("#")[2]
    with Session(engine) as own, own.begin():
        rotate_keys(own, vault, DAY_THREE)
    seal(DAY_THREE)
    assert problems(session) == []
    assert made(session)[2].key != made(session)[1].key
    with Session(engine) as own, own.begin():
        assert withdraw_key(own, vault, name, DAY_THREE)
    assert problems(session) == []
    with Session(engine) as own, own.begin():
        assert withdraw_key(own, vault, made(session)[2].key.partition("#")[2], DAY_THREE)
    assert len(problems(session)) == 3
    seal(DAY_THREE + timedelta(days=1))
    assert problems(session) == []
