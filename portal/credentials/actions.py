"""Every write of keys and papers."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from portal.audit import record
from portal.credentials import queries
from portal.credentials.models import CertificatePaper, IssuerKey
from portal.credentials.rules import Algorithm
from portal.credentials.signing import new_key, seal_key
from portal.vault import Vault


def make_missing_keys(session: Session, vault: Vault, now: datetime) -> int:
    """Make the keys that the portal signs with, where there are none. Returns how many were made."""
    there = queries.keys_in_use(session)
    missing = [algorithm for algorithm in Algorithm if algorithm not in there]
    return sum(_make(session, vault, algorithm, now) for algorithm in missing)


def rotate_keys(session: Session, vault: Vault, now: datetime) -> int:
    """Sign with new keys from now on. The old ones stay published, so what they signed holds. Returns how many."""
    in_use = col(IssuerKey.retired_at).is_(None)
    session.execute(update(IssuerKey).where(in_use).values(retired_at=now))
    session.expire_all()
    return make_missing_keys(session, vault, now)


def withdraw_key(session: Session, vault: Vault, name: str, now: datetime) -> bool:
    """Publish a key no more, because somebody else may have it: nothing that it signed holds any longer.

    A key that was in use gets a successor at once. Returns whether there was such a key, not withdrawn yet.
    """
    wanted = update(IssuerKey).where(col(IssuerKey.name) == name, col(IssuerKey.withdrawn_at).is_(None))
    key = next((key for key in queries.all_keys(session) if key.name == name), None)
    if key is None or key.withdrawn_at:
        return False
    session.execute(wanted.values(withdrawn_at=now, retired_at=key.retired_at or now))
    session.expire_all()
    record(session, None, "withdraw.issuer_key", "issuer_key", key.id, now)
    make_missing_keys(session, vault, now)
    return True


def _make(session: Session, vault: Vault, algorithm: Algorithm, now: datetime) -> bool:
    """Make one key, unless another process did at the same moment. Returns whether it was this one."""
    name, public, private = new_key(algorithm)
    key = IssuerKey(
        name=name, algorithm=algorithm, public_key=public, sealed=seal_key(vault, name, private), made_at=now
    )
    try:
        with session.begin_nested():
            session.add(key)
    except IntegrityError:
        return False
    record(session, None, "make.issuer_key", "issuer_key", key.id, now, algorithm=algorithm.value)
    return True


def keep_paper(
    session: Session, certificate_id: int, language: str, maker: int, digest: str, size: int, now: datetime
) -> None:
    """Write down a PDF that was made. A second time changes nothing."""
    if queries.paper_of(session, certificate_id, language, maker):
        return
    paper = CertificatePaper(
        certificate_id=certificate_id, language=language, maker=maker, digest=digest, size=size, made_at=now
    )
    try:
        with session.begin_nested():
            session.add(paper)
    except IntegrityError:  # another worker was faster, with the same
        return
