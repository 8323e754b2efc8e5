"""Versions, questions of learners, provenance, upkeep"""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    pass
