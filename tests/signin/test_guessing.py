"""Guesses are stopped; nobody is locked out by others."""

from fastapi import FastAPI
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.signin.models import WrongGuess
from tests.browser import Browser
from tests.cast import LINS_CARD
from tests.signin.browsers import LIN, browser_at


def test_five_wrong_guesses_are_answered_with_a_time_and_then_it_works_again(visitor: Browser, lin: Person, clock):
    for _ in range(5):
        visitor.send("/sign-in", LIN | {"password": "wrong"}, expect=422)
        clock.forward(minutes=1)

    stopped = visitor.send("/sign-in", LIN, expect=429)
    assert stopped.heading == "试的次数太多，先停一停"
    assert stopped.says("下午2点45分以后可以再试。")
    assert stopped.says("账户还在，没有锁住。")

    clock.forward(minutes=11)
    assert visitor.send("/sign-in", LIN | {"next": "/account"}).heading == "我的账户"


def test_other_names_of_the_same_person_do_not_give_more_guesses(visitor: Browser, lin: Person):
    for identifier in ("lin", LINS_CARD.text, LINS_CARD.citizen, LINS_CARD.text + "B1", LINS_CARD.citizen + "11"):
        visitor.send("/sign-in", {"identifier": identifier, "password": "wrong"}, expect=422)

    visitor.send("/sign-in", LIN, expect=429)


def test_a_stranger_cannot_lock_lin_out(app: FastAPI, lin: Person):
    stranger, at_home, elsewhere = browser_at(app, "198.51.100.1"), browser_at(app), browser_at(app, "192.0.2.9")
    at_home.send("/sign-in", LIN | {"next": "/account"})
    for _ in range(5):
        stranger.send("/sign-in", LIN | {"password": "wrong"}, expect=422)
    stranger.send("/sign-in", LIN, expect=429)

    assert elsewhere.send("/sign-in", LIN | {"next": "/account"}).heading == "我的账户"
    at_home.open("/account").press("退出登录")
    assert at_home.send("/sign-in", LIN | {"next": "/account"}).heading == "我的账户"


def test_even_behind_the_same_address_a_device_that_is_known_is_never_stopped_by_others(app: FastAPI, lin: Person):
    stranger, at_home = browser_at(app), browser_at(app)
    at_home.send("/sign-in", LIN | {"next": "/account"})
    at_home.open("/account").press("退出登录")
    for _ in range(5):
        stranger.send("/sign-in", LIN | {"password": "wrong"}, expect=422)
    stranger.send("/sign-in", LIN, expect=429)

    assert at_home.send("/sign-in", LIN | {"next": "/account"}).heading == "我的账户"


def test_a_right_password_wipes_the_slips_before_it(visitor: Browser, lin: Person, session: Session):
    for _ in range(4):
        visitor.send("/sign-in", LIN | {"password": "wrong"}, expect=422)
    visitor.send("/sign-in", LIN | {"next": "/account"})

    assert session.exec(select(WrongGuess)).all() == []


def test_what_is_kept_of_a_guess_says_nothing_to_a_reader(visitor: Browser, lin: Person, session: Session):
    visitor.send("/sign-in", {"identifier": LINS_CARD.text, "password": "wrong"}, expect=422)

    kept = str(session.exec(select(WrongGuess)).one().model_dump())
    assert "lin" not in kept
    assert LINS_CARD.citizen not in kept
    assert "testclient" not in kept


def test_guesses_at_nobodys_number_are_counted_like_somebodys(visitor: Browser):
    """Otherwise a sixth guess with another card would tell whether this number has an account."""
    nobody = LINS_CARD.citizen
    for _ in range(5):
        visitor.send("/sign-in", {"identifier": nobody, "password": "wrong"}, expect=422)

    visitor.send("/sign-in", {"identifier": nobody + "11", "password": "wrong"}, expect=429)
