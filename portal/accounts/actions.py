"""Every write of the accounts room: people, their roles, their sessions, the regions."""

import csv
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, update
from sqlmodel import Session, col

from portal.accounts.models import Person, PrefectureTarget, Region, RoleGrant, SignInSession
from portal.accounts.rules import PersonState, Role

HERE = Path(__file__).parent
REGIONS_FILE = HERE / "henan_regions.csv"
TARGETS_FILE = HERE / "henan_targets_2021_2025.csv"
TARGETS_PLAN = "2021-2025"


def note_seen(connection: Connection, session_id: int, now: datetime) -> None:
    """Write down that a session is in use, so that it does not end by itself."""
    connection.execute(update(SignInSession).where(col(SignInSession.id) == session_id).values(last_seen_at=now))
