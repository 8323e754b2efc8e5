"""Who may be what: roles, the region a person acts for, and the states of an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
SEEN_STEP = timedelta(hours=1)  # how exactly `last_seen_at` is kept: reading a page does not write to the database


class Role(StrEnum):
    """What a person may do here (domain.md G-01). The scope of a role is a subtree of the regions."""

    TRAINEE = "trainee"
    SUBMITTER = "submitter"
    APPROVER = "approver"
    FORMAL_CHECKER = "formal_checker"
    BLIND_TESTER = "blind_tester"
    DEAF_TESTER = "deaf_tester"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    PANEL_MEMBER = "panel_member"
    CREDIT_OFFICER = "credit_officer"
    APPEAL_OFFICER = "appeal_officer"
    COLLEGE_READER = "college_reader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


DESK_ROLES = frozenset(
    {
        Role.FORMAL_CHECKER,
        Role.BLIND_TESTER,
        Role.DEAF_TESTER,
        Role.EXPERT,
        Role.COORDINATOR,
        Role.PANEL_MEMBER,
    }
)


class PersonState(StrEnum):
    """The life of an account (domain.md 5.1). Only an active person's identity has been verified."""

    UNVERIFIED = "unverified"  # may learn; credit waits for the identity
    ACTIVE = "active"
    FROZEN = "frozen"  # may learn and read; nothing is posted
    CLOSED = "closed"  # may not sign in


@dataclass(frozen=True)
class Actor:
    """The person who acts, as rules see them."""

    person_id: int
    name: str
    roles: frozenset[Role]
    region_code: str  # GB/T 2260, six digits: 410100 is 郑州市, 410000 the province
    identity_verified: bool = False


def is_within(region_code: str, ancestor_code: str) -> bool:
    """Whether a region lies in the subtree of another, itself included (GB/T 2260: two digits a level)."""
    return region_code.startswith(ancestor_code.rstrip("0").ljust((len(ancestor_code.rstrip("0")) + 1) // 2 * 2, "0"))


def is_over(created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in has ended by itself: unused for half a day, or a month old."""
    return now - last_seen_at >= IDLE + SEEN_STEP or now - created_at >= LONGEST
