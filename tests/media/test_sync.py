"""A lesson's film in a real Chromium: the signing twin keeps in time, the film waits for descriptions, places are kept."""

import time

import pytest

from tests.media.live import Live
from tests.media.watching import play, press, said, said_later, settled, state, wait
from tests.pages.chrome import Chrome

pytestmark = pytest.mark.browser
NEAR = 0.2  # seconds: farther apart, hands and voice are seen to be two
SAMPLE = """
const [seconds, done] = arguments, m = document.querySelector("[data-main]"), s = document.querySelector("[data-sign]");
let most = 0, count = 0;
const look = setInterval(() => { most = Math.max(most, Math.abs(m.currentTime - s.currentTime)); count += 1; }, 30);
setTimeout(() => { clearInterval(look); done([most, count, m.paused, s.paused]); }, seconds * 1000);
"""


def keeps_time(chrome: Chrome) -> None:
    """For a second and a half the two are never farther apart than anybody can see."""
    most, count, paused, sign_paused = chrome.js_later(SAMPLE, 1.5)
    assert not paused
    assert not sign_paused
    assert count > 10
    assert most <= NEAR


def test_the_twin_keeps_in_time_from_the_start_and_after_seeking(lesson: Chrome):
    play(lesson)
    keeps_time(lesson)
    for place in (15.0, 3.0):
        lesson.js("document.querySelector('[data-main]').currentTime = arguments[0]", place)
        settled(lesson)
        keeps_time(lesson)
    press(lesson, "forward")
    settled(lesson)
    keeps_time(lesson)


def test_the_twin_keeps_in_time_at_every_speed(lesson: Chrome):
    play(lesson)
    for _ in range(3):
        press(lesson, "faster")
    assert state(lesson)["rate"] == 1.75
    said_later(lesson, "速度 1.75 倍")
    keeps_time(lesson)
    for _ in range(5):
        press(lesson, "slower")
    assert state(lesson)["rate"] == 0.5
    keeps_time(lesson)


def test_seeking_while_paused_takes_the_twin_along(lesson: Chrome):
    wait(
        lesson,
        "document.querySelector('[data-sign]').readyState > 0 && document.querySelector('[data-main]').readyState > 0",
    )
    lesson.js("document.querySelector('[data-main]').currentTime = 10")
    wait(lesson, "Math.abs(document.querySelector('[data-sign]').currentTime - 10) < 0.1")
    assert state(lesson)["paused"]


@pytest.mark.parametrize("stalls", ["media/01-flour.mp4", "sign/01-flour.mp4"])
def test_after_a_stall_of_either_the_two_are_in_time_again(lesson: Chrome, portal: Live, stalls: str):
    portal.line.held.add(stalls)
    lesson.cdp("Network.clearBrowserCache")
    lesson.driver.get(portal.lesson)
    selector = "[data-main]" if stalls.startswith("media") else "[data-sign]"
    play(lesson, 1)
    lesson.js("document.querySelector('[data-main]').playbackRate = 2")
    wait(lesson, f"document.querySelector('{selector}').readyState < 3", 40)
    time.sleep(1)
    stuck = state(lesson)
    time.sleep(1)
    assert abs(state(lesson)["at"] - stuck["at"]) < 0.1, "the film went on without its twin"
    assert stuck["apart"] <= 1.0
    portal.line.held.clear()
    settled(lesson)
    lesson.js("document.querySelector('[data-main]').playbackRate = 1")
    time.sleep(1)
    keeps_time(lesson)


def test_the_film_waits_for_a_description_and_says_no_more_than_that(lesson: Chrome, portal: Live):
    lesson.js("document.querySelector('[data-media]').dataset.description = 'show'")
    play(lesson, 4)
    wait(lesson, "!document.querySelector('[data-described]').hidden")
    now = state(lesson)
    assert now["paused"] and now["signPaused"]
    assert 4.9 <= now["at"] <= 6
    assert lesson.js("return document.querySelector('[data-words]').textContent") == "案板上一只大盆，盆里是面粉。"
    said_later(lesson, "停下来了，有一段画面说明。")
    assert "案板" not in said(lesson), "the words themselves are read only when they are asked for"
    press(lesson, "read")
    assert lesson.js("return document.activeElement.textContent").startswith("画面：案板")
    press(lesson, "go-on")
    settled(lesson)
    assert lesson.js("return document.activeElement === document.querySelector('[data-main]')"), "focus was lost"
    assert lesson.js("return document.querySelector('[data-described]').hidden")


def test_off_means_that_nothing_stops(lesson: Chrome):
    play(lesson, 4.5)
    wait(lesson, "document.querySelector('[data-main]').currentTime > 6.5")
    assert lesson.js("return document.querySelector('[data-described]').hidden")


def test_without_a_voice_in_the_device_the_words_are_shown(lesson: Chrome):
    lesson.js(
        "document.querySelector('[data-media]').dataset.description = 'speak'; speechSynthesis.getVoices = () => []"
    )
    play(lesson, 4)
    wait(lesson, "!document.querySelector('[data-described]').hidden")
    assert state(lesson)["paused"]


def test_the_place_is_remembered_told_and_forgotten(lesson: Chrome, portal: Live):
    play(lesson, 12)
    wait(lesson, "document.querySelector('[data-main]').currentTime > 12.3")
    lesson.driver.get(portal.lesson)
    wait(lesson, "!document.querySelector('[data-resumed]').hidden")
    assert "上次停在 0 分 12 秒" in lesson.js("return document.querySelector('[data-resumed]').textContent")
    wait(lesson, "document.querySelector('[data-main]').currentTime >= 12")
    press(lesson, "forget")
    said_later(lesson, "忘掉了")
    lesson.driver.get(portal.lesson)
    wait(lesson, "document.querySelector('[data-main]').readyState > 0")
    time.sleep(0.3)
    assert state(lesson)["at"] == 0
