"""A course that by contract is only for the people of some places: every door, and who has begun."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.holdings.forms import HoldingForm
from portal.library.models import Course, CourseVersion, LibraryState, VersionFile
from portal.library.rules import is_permitted, mark_of
from portal.recommendations.queries import candidates
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, PROVINCE, ZHENGZHOU, MakePerson
from tests.holdings.test_pages import BOUGHT, COURSE, HOLDING, LEARNING
from tests.shelf import OpenCourse

ONLY_THERE = BOUGHT | {"regions": [LUOYANG]}
SAID = "按合同，只有这些地方的学员可以学：洛阳市。"
REFUSED = "这门课只有部分地方能学"
DOORS = ("/01-flour", "/01-flour/questions", "/01-flour.txt", "/course.txt", "/course.zip", "/take-away",
         "/take-away/course.epub", "/take-away/01-flour.brf", "/course.txt?version=1")  # fmt: skip


@pytest.fixture
def officer(sign_in: SignIn, coordinator: Person) -> Browser:
    return sign_in(coordinator)


@pytest.fixture
def only_there(officer: Browser, dough: int) -> Browser:
    """By contract only people of 洛阳 may learn the course."""
    return officer.open(HOLDING).press("记下来源", ONLY_THERE).browser


@pytest.mark.parametrize(
    ("region", "permitted", "may"),
    [
        (ZHENGZHOU, [], True),
        (ZHENGZHOU, [ZHENGZHOU, LUOYANG], True),
        ("410102", [ZHENGZHOU], True),
        (LUOYANG, [ZHENGZHOU], False),
        (PROVINCE, [ZHENGZHOU], False),
        ("", [ZHENGZHOU], False),
    ],
)
def test_a_place_counts_with_its_counties(region: str, permitted: list[str], may: bool) -> None:
    assert is_permitted(region, permitted) == may


def test_unknown_places_are_not_recorded() -> None:
    form = HoldingForm(origin="collected", licence="CC BY", regions=["110100"])
    assert list(form.errors([LUOYANG])) == ["regions"]
    assert form.errors([LUOYANG, "110100"]) == {}


def test_everybody_reads_where_it_may_be_learned_at_once(
    visitor: Browser, officer: Browser, dough: int, session: Session
) -> None:
    assert "报名学这门课" in visitor.open(COURSE).buttons
    before = session.exec(select(LibraryState.version)).one()
    session.rollback()
    officer.open(HOLDING).press("记下来源", ONLY_THERE)
    assert session.exec(select(LibraryState.version)).one() > before
    session.rollback()
    page = visitor.open(f"{COURSE}?again")
    assert page.says(SAID) and page.says("住在这些地方的，登录以后就能报名。") and "报名学这门课" not in page.buttons
    assert "先看第 1 课" not in page.links and not page.says("带走")
    assert visitor.open(f"{COURSE}/changes?again").says(SAID)
    page = officer.open(HOLDING)
    assert page.ticked("regions") == [LUOYANG]
    page.press("记下来源", {"regions": []})
    assert "报名学这门课" in visitor.open(f"{COURSE}?later").buttons
    page = visitor.open(f"{COURSE}/changes?later")
    assert page.says("各地的学员都可以学。") and page.says(SAID)
    assert officer.open(HOLDING).says("记过的，2 笔")


def test_a_stranger_and_somebody_of_elsewhere_stand_before_every_door(
    only_there: Browser, visitor: Browser, sign_in: SignIn, lin: Person, zz_author: Person
) -> None:
    for browser in (visitor, sign_in(lin), sign_in(zz_author)):
        for door in DOORS:
            page = browser.open(f"{COURSE}{door}", expect=403)
            assert page.heading == REFUSED and page.says(SAID), door
        assert browser.send(f"{COURSE}/take-away/course.epub", expect=403).heading == REFUSED
        address = browser.client.get(f"{COURSE}/braille").headers.get("location", f"{COURSE}/course.brf")
        browser.open(address, expect=403)
    page = sign_in(lin).send(f"{LEARNING}/enrolment", expect=403)
    assert page.says("您的账户里写的住地不在里面，所以不能学。什么都没有改动。")
    assert sign_in(lin).open("/learning").says("还没有")
    sign_in(lin).open(f"{LEARNING}/pack", expect=404)
    course = sign_in(lin).open(COURSE)
    assert course.says("您的账户里写的住地不在里面，所以不能报名。") and "报名学这门课" not in course.buttons


def test_files_are_for_people_of_the_place_and_no_cache_between(
    only_there: Browser,
    visitor: Browser,
    sign_in: SignIn,
    lin: Person,
    mei: Person,
    session: Session,
    app: FastAPI,
    dough: int,
) -> None:
    digest = app.state.files.put(b"a picture")
    session.add(VersionFile(version_id=dough, name="pan.png", digest=digest, media_type="image/png", size=9))
    session.commit()
    address = f"{COURSE}/files/pan.png?v={mark_of(digest)}"
    for browser in (visitor, sign_in(lin)):
        assert browser.client.get(address).status_code == 403
    answer = sign_in(mei).client.get(address)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "private, no-cache"


def test_people_of_the_place_the_provider_and_the_desks_read_it(
    officer: Browser, open_course: OpenCourse, sign_in: SignIn, mei: Person, zz_author: Person
) -> None:
    open_course(region=ZHENGZHOU)
    officer.open(HOLDING).press("记下来源", ONLY_THERE)
    learner = sign_in(mei)
    page = learner.open(COURSE)
    assert page.says(SAID) and page.says("带走")
    page.press("报名学这门课").follow("接着学第 1 课").press("提交答案", {"q1": "2"})
    for browser in (sign_in(zz_author), officer, learner):
        browser.open(f"{COURSE}/01-flour")


def test_who_has_begun_finishes_wherever_they_live_now(
    sign_in: SignIn, lin: Person, officer: Browser, dough: int, visitor: Browser
) -> None:
    learner = sign_in(lin)
    learner.open(COURSE).press("报名学这门课")
    officer.open(HOLDING).press("记下来源", ONLY_THERE)
    assert "提交答案" in learner.open(f"{COURSE}/01-flour").buttons
    learner.open(f"{COURSE}/course.txt", expect=202)
    learner.open(f"{LEARNING}/pack")
    learner.send(f"{LEARNING}/leave")
    learner.open(f"{COURSE}/01-flour", expect=403)
    learner.send(f"{LEARNING}/enrolment")
    learner.open(f"{COURSE}/01-flour").press("提交答案", {"q1": "2"})


def test_moving_house_opens_and_closes_the_door(
    only_there: Browser, sign_in: SignIn, lin: Person, engine: Engine
) -> None:
    learner = sign_in(lin)
    for region, expect in ((LUOYANG, 200), ("410302", 200), (PROVINCE, 403), (ZHENGZHOU, 403)):
        with Session(engine) as session, session.begin():
            session.get_one(Person, lin.id).region_code = region
        learner.open(f"{COURSE}/01-flour", expect=expect)
    with Session(engine) as session, session.begin():
        session.get_one(Person, lin.id).region_code = LUOYANG
    learner.open(COURSE).press("报名学这门课")
    with Session(engine) as session, session.begin():
        session.get_one(Person, lin.id).region_code = ZHENGZHOU
    assert "提交答案" in learner.open(f"{COURSE}/01-flour").buttons


def test_a_new_version_keeps_the_limit_and_who_passed_an_earlier_one_begins_anew_like_others(
    only_there: Browser, open_course: OpenCourse, visitor: Browser, sign_in: SignIn, lin: Person
) -> None:
    open_course(title="和面，新版")
    visitor.open(f"{COURSE}/01-flour?new", expect=403)
    sign_in(lin).send(f"{LEARNING}/enrolment", expect=403)


def test_it_is_not_recommended_where_it_may_not_be_learned(only_there: Browser, dough: int, session: Session) -> None:
    for region, expected in ((LUOYANG, ["dough-by-hand"]), (ZHENGZHOU, [])):
        found = candidates(session, region, [], [], [dough])
        assert [candidate.slug for candidate in found] == expected


def test_two_officers_do_not_undo_each_other_and_the_course_says_what_the_record_says(
    officer: Browser, dough: int, session: Session
) -> None:
    first, second = officer.open(HOLDING), officer.open(HOLDING)
    first.press("记下来源", ONLY_THERE)
    second.press("记下来源", BOUGHT | {"regions": [ZHENGZHOU]}, expect=409)
    version = session.get_one(CourseVersion, dough)
    assert session.get_one(Course, version.course_id).permitted_regions == [LUOYANG]
    assert officer.open(COURSE).says(SAID)


def test_who_assists_at_the_providing_place_answers_from_there(
    only_there: Browser, make_person: MakePerson, sign_in: SignIn
) -> None:
    """They hear and answer the questions of those who may learn it; another place's do not."""
    for place, status in (("410000", 200), (ZHENGZHOU, 403)):
        helper = make_person(f"{place} 的辅助人员", Role.ASSISTANT, region=place, scope=place)
        sign_in(helper).open(f"{COURSE}/01-flour/questions", expect=status)
