"""Agreements in every state, and applications of two learners of their own to the demo's first college."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.certificates.actions import issue
from portal.colleges.models import CollegeMember
from portal.colleges.queries import college_by_code
from portal.conversion import actions, applications, drafting, queries
from portal.conversion.actions import Asked, Decision
from portal.conversion.drafting import Wanted
from portal.conversion.models import ConversionApplication
from portal.conversion.rules import evaluate
from portal.conversion.terms import COURSE, RECOGNISED, Group, Source, Target, Terms
from portal.credits.actions import post_earn
from portal.library.models import Course, CourseVersion
from portal.text.dates import local_date
from portal.vault import Vault
from tests.cast import CHEAP
from tests.pages.world import World

COLLEGE, PROVINCE = "zhongyuan", "410000"
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
DAY = timedelta(days=1)


def terms(programme: str, english: str) -> Terms:
    return Terms(programme, english, 2, 10_000, 50, 25, 800, 80, 0, False)


def officer(world: World, identifier: str, role: Role = Role.CREDIT_OFFICER) -> Actor:
    person = world.person(identifier)
    return Actor(person.id, person.name, frozenset({role}), person.region_code, True)


def colleges_take_credit(world: World) -> None:
    """An agreement that holds, drafts in each state; applications that wait, were decided, withdrawn, timed out."""
    versions = some_courses(world)
    sources = [Source(COURSE, course_id=one.course_id, title=one.title, title_en=one.title_en) for one in versions]
    certificate = Source(RECOGNISED, family="baker", least_level=3, title="烘焙师证", title_en="Baker's certificate")
    targets = [
        Target("MD101", "面点基础", "Basics of pastry", 50, 1, 90, 60, Group(0, (sources[0],))),
        Target("MD102", "食品安全", "Food safety", 50, 1, 85, 60, Group(0, (sources[1],))),
        Target("MD201", "面点工艺", "Craft of pastry", 100, 1, 85, 60, Group(2, (*sources[1:3], Group(1, (certificate, sources[3]))))),
        Target("MD301", "营养学", "Nutrition", 50, 1, 60, 60, Group(1, (sources[2],))),
    ]  # fmt: skip
    agreements_are_made(world, targets)
    for identifier, name in (("wheat", "何小麦"), ("barley", "麦青")):
        learner_with(world, identifier, name, versions[:2])
    learner_with(world, "millet", "谷小米", versions[:1])
    world.note("unopened_application", apply(world, world.person("millet"), "MD101"))
    wheat_applies(world)
    barley_waits(world)
    with Session(world.engine) as session:
        world.note("college_member", session.exec(select(CollegeMember.id)).one())


def some_courses(world: World) -> list[CourseVersion]:
    with Session(world.engine, expire_on_commit=False) as session:
        published = select(CourseVersion).where(CourseVersion.state == "published").order_by(col(CourseVersion.id))
        found = list(session.exec(published.limit(4)))
        world.note("converted_course", session.get_one(Course, found[2].course_id).slug)
    return found


def agreements_are_made(world: World, targets: list[Target]) -> None:
    first, second = officer(world, "credit1"), officer(world, "credit2")
    with Session(world.engine) as session, session.begin():
        college = college_by_code(session, COLLEGE)
        assert college is not None

        def begin(code: str, programme: str, english: str, rules: list[Target]) -> int:
            wanted = Wanted(terms(programme, english), FIRST, LAST)
            draft = drafting.begin_draft(session, first, college.id, code, wanted, world.clock.now)
            for one in rules:
                drafting.put_target(session, first, draft, one, "", world.clock.now)
            if rules:
                drafting.propose(session, first, draft, world.clock.now)
            return draft.id

        for name, code in (("live_draft", "pastry"), ("asked_draft", "massage"), ("given_up_draft", "tea")):
            world.note(name, begin(code, {"pastry": "面点制作"}.get(code, "推拿"), "Pastry making", targets))
        world.note("open_draft", begin("shop", "网店运营", "Online shops", []))
        written = queries.draft_of(session, int(world.places["live_draft"]))[0]
        world.note("live_agreement", drafting.confirm(session, second, written, world.clock.now).id)
        drafting.drop(
            session, first, queries.draft_of(session, int(world.places["given_up_draft"]))[0], world.clock.now
        )


def learner_with(world: World, identifier: str, name: str, versions: list[CourseVersion]) -> None:
    now = world.clock.now
    with Session(world.engine) as session, session.begin():
        new = NewPerson(name, "410100", CHEAP.hash("nobody signs in with this"), identifier, verification_method="seen")
        person = accounts.add_person(session, Vault(world.settings.secret_key), new, now)
        accounts.grant_role(session, person.id, Role.TRAINEE, PROVINCE, now)
        for one in versions:
            titles = {"title": one.title, "title_en": one.title_en}
            cause = {"kind": "course_passed", "mark": 88, "course_version_id": one.id} | titles
            earned = post_earn(session, person.id, 100, f"course/{one.course_id}/person/{person.id}", cause, now)
            issue(session, person.id, one.id, one.title, 90, 100, earned.id, now, 88, now)


def apply(world: World, person: Person, *codes: str) -> int:
    """Ask for these courses by a new quote; gives the application's id."""
    now, learner = world.clock.now, Actor(person.id, person.name, frozenset({Role.TRAINEE}), "410100", True)
    today = local_date(now)
    with Session(world.engine) as session, session.begin():
        agreed = queries.agreed(session, int(world.places["live_agreement"]))
        assert agreed is not None
        asked, has = agreed.agreement, queries.outcomes_of(session, person.id)
        found = evaluate(asked, has, queries.before_of(session, person.id, asked), today)
        kept = actions.quote(session, person.id, found, 90, now)
        world.note(f"{person.identifier}_quote", kept.id)
        wanted = Asked(frozenset(codes), date(2027, 3, 1), date(2027, 1, 20))
        return actions.apply(session, learner, kept, wanted, (), now).id if codes else 0


