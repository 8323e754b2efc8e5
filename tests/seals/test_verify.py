"""Somebody who owns the database rewrites the books so that every chain fits. The seals name each entry all the same."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from portal.chain import BEGINNING
from portal.credits import verifying as chains
from portal.credits.models import CreditTransfer
from portal.credits.rules import digest_of
from portal.seals import queries
from portal.seals.verifying import verify
from tests.cast import NOW
from tests.seals.conftest import drop_guards, spoken

NAMES = CreditTransfer.__table__.c.keys()  # type: ignore[attr-defined]
pytestmark = pytest.mark.usefixtures("open_books")


@pytest.fixture
def open_books(session: Session, books: dict[str, int]) -> None:
    drop_guards(session, "credit_transfer", "ledger_seal", "ledger_seal_part")
    assert found(session) == []


def found(session: Session) -> list[str]:
    session.commit()
    session.expire_all()
    return [str(problem) for problem in verify(session)]


def chains_fit(session: Session) -> bool:
    return chains.verify(session) == []


def rewrite(
    session: Session, account_id: int, changes: dict[int, dict[str, Any]], leave_out: tuple[int, ...] = ()
) -> None:
    """Change entries of an account, and let every digest after them and the account's end fit again."""
    wanted = "SELECT id FROM credit_transfer WHERE account_id = :account ORDER BY sequence"
    ids = list(session.scalars(text(wanted), {"account": account_id}))
    digest, sequence = BEGINNING, 0
    for number in ids:
        row = session.get_one(CreditTransfer, number)
        values = {name: getattr(row, name) for name in NAMES}
        if number in leave_out:
            session.execute(text("DELETE FROM credit_transfer WHERE id = :id"), {"id": number})
            continue
        sequence += 1
        values |= changes.get(number, {}) | {"previous_digest": digest, "sequence": sequence}
        digest = digest_of(values)
        said = {**changes.get(number, {}), "previous_digest": values["previous_digest"], "digest": digest}
        said["sequence"] = sequence
        session.execute(
            text(f"UPDATE credit_transfer SET {', '.join(f'{name} = :{name}' for name in said)} WHERE id = :id"),
            {"id": number, **said},
        )
    end = {"sequence": sequence, "digest": digest, "account": account_id}
    session.execute(
        text("UPDATE credit_account SET newest_sequence = :sequence, newest_digest = :digest WHERE id = :account"), end
    )
    session.commit()
    session.expire_all()


def account_of(session: Session, number: int) -> int:
    return session.get_one(CreditTransfer, number).account_id


def test_an_entry_changed_with_its_whole_chain(session: Session, books: dict[str, int]) -> None:
    rewrite(session, account_of(session, books["mei1"]), {books["mei2"]: {"credit_hundredths": 9900}})
    assert chains_fit(session)
    later = [books["mei2"], books["mei3"]]  # the digest of the next entry covers the one before it
    assert [problem.split("：")[0] for problem in found(session)] == [f"记录号 {spoken(one)}" for one in later]
    assert "封存以后被改过" in found(session)[0]


def test_the_newest_entries_cut_off_and_the_end_of_the_account_set_back(
    session: Session, books: dict[str, int]
) -> None:
    rewrite(session, account_of(session, books["mei1"]), {}, leave_out=(books["mei2"], books["mei3"]))
    assert chains_fit(session)
    gone = [books["mei2"], books["mei3"]]
    assert [problem.split("：")[0] for problem in found(session)] == [f"记录号 {spoken(one)}" for one in gone]
    assert all("现在不见了" in problem for problem in found(session))


def test_a_whole_account_taken_out(session: Session, books: dict[str, int]) -> None:
    account_id = account_of(session, books["mei1"])
    session.execute(text("DELETE FROM credit_transfer WHERE account_id = :id"), {"id": account_id})
    session.execute(text("DELETE FROM credit_account WHERE id = :id"), {"id": account_id})
    session.commit()
    assert chains_fit(session)
    gone = [books["mei1"], books["mei2"], books["mei3"]]
    assert [problem.split("：")[0] for problem in found(session)] == [f"记录号 {spoken(one)}" for one in gone]


