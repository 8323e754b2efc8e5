"""The keys that badges are signed with, and the certificates that have been put on paper."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.credentials.rules import Algorithm
from portal.db import UtcDateTime

IN_USE = text("retired_at IS NULL")


class IssuerKey(SQLModel, table=True):
    """One signing key. The private half is sealed; the public half stays published after another has taken its place.

    A key that somebody else may have is withdrawn: then it is published no more, and nothing that it signed holds.
    """

    __tablename__ = "issuer_key"
    __table_args__ = (
        CheckConstraint("algorithm IN ('Ed25519', 'RS256')", name="algorithm"),
        CheckConstraint("withdrawn_at IS NULL OR retired_at IS NOT NULL", name="withdrawn_is_retired"),
        Index(
            "ix_issuer_key_one_in_use",
            "algorithm",
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(max_length=64, unique=True)  # its RFC 7638 thumbprint, so that it names nothing but itself
    algorithm: Algorithm = Field(sa_type=String(10))
    public_key: dict[str, Any] = Field(sa_type=JSON)  # a JWK
    sealed: bytes  # the private JWK
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CertificatePaper(SQLModel, table=True):
    """A certificate as a PDF in one language, in the file store by its digest. Made once by each maker."""

    __tablename__ = "certificate_paper"
    __table_args__ = (
        UniqueConstraint("certificate_id", "language", "maker"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: int = Field(default=None, primary_key=True)
    certificate_id: int = Field(foreign_key="certificate.id")
    language: str = Field(max_length=5)
    maker: int
    digest: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    made_at: datetime = Field(sa_type=UtcDateTime)
