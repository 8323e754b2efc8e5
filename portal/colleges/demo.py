"""The colleges of a demo. Both are made up."""

from datetime import date, datetime

from sqlmodel import Session

from portal.accounts.queries import person_by_identifier
from portal.colleges.actions import NewCollege, add_college, add_member
from portal.colleges.queries import college_by_code

FIRST_DAY = date(2026, 1, 1)
DEMO_COLLEGES = (
    NewCollege("zhongyuan", "中原融合职业学院（示例）", "Zhongyuan Inclusive College (sample)", "410100"),
    NewCollege("luohe-open", "洛河开放学院（示例）", "Luohe Open College (sample)", "410300"),
)
READER = "college"  # the demo person who reads for the first of them


def load_demo_colleges(session: Session, now: datetime) -> int:
    """Add the colleges of the demo that are missing, and their reader. Returns how many were added."""
    missing = [new for new in DEMO_COLLEGES if college_by_code(session, new.code) is None]
    for new in missing:
        college = add_college(session, new, now)
        if new is DEMO_COLLEGES[0] and (reader := person_by_identifier(session, READER)):
            add_member(session, college, reader.id, FIRST_DAY, now)
    return len(missing)
