"""Keys and receipts by themselves."""

from dataclasses import replace

from fastapi import FastAPI
from sqlalchemy import Engine

from portal.offline import actions, rules
from portal.offline.models import OfflinePack
from portal.offline.rules import Receipt


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
