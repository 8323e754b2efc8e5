"""Needs and language: on the device before sign-in, in the account after it."""

import pytest
from sqlmodel import Session

from portal.accounts.models import Person
from portal.media import forms as media
from portal.preferences import forms
from portal.web.needs import CHOICES
from tests.browser import Browser, SignIn

MUCH = {
    "media": ["captions", "transcript"],
    "ways": ["look", "sign"],
    "text": "150",
    "theme": "dark",
    "contrast": "more",
    "spacing": "wide",
    "motion": "none",
    "questions": "one",
    "time": "double",
    "pictures": "none",
}


def marks(page) -> dict[str, str]:
    return {name: value for name, value in page.html.html.attrs.items() if name.startswith("data-")}


def test_every_choice_has_its_words():
    groups = {
        "media": forms.MEDIA,
        "ways": forms.WAYS,
        "text": forms.TEXT,
        "theme": forms.THEME,
        "contrast": forms.CONTRAST,
        "questions": forms.QUESTIONS,
        "cells": dict(forms.CELLS),
        "lines": dict(forms.LINES),
    }
    groups |= {
        "caption_size": media.CAPTION_SIZE,
        "caption_colour": media.CAPTION_COLOUR,
        "description": {"": None, **media.DESCRIPTION},
        "sign_place": media.SIGN_PLACE,
        "sign_size": media.SIGN_SIZE,
        "keys": media.KEYS,
    }
    groups |= {name: {"": None, value: words} for name, (value, words) in forms.MORE.items()}

    assert {name: set(words) for name, words in groups.items()} == {name: set(one) for name, one in CHOICES.items()}


def test_a_visitors_needs_stay_on_the_device(visitor: Browser):
    saved = visitor.open("/settings/needs").press("保存需求", MUCH)

    assert saved.path == "/settings/needs/saved"
    assert saved.title.startswith("现在的学习需求，7 项有效")
    assert saved.says("已记在这台设备上。")
    assert saved.says("字幕一直打开；文字稿排在视频前面")
    assert saved.says("只看能学完的；有手语的")
    assert saved.says("字和行排得更疏；不要动效；考核要更多时间")
    assert marks(saved) == {
        "data-theme": "dark",
        "data-contrast": "more",
        "data-text": "150",
        "data-spacing": "wide",
        "data-motion": "none",
    }
    again = visitor.open("/settings/needs")
    assert again.ticked("media") == ["captions", "transcript"]
    assert (again.typed("text"), again.typed("time")) == ("150", "double")


def test_everything_can_be_put_back(visitor: Browser):
    visitor.open("/settings/needs").press("保存需求", MUCH)

    saved = visitor.open("/settings/needs").press("恢复原样")

    assert saved.title.startswith("现在的学习需求，没有特别的选择")
    assert marks(saved) == {}
    assert "needs" not in visitor.client.cookies


def test_a_persons_needs_are_in_the_account_on_every_device(sign_in: SignIn, lin: Person, session: Session):
    here, there = sign_in(lin), sign_in(lin)

    saved = here.open("/settings/needs").press("保存需求", {"text": "200", "media": ["braille"]})

    assert saved.says("已记在您的账户里。")
    assert "needs" not in here.client.cookies
    assert marks(there.open("/account")) == {"data-text": "200"}
    assert session.get_one(Person, lin.id).needs["media"] == ["braille"]


def test_needs_of_the_device_hold_until_the_account_has_its_own(visitor: Browser, sign_in: SignIn, lin: Person):
    browser = sign_in(lin)
    browser.client.cookies.set("needs", "text=150&theme=dark", domain="testserver.local", path="/")
    assert marks(browser.open("/account")) == {"data-theme": "dark", "data-text": "150"}

    browser.open("/settings/needs").press("保存需求", {"text": "125", "theme": ""})
    assert marks(browser.open("/account")) == {"data-text": "125"}

    browser.open("/settings/needs").press("恢复原样")
    assert marks(browser.open("/account")) == {}


@pytest.mark.parametrize("sent", [{"text": "900", "theme": "<script>"}, {"media": ["x"] * 50}, {"nothing": "known"}])
def test_what_is_unknown_is_left_out(visitor: Browser, sent: dict[str, object]):
    assert marks(visitor.send("/settings/needs", sent)) == {}


def test_the_switch_leads_back_and_is_remembered(visitor: Browser):
    page = visitor.open("/sign-in?next=/account").press("English")

    assert page.path == "/sign-in?next=/account"
    assert page.html.html["lang"] == "en"
    assert visitor.open("/settings/needs").html.html["lang"] == "en"
    assert page.press("中文").html.html["lang"] == "zh-CN"


def test_the_persons_language_goes_with_them(sign_in: SignIn, lin: Person):
    sign_in(lin).open("/account").press("English")

    assert sign_in(lin).open("/account", **{"Accept-Language": "zh-CN"}).html.html["lang"] == "en"


def test_the_browsers_language_is_taken_when_nothing_was_chosen(visitor: Browser):
    assert visitor.open("/sign-in", **{"Accept-Language": "en-GB,en;q=0.9"}).html.html["lang"] == "en"
    assert visitor.open("/sign-in", **{"Accept-Language": "fr"}).html.html["lang"] == "zh-CN"


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_the_switch_leads_to_no_other_site(visitor: Browser, to: str):
    answer = visitor.client.post("/settings/language", data={"language": "en", "to": to}, follow_redirects=False)

    assert answer.headers["location"] == "/"


def test_an_unknown_language_changes_nothing(visitor: Browser):
    answer = visitor.client.post(
        "/settings/language", data={"language": "xx", "to": "/sign-in"}, follow_redirects=False
    )

    assert "set-cookie" not in answer.headers
