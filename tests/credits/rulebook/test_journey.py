"""One person passes a course, hits a cap, hears why, and finds the rest posted when the next year begins."""

from datetime import date

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.queries import balance_hundredths
from portal.jobs import enqueue, run_waiting
from tests.assessment.test_pages import RIGHT, learn_both_lessons, order_answers
from tests.browser import Browser, SignIn, words
from tests.cast import Clock
from tests.credits.rulebook.stories import add_rules


def capped(engine: Engine, year: int) -> None:
    with Session(engine) as session:
        add_rules(session, "2026-2", date(2026, 2, 1), caps={"year": year})


def take(browser: Browser) -> object:
    page = learn_both_lessons(browser).press("开始考核")
    return page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"}).press("交卷")


def test_before_enrolling_a_trainee_hears_what_a_course_can_still_count_for(
    engine: Engine, sign_in: SignIn, visitor: Browser, lin: Person, dough: int
):
    assert "学完能记 1.5 学分，现在没有上限。" in sign_in(lin).open("/library/dough-by-hand").text
    capped(engine, 100)

    page = sign_in(lin).open("/library/dough-by-hand")

    assert (
        "现在学完最多还能记 1 学分。 这一年已记 0 学分，上限 1 学分。 未计入的 0.5 学分，2027年1月1日起再记。"
        in page.text
    )
    assert page.follow("看规则").path == "/credits/rules"
    assert "还能记多少学分" not in visitor.open("/library/dough-by-hand").text


def test_from_the_cap_to_the_next_year(
    app: FastAPI, engine: Engine, sign_in: SignIn, lin: Person, dough: int, clock: Clock
):
    capped(engine, 100)
    browser = sign_in(lin)

    result = take(browser)

    assert "1 学分已入账" in result.text  # type: ignore[attr-defined]
    assert "未计入的 0.5 学分，2027年1月1日起再记。" in result.text  # type: ignore[attr-defined]
    page = browser.open("/credits")
    assert words(page.html.select_one(".figure")) == "1 学分已入账"
    assert "未计入 这些学分不在总数里。每一项都写着为什么。" in words(page.html.main)
    clock.forward(days=90)
    for period in ("2027-01-10", "2027-01-11"):  # twice: the second finds nothing
        with Session(engine) as session, session.begin():
            enqueue(session, "carry_credit", f"carry_credit/{period}", {"period": period}, clock.now)
        run_waiting(engine, app.state.files, app.state.settings, clock.now)

    page = sign_in(lin).open("/credits")
    assert words(page.html.select_one(".figure")) == "1.5 学分已入账"
    assert "未计入 这些学分" not in words(page.html.main)
    with Session(engine) as session:
        assert balance_hundredths(session, lin.id) == 150


def test_a_full_year_still_gives_the_certificate(engine: Engine, sign_in: SignIn, lin: Person, dough: int):
    capped(engine, 0)
    browser = sign_in(lin)

    result = take(browser)

    assert "合格，学分未计入" in result.text  # type: ignore[attr-defined]
    assert "看培训合格证书" in result.links  # type: ignore[attr-defined]
    assert "学分未计入" in browser.open("/learning").text
    assert "学分等身份核对" not in browser.open("/learning").text
