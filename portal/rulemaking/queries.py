"""Every read about drafts of rules."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.credits.rulebook.models import CreditRuleSet
from portal.credits.rulebook.queries import LATEST, RULES
from portal.library.models import Course, CourseVersion
from portal.rulemaking.models import CreditRuleDraft
from portal.rulemaking.rules import State

MOST = 100


def drafts(session: Session) -> Sequence[CreditRuleDraft]:
    """The newest drafts in whatever state, what waits first."""
    waiting = col(CreditRuleDraft.state).in_((State.DRAFT, State.HANDED_OVER))
    wanted = select(CreditRuleDraft).order_by(waiting.desc(), col(CreditRuleDraft.id).desc())
    return session.exec(wanted.limit(MOST)).all()


def draft_of(session: Session, draft_id: int) -> CreditRuleDraft | None:
    """One draft."""
    return session.get(CreditRuleDraft, draft_id)


def row_on(session: Session, day: date) -> CreditRuleSet:
    """The rule set from which a draft begins: the one that holds on a day, or else the first."""
    wanted = select(CreditRuleSet).order_by(*LATEST)
    return (
        session.exec(wanted.where(RULES.c.valid_from <= day)).first()
        or session.exec(select(CreditRuleSet).order_by(RULES.c.valid_from, RULES.c.id)).first()
        or _none()
    )


def _none() -> CreditRuleSet:
    raise LookupError("the portal has no rule set: migrate first")


def courses_by_slug(session: Session, slugs: Sequence[str]) -> dict[str, dict[str, object]]:
    """Published courses by their addresses, as a group names them."""
    wanted = (
        select(Course.slug, Course.id, CourseVersion.title, CourseVersion.title_en)
        .join(CourseVersion, col(CourseVersion.course_id) == Course.id)
        .where(col(Course.slug).in_(slugs), CourseVersion.state == "published")
    )
    return {slug: {"id": number, "title": title, "title_en": en} for slug, number, title, en in session.exec(wanted)}


def slugs_of(session: Session, course_ids: Sequence[int]) -> dict[int, str]:
    """The addresses of courses."""
    return dict(session.exec(select(Course.id, Course.slug).where(col(Course.id).in_(course_ids))).all())


def versions_held(session: Session) -> Sequence[str]:
    """Every version there is, held until the transaction ends, so that two officers never give the same number."""
    return session.exec(select(CreditRuleSet.version).order_by(col(CreditRuleSet.id)).with_for_update()).all()


def version_of(session: Session, rule_set_id: int | None) -> str:
    """The number of a rule set; empty for none."""
    return (session.get_one(CreditRuleSet, rule_set_id).version) if rule_set_id else ""


def name_of(session: Session, person_id: int | None) -> str:
    """An officer's name; empty for nobody."""
    return session.get_one(Person, person_id).name if person_id else ""
