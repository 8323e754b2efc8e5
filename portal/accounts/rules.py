"""Who may be what: roles, and the region a person acts for."""

from dataclasses import dataclass
from enum import StrEnum


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