def wheat_applies(world: World) -> None:
    """Withdrawn, refused, accepted in part, and one that the college has opened."""
    person, now = world.person("wheat"), world.clock.now
    reader = officer(world, "college", Role.COLLEGE_READER)
    withdrawn = apply(world, person, "MD101", "MD102")
    world.note("withdrawn_application", withdrawn)
    with Session(world.engine) as session, session.begin():
        learner = Actor(person.id, person.name, frozenset({Role.TRAINEE}), "410100", True)
        actions.withdraw(session, learner, session.get_one(ConversionApplication, withdrawn), now)
    decisions = (
        ("refused_application", ("MD101",), Decision(frozenset(), "基础课的内容这学期换了，对不上。")),
        ("part_application", ("MD101", "MD102"), Decision(frozenset({"MD101"}), "食品安全要在校学。")),
    )
    for name, codes, decision in decisions:
        application_id = apply(world, person, *codes)
        world.note(name, application_id)
        with Session(world.engine) as session, session.begin():
            college = college_by_code(session, COLLEGE)
            assert college is not None
            actions.answer(session, reader, college, application_id, decision, now)
    opened = apply(world, person, "MD102")
    world.note("open_application", opened)
    with Session(world.engine) as session, session.begin():
        actions.look(session, reader, session.get_one(ConversionApplication, opened), now)


def barley_waits(world: World) -> None:
    """One that the college did not decide in time, one whose consent is over, and a quote that was not used."""
    person, now = world.person("barley"), world.clock.now
    late = apply(world, person, "MD101")
    world.note("late_application", late)
    today = local_date(now)
    with Session(world.engine) as session, session.begin():
        session.get_one(ConversionApplication, late).answer_until = today - DAY
    with Session(world.engine) as session, session.begin():
        actions.expire(session, today, now)
    unseen = apply(world, person, "MD101")
    world.note("unseen_application", unseen)
    with Session(world.engine) as session, session.begin():
        session.get_one(ConversionApplication, unseen).consent_until = today - DAY
        assert applications.items_of(session, unseen)
    apply(world, person)
    with Session(world.engine) as session, session.begin():
        quote = applications.own_quote(session, int(world.places["wheat_quote"]), world.person("wheat").id)
        assert quote is not None
