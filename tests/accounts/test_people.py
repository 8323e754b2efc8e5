"""What is stored of people, and that no number lies anywhere in clear."""

from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal import audit
from portal.accounts import actions, queries
from portal.accounts.demo import DEMO_PEOPLE, load_demo_people, refuse_demo_people
from portal.accounts.models import IdentityDocument, Person, PrefectureTarget, Region
from portal.accounts.numbers import read_number
from portal.accounts.rules import Actor
from portal.settings import Settings
from portal.vault import Vault
from tests.cast import CHEAP, LINS_CARD, NOW, MakePerson


def test_numbers_and_telephones_are_stored_nowhere_in_clear(
    engine: Engine, session: Session, settings: Settings, tmp_path: Path
):
    new = actions.NewPerson("林小雨", "410100", "hash", number=LINS_CARD, phone="13800138000")
    person = actions.add_person(session, Vault(settings.secret_key), new, NOW)
    session.commit()

    tables = session.scalars(text(tables_of(engine))).all()
    stored = " ".join(str(row) for table in tables for row in session.execute(text(f'SELECT * FROM "{table}"')).all())
    assert "林小雨" in stored
    for secret in (LINS_CARD.citizen, LINS_CARD.text, "13800138000"):
        assert secret not in stored
    if engine.dialect.name == "sqlite":
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("portal.sqlite3*"))
        assert "林小雨".encode() in kept
        assert LINS_CARD.citizen.encode() not in kept
    assert queries.current_document(session, person.id).masked == "9901**********0019"


def tables_of(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' AND name NOT LIKE 'sqlite%'"
        )
    return (
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )


def test_a_reading_of_a_number_is_written_down_and_the_person_sees_it(
    session: Session, settings: Settings, lin: Person, administrator: Person
):
    reader = Actor(administrator.id, administrator.name, frozenset(), "410000")
    document = queries.current_document(session, lin.id)

    number = actions.read_number(session, Vault(settings.secret_key), document, reader, "省残联来函核对", NOW)
    session.commit()

    assert number == LINS_CARD.text
    [reading] = queries.readings_of_number(session, lin.id)
    assert (reading.name, reading.details["reason"]) == ("管理员", "省残联来函核对")
    entry = session.exec(select(audit.AuditEntry)).one()
    assert LINS_CARD.citizen not in str(entry.model_dump())


def test_one_person_has_one_account_whichever_card(session: Session, settings: Settings, lin: Person):
    again = read_number(LINS_CARD.text + "B1")

    with pytest.raises(IntegrityError):
        actions.add_person(
            session, Vault(settings.secret_key), actions.NewPerson("林小雨", "410100", "hash", number=again), NOW
        )


def test_a_new_card_closes_the_old_one(session: Session, settings: Settings, lin: Person):
    actions.add_document(session, Vault(settings.secret_key), lin.id, read_number(LINS_CARD.text + "B1"), NOW)
    session.commit()

    cards = session.exec(select(IdentityDocument).order_by(IdentityDocument.id)).all()
    assert [(card.card_version, card.replaced_at is None) for card in cards] == [(0, False), (1, True)]


@pytest.mark.parametrize("change", [b"\x02", b"\x01" + b"0" * 40])
def test_a_sealed_value_that_was_touched_or_moved_does_not_open(change: bytes):
    vault = Vault("a secret of thirty-two characters or more")
    sealed = vault.seal("99010119900101001913", "identity_document.number_sealed:7")

    assert vault.open(sealed, "identity_document.number_sealed:7") == "99010119900101001913"
    assert vault.seal("99010119900101001913", "identity_document.number_sealed:7") != sealed
    with pytest.raises(ValueError, match="does not open"):
        vault.open(sealed, "identity_document.number_sealed:8")
    with pytest.raises(ValueError, match="another version|does not open"):
        vault.open(change, "identity_document.number_sealed:7")
    with pytest.raises(ValueError, match="does not open"):
        Vault("another secret").open(sealed, "identity_document.number_sealed:7")
    assert vault.index("1", "a") != vault.index("1", "b")


def test_the_regions_and_the_annexs_numbers_are_loaded_once(session: Session):
    before = session.scalar(text("SELECT count(*) FROM region"))
    assert actions.load_regions(session) == before

    prefectures = queries.regions(session, "prefecture")
    targets = session.exec(select(PrefectureTarget)).all()
    assert len(prefectures) == len(targets) == 18
    assert {one.code for one in prefectures} == {target.region_code for target in targets}
    assert sum(target.trainees for target in targets) == 160_000
    assert sum(target.new_skilled for target in targets) == 20_000
    assert sum(target.new_highly_skilled for target in targets) == 8_000


def test_every_place_lies_in_its_parent(session: Session):
    for place in session.exec(select(Region)).all():
        assert (place.parent_code is None) == (place.level == "province")
        if place.level == "county":
            assert place.parent_code == place.code[:4] + "00"


def test_demo_people_come_once_and_production_refuses_them(session: Session, settings: Settings):
    refuse_demo_people(session)

    assert load_demo_people(session, settings, CHEAP) == len(DEMO_PEOPLE) == 25
    assert load_demo_people(session, settings, CHEAP) == 0
    with pytest.raises(RuntimeError, match="25 demo people"):
        refuse_demo_people(session)


def test_demo_people_have_numbers_that_are_right_and_of_nobody():
    numbers = [person.number for person in DEMO_PEOPLE if person.number]

    assert len(numbers) == 2
    assert all(number == read_number(number.text) and number.citizen.startswith("9901") for number in numbers)


def test_a_database_refuses_an_account_that_was_verified_by_nothing(session: Session, make_person: MakePerson):
    person = make_person("新学员", verified=False)

    session.execute(text("UPDATE person SET verified_at = NULL WHERE id = :id"), {"id": person.id})
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE person SET state = 'active' WHERE id = :id"), {"id": person.id})


def test_a_person_is_activated_once(session: Session, unverified_trainee: Person, administrator: Person):
    assert actions.activate(session, unverified_trainee.id, administrator.id, "card", NOW)
    assert not actions.activate(session, unverified_trainee.id, administrator.id, "card", NOW + timedelta(days=1))
    session.commit()

    person = session.get_one(Person, unverified_trainee.id)
    assert (person.state, person.verified_at, person.verified_by_id) == ("active", NOW, administrator.id)


def test_the_costs_of_a_hash_are_the_librarys_defaults():
    assert PasswordHasher().memory_cost >= 65536