def test_two_entries_that_changed_places(session: Session, books: dict[str, int]) -> None:
    one, other = books["mei1"], books["mei2"]
    account_id = account_of(session, one)
    session.execute(text("UPDATE credit_transfer SET sequence = 99 WHERE id = :id"), {"id": one})
    session.execute(text("UPDATE credit_transfer SET sequence = 1 WHERE id = :id"), {"id": other})
    session.execute(text("UPDATE credit_transfer SET sequence = 2 WHERE id = :id"), {"id": one})
    session.commit()
    rewrite(session, account_id, {})
    assert chains_fit(session)
    assert [problem.split("：")[0] for problem in found(session)] == [
        f"记录号 {spoken(number)}" for number in (one, other, books["mei3"])
    ]


def test_an_entry_put_in_under_a_number_that_was_sealed(session: Session, books: dict[str, int]) -> None:
    """The entry of somebody else is taken out, and one of the thief's put there."""
    number, account_id = books["mei2"], account_of(session, books["first"])
    rewrite(session, account_of(session, number), {}, leave_out=(number,))
    last = session.get_one(CreditTransfer, books["locked"])
    forged = {name: getattr(session.get_one(CreditTransfer, books["first"]), name) for name in NAMES}
    forged |= {"id": number, "sequence": last.sequence + 1, "reference": "forged", "previous_digest": last.digest}
    digest = digest_of(forged)
    session.add(CreditTransfer(**forged | {"digest": digest}))
    session.flush()
    end = {"sequence": forged["sequence"], "digest": digest, "account": account_id}
    session.execute(
        text("UPDATE credit_account SET newest_sequence = :sequence, newest_digest = :digest WHERE id = :account"), end
    )
    session.commit()
    assert chains_fit(session)
    assert [problem.split("：")[0] for problem in found(session)] == [
        f"记录号 {spoken(one)}" for one in (number, books["mei3"])
    ]


SEAL_CHANGES: list[dict[str, Any]] = [
    {"count": 3}, {"first_id": 0}, {"last_id": 40}, {"late_ids": "[1]"}, {"sums": "{}"}, {"merkle_root": "0" * 64},
    {"day": "2026-01-01"}, {"sealed_at": NOW.replace(tzinfo=None).isoformat(" ")}, {"key": "did:web:a#b"},
    {"previous_digest": "1" * 64}, {"digest": "2" * 64}, {"signature": "3" * 128}, {"number": 7},
]  # fmt: skip


def test_a_changed_seal(session: Session, books: dict[str, int]) -> None:
    unseen = []
    for values in SEAL_CHANGES:
        said = ", ".join(f"{name} = :{name}" for name in values)
        session.execute(text(f"UPDATE ledger_seal SET {said} WHERE number = 2"), values)
        unseen += [] if verify(session) else [values]
        session.rollback()
    assert unseen == []


def test_a_seal_taken_out(session: Session, books: dict[str, int]) -> None:
    session.execute(text("DELETE FROM ledger_seal_part WHERE seal_id = 1"))
    session.execute(text("DELETE FROM ledger_seal WHERE number = 1"))
    assert any("之前少了封存" in problem for problem in found(session))


@pytest.mark.parametrize("name", ["ids", "digests"])
def test_a_changed_part(session: Session, books: dict[str, int], name: str) -> None:
    [first, *_] = queries.parts_of(session, 1)
    changed = bytes([getattr(first, name)[0] ^ 1]) + getattr(first, name)[1:]
    session.execute(
        text(f"UPDATE ledger_seal_part SET {name} = :content WHERE id = :id"), {"content": changed, "id": first.id}
    )
    assert found(session)
