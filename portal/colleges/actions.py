"""Every write of colleges and their members. Each is one transaction with its audit row."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from portal import audit
from portal.colleges.models import College, CollegeMember
from portal.colleges.queries import college_by_code, member_without_end
from portal.errors import Refused
from portal.text import message


@dataclass(frozen=True)
class NewCollege:
    """What is known of a college that becomes a partner. The code is short and its own: it stands in addresses."""

    code: str
    name: str
    name_en: str
    region_code: str


def add_college(session: Session, new: NewCollege, now: datetime, who: int | None = None) -> College:
    """Add a partner college. Raises Refused when another has its code. `who` None is the machine itself."""
    if college_by_code(session, new.code):
        raise Refused(message("代码 %(code)s 已经有院校在用。", code=new.code))
    college = College(code=new.code, name=new.name, name_en=new.name_en, region_code=new.region_code)
    session.add(college)
    session.flush()
    audit.record(session, who, "colleges.add", "college", college.id, now, code=college.code)
    return college


def add_member(
    session: Session, college: College, person_id: int, valid_from: date, now: datetime, who: int | None = None
) -> CollegeMember:
    """Let somebody read for a college from a day on; reading for another one ends the day before, or at once.

    They also need the role of a reader. The same said twice is said once.
    """
    if before := member_without_end(session, person_id):
        if before.college_id == college.id:
            return before
        before.valid_until = max(before.valid_from, date.fromordinal(valid_from.toordinal() - 1))
        session.add(before)
        session.flush()
    member = CollegeMember(college_id=college.id, person_id=person_id, valid_from=valid_from, added_at=now)
    session.add(member)
    session.flush()
    audit.record(session, who, "colleges.add_member", "college", college.id, now, person=person_id)
    return member


def end_member(session: Session, member: CollegeMember, last_day: date, now: datetime, who: int | None = None) -> None:
    """Let somebody's reading for a college end with a day. One who was added after that day has never read."""
    member.valid_from, member.valid_until = min(member.valid_from, last_day), last_day
    session.add(member)
    session.flush()
    audit.record(
        session,
        who,
        "colleges.end_member",
        "college",
        member.college_id,
        now,
        person=member.person_id,
        last_day=last_day.isoformat(),
    )
