"""An agreement of the demo, between the made-up college and the shipped courses, written and confirmed by its officers."""

from datetime import date, datetime

from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.queries import person_by_identifier
from portal.accounts.rules import Actor, Role
from portal.colleges.queries import college_by_code
from portal.conversion import drafting
from portal.conversion.drafting import Wanted
from portal.conversion.queries import draft_at_work, newest_version
from portal.conversion.terms import ALL, COURSE, Group, Source, Target, Terms
from portal.library.queries import published_version

COLLEGE, PROGRAMME = "zhongyuan", "e-commerce"
TERMS = Terms("电子商务（示例）", "E-commerce (sample)", 2, 10_000, 50, 25, 800, 80, 0, False)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
RULES = (  # code, name, English name, hundredths, courses
    ("EC101", "网店客服", "Online customer service", 25, ("customer-service",)),
    ("EC102", "信息技术与求职", "Information technology and job search", 40, ("customer-service", "screenreader-jobs")),
)


def load_demo_agreement(session: Session, now: datetime) -> bool:
    """Add the agreement of the demo where its college, officers and courses are there and it is missing."""
    college = college_by_code(session, COLLEGE)
    officers = [person_by_identifier(session, name) for name in ("credit1", "credit2")]
    targets = [_target(session, *rule) for rule in RULES]
    if college is None or not all(officers) or not all(targets):
        return False
    if newest_version(session, college.id, PROGRAMME) or draft_at_work(session, college.id, PROGRAMME):
        return False
    first, second = (_officer(one) for one in officers if one)
    draft = drafting.begin_draft(session, first, college.id, PROGRAMME, Wanted(TERMS, FIRST, LAST), now)
    for target in targets:
        if target:
            drafting.put_target(session, first, draft, target, "", now)
    drafting.propose(session, first, draft, now)
    drafting.confirm(session, second, draft, now)
    return True


def _officer(person: Person) -> Actor:
    return Actor(person.id, person.name, frozenset({Role.CREDIT_OFFICER}), person.region_code, True)


def _target(session: Session, code: str, name: str, name_en: str, worth: int, slugs: tuple[str, ...]) -> Target | None:
    versions = [found.CourseVersion for slug in slugs if (found := published_version(session, slug))]
    if len(versions) < len(slugs):
        return None
    sources = (Source(COURSE, course_id=v.course_id, title=v.title, title_en=v.title_en) for v in versions)
    return Target(code, name, name_en, worth, 1, 85, 60, Group(ALL, tuple(sources)))
