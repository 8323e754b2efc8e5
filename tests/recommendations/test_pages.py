"""Recommendations as learners meet them, and their switch."""

from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.learning.models import Enrolment, EnrolmentState
from portal.recommendations.models import RecommendationChoice
from tests.browser import Browser, SignIn
from tests.cast import NOW, ZHENGZHOU, MakePerson
from tests.counting import counted_queries
from tests.shelf import OpenCourse


def passed(engine: Engine, person: Person, version_id: int) -> None:
    with Session(engine) as session, session.begin():
        state = {"state": EnrolmentState.PASSED, "enrolled_at": NOW, "passed_at": NOW, "mark": 80}
        session.add(Enrolment(person_id=person.id, version_id=version_id, **state))


def test_what_was_learned_leads_on_with_its_reason_until_it_is_turned_off(
    sign_in: SignIn, lin: Person, mei: Person, engine: Engine, open_course: OpenCourse
) -> None:
    passed(engine, lin, open_course(slug="one", title="面点入门", occupation="面点师", level=1))
    open_course(slug="two", title="面点中级", occupation="面点师", level=2)
    browser = sign_in(lin)
    for path in ("/", "/learning"):
        page = browser.open(path)
        assert page.says("因为您学完了《面点入门》，这是同一职业的中级。")
        assert page.says("不看残疾人证")
    settings = browser.open("/learning").follow("推荐的设置")
    assert settings.title.startswith("推荐的设置，推荐开着")
    off = settings.press("关掉推荐")
    assert off.title.startswith("推荐的设置，推荐已关")
    for path in ("/", "/learning"):
        page = browser.open(path)
        assert page.says("您关了推荐。")
        assert not page.says("因为您学完了")
    assert off.press("打开推荐").title.startswith("推荐的设置，推荐开着")
    assert browser.open("/").says("因为您学完了《面点入门》")
    assert not sign_in(mei).open("/").says("推荐给您")
    with Session(engine) as session:
        assert [(row.person_id, row.is_on) for row in session.exec(select(RecommendationChoice))] == [(lin.id, True)]


def test_five_of_the_same_county_are_counted_and_nobody_elses_county(
    sign_in: SignIn, lin: Person, mei: Person, engine: Engine, open_course: OpenCourse, make_person: MakePerson
) -> None:
    version_id = open_course(slug="liked", title="大家学的课")
    for number in range(4):
        passed(engine, make_person(f"学员 {number}", Role.TRAINEE, region=ZHENGZHOU), version_id)
    passed(engine, mei, version_id)
    assert not sign_in(lin).open("/learning").says("同县有")
    passed(engine, make_person("第五位", Role.TRAINEE, region=ZHENGZHOU), version_id)
    assert sign_in(lin).open("/learning").says("同县有 5 人学完了这门课。")


def test_visitors_and_officials_get_none(visitor: Browser, sign_in: SignIn, zz_author: Person, dough: int) -> None:
    assert not visitor.open("/").says("推荐")
    assert not sign_in(zz_author).open("/").says("推荐")
    sign_in(zz_author).open("/settings/recommendations", expect=404)
    assert visitor.open("/settings/recommendations").path.startswith("/sign-in")


def test_a_page_with_recommendations_takes_as_many_queries_for_three_as_for_one(
    sign_in: SignIn, lin: Person, engine: Engine, open_course: OpenCourse
) -> None:
    passed(engine, lin, open_course(slug="one", title="面点入门", occupation="面点师", level=1))
    browser, counted = sign_in(lin), []
    for slugs in (["two"], ["three", "four"]):
        for slug in slugs:
            open_course(slug=slug, occupation="面点师", level=2)
        browser.open("/learning")
        with counted_queries(engine) as statements:
            browser.open("/learning")
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 10  # two of them ask about appeals and about terms that end


def test_the_home_page_of_who_named_needs_takes_no_query_more(
    sign_in: SignIn, lin: Person, engine: Engine, open_course: OpenCourse
) -> None:
    passed(engine, lin, open_course(slug="one", title="面点入门", occupation="面点师", level=1))
    open_course(slug="two", occupation="面点师", level=2)
    browser = sign_in(lin)
    browser.open("/settings/needs").press("保存需求", {"media": ["transcript"]})
    for most in (11, 7):  # then with the shelves remembered
        with counted_queries(engine) as statements:
            assert browser.open("/").says("推荐给您")
        assert len(statements) <= most
