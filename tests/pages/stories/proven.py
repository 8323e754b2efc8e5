"""Certificates that are taken along, looked at by others, revoked and replaced."""

from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.certificates import actions
from portal.certificates.actions import Officers
from portal.certificates.models import Certificate
from portal.certificates.rules import Reason, certificate_number
from portal.credentials.actions import keep_paper
from portal.credentials.papers import MAKER
from portal.credits.actions import post_earn
from portal.jobs.models import Job, JobState, stored
from portal.library.models import Course, CourseVersion
from portal.text import message
from tests.credits.stories import passed
from tests.pages.world import World

HOLDER = "新学员2"


def certificates_are_proven(world: World) -> None:
    """新学员2 has four: one on paper that others looked at, one revoked, one replaced by another, whose PDF failed."""
    good, revoked, replaced = (issued(world, slug) for slug in ("dough-passed", "dough-begun", "dough-ready"))
    officers = Officers(proposed_by=world.person("credit1").id, confirmed_by=world.person("credit2").id)
    with Session(world.engine) as session, session.begin():
        actions.revoke(session, session.get_one(Certificate, revoked), Reason.DUPLICATE, officers, world.clock.now)
        old = session.get_one(Certificate, replaced)
        new = actions.replace(session, old, Reason.NAME_CHANGED, officers, world.clock.now).id
        paper = world.app.state.files.put(b"%PDF-1.7")
        keep_paper(session, good, "zh-CN", MAKER, paper, 48_000, world.clock.now)
        for name, certificate_id in (("proven", good), ("revoked", revoked), ("replaced", replaced), ("new", new)):
            world.note(f"{name}_certificate", f"/certificates/{certificate_number(certificate_id)}")
            world.note(f"{name}_code", session.get_one(Certificate, certificate_id).verification_code)
    world.visitor().open(f"/verify/{world.places['proven_code']}")
    world.sign_in_named(HOLDER).open(f"{world.places['new_certificate']}/pdf", expect=202)
    with Session(world.engine) as session, session.begin():
        job = session.exec(select(Job).where(Job.name == "make_certificate_pdf")).one()
        said = message("没有做完，已经试了 %(tries)s 次。交来的内容都还在。", tries=3)
        job.state, job.said, job.finished_at = JobState.FAILED, stored(said), world.clock.now


def a_badge_is_checked(world: World) -> None:
    """Somebody has just brought a badge that is right."""
    holder = world.sign_in_named(HOLDER)
    token = holder.client.get(f"{world.places['proven_certificate']}/certificate.jwt").text
    world.note("good_badge", world.visitor().open("/verify").press("核对徽章", {"badge": token}).path)


def issued(world: World, slug: str) -> int:
    """A certificate of the holder for the newest version of a course."""
    with Session(world.engine) as session, session.begin():
        person_id = session.exec(select(Person.id).where(Person.name == HOLDER)).one()
        version = session.exec(
            select(CourseVersion).join(Course).where(Course.slug == slug).order_by(CourseVersion.number.desc())  # type: ignore[attr-defined]
        ).first()
        assert version is not None
        now = world.clock.now
        earned = post_earn(session, person_id, 150, f"proven/{slug}", passed(version.title, 90), now)
        return actions.issue(session, person_id, version.id, version.title, 540, 150, earned.id, now, 90, now).id
