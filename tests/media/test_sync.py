"""A lesson's film in a real Chromium: the signing twin keeps in time, the film waits for descriptions, places are kept."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.media.live import LESSON, Live, live
from tests.pages.checks import axe
from tests.pages.chrome import Chrome

pytestmark = pytest.mark.browser
NEAR = 0.2  # seconds: farther apart, hands and voice are seen to be two
STATE = """
const m = document.querySelector("[data-main]"), s = document.querySelector("[data-sign]");
return {at: m.currentTime, sign: s.currentTime, apart: Math.abs(m.currentTime - s.currentTime), rate: m.playbackRate,
  paused: m.paused, signPaused: s.paused, seeking: m.seeking || s.seeking, ready: m.readyState, signReady: s.readyState};
"""
SAMPLE = """
const [seconds, done] = arguments, m = document.querySelector("[data-main]"), s = document.querySelector("[data-sign]");
let most = 0, count = 0;
const look = setInterval(() => { most = Math.max(most, Math.abs(m.currentTime - s.currentTime)); count += 1; }, 30);
setTimeout(() => { clearInterval(look); done([most, count, m.paused, s.paused]); }, seconds * 1000);
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("live")) as portal:
        yield portal


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    chrome = Chrome("--autoplay-policy=no-user-gesture-required")
    yield chrome
    chrome.quit()


@pytest.fixture
def lesson(chrome: Chrome, portal: Live) -> Iterator[Chrome]:
    """The lesson's page, as if this device had never been here."""
    portal.line.held.clear()
    chrome.reset()
    chrome.cdp("Network.clearBrowserCache")
    chrome.cdp("Network.clearBrowserCookies")
    chrome.driver.get(portal.lesson)
    chrome.js("localStorage.clear()")
    chrome.driver.get(portal.lesson)
    yield chrome
    portal.line.held.clear()
    chrome.js("document.querySelector('[data-main]')?.pause(); localStorage.clear()")


def state(chrome: Chrome) -> dict[str, Any]:
    return dict(chrome.js(STATE))


def wait(chrome: Chrome, script: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not chrome.js(f"return {script}"):
        assert time.monotonic() < until, (script, state(chrome))
        time.sleep(0.05)


def press(chrome: Chrome, act: str) -> None:
    chrome.js("document.querySelector(`[data-act=${arguments[0]}]`).click()", act)


def play(chrome: Chrome, at: float = 0) -> None:
    wait(
        chrome,
        "document.querySelector('[data-main]').readyState > 0 && document.querySelector('[data-sign]').readyState > 0",
    )
    chrome.js("document.querySelector('[data-main]').currentTime = arguments[0]", at)
    chrome.js("document.querySelector('[data-main]').play()")
    settled(chrome)


def settled(chrome: Chrome) -> None:
    """Both play, and neither looks for its place any more."""
    ready = "[...document.querySelectorAll('[data-main], [data-sign]')].every((v) => !v.paused && !v.seeking && v.readyState > 2)"
    wait(chrome, ready)


def keeps_time(chrome: Chrome) -> None:
    """For a second and a half the two are never farther apart than anybody can see."""
    most, count, paused, sign_paused = chrome.js_later(SAMPLE, 1.5)
    assert not paused
    assert not sign_paused
    assert count > 10
    assert most <= NEAR


def said(chrome: Chrome) -> str:
    return str(chrome.js("return document.getElementById('page-status').textContent")).strip()


def said_later(chrome: Chrome, words: str) -> None:
    wait(chrome, f"document.getElementById('page-status').textContent.includes('{words}')")


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
    assert lesson.js("return document.activeElement.hasAttribute('data-words')")
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


def test_lines_play_from_there_and_the_line_now_is_found(lesson: Chrome):
    wait(lesson, "document.querySelector('[data-main]').readyState > 0")
    lesson.js("const a = document.querySelector('#line-4 a'); a.focus(); a.click()")
    settled(lesson)
    assert state(lesson)["at"] >= 9
    assert lesson.js("return document.activeElement.closest('li').id") == "line-4", "the reader lost their line"
    wait(lesson, "document.querySelector('#line-4').getAttribute('aria-current') === 'true'")
    assert lesson.js("return document.querySelector('#line-4 p').textContent").startswith("正在放：林师傅：")
    press(lesson, "line")
    assert state(lesson)["paused"], "nobody speaks over the reader"
    assert lesson.js("return document.activeElement.closest('li').id") == "line-4"


def test_words_are_found_in_place_while_the_film_goes_on(lesson: Chrome):
    play(lesson)
    lesson.js("document.getElementById('find').value = '面粉'; document.getElementById('find').form.requestSubmit()")
    wait(lesson, "document.activeElement.id === 'found'")
    assert lesson.js("return document.activeElement.textContent") == "找到 4 句"
    assert lesson.js("return document.querySelectorAll('[data-transcript] mark').length") == 4
    assert not state(lesson)["paused"]
    lesson.js("document.querySelector('#line-4 a').click()")
    wait(lesson, "document.querySelector('#line-4').classList.contains('now')")


def test_letters_press_only_inside_the_player(lesson: Chrome, portal: Live):
    wait(lesson, "document.querySelector('[data-main]').readyState > 0")

    def key(selector: str, letter: str) -> None:
        lesson.js(f"document.querySelector('{selector}').focus()")
        for kind in ("keyDown", "keyUp"):
            text = {"text": letter} if kind == "keyDown" else {}
            lesson.cdp("Input.dispatchKeyEvent", type=kind, key=letter, code=f"Key{letter.upper()}", **text)

    key("[data-main]", "l")
    wait(lesson, "document.querySelector('[data-main]').currentTime === 10")
    said_later(lesson, "0 分 10 秒")
    key("#line-1 a", "j")
    wait(lesson, "document.querySelector('[data-main]').currentTime === 0")
    key("#find", "l")
    key(".skip", "l")
    assert lesson.js("return document.getElementById('find').value") == "l"
    assert state(lesson)["at"] == 0
    lesson.js("document.querySelector('form[data-settings]').closest('details').open = true")
    lesson.js("const f = document.querySelector('form[data-settings]'); f.keys[1].checked = true; f.requestSubmit()")
    said_later(lesson, "播放设置已存下")
    key("[data-main]", "l")
    time.sleep(0.2)
    assert state(lesson)["at"] == 0
    lesson.driver.get(portal.lesson)
    assert lesson.js("return document.querySelector('[data-media]').dataset.keys") == "off"


NAMES = """
return [...document.querySelectorAll("[data-player] :is(button, video), [data-settings] :is(button, input:not([type=hidden])), [data-transcript] a, summary")]
  .map((one) => one.tagName + ": " + (one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent).trim())
"""
EFFECTS = (
    ("play", "document.querySelector('[data-main]').paused === false"),
    ("play", "document.querySelector('[data-main]').paused === true"),
    ("forward", "document.querySelector('[data-main]').currentTime >= 10"),
    ("line", "document.activeElement.closest('li')?.id === 'line-4'"),
    ("back", "document.querySelector('[data-main]').currentTime < 5"),
    ("faster", "document.querySelector('[data-main]').playbackRate === 1.25"),
    ("slower", "document.querySelector('[data-main]').playbackRate === 1"),
    ("captions", "document.querySelector('[data-main]').textTracks[0].mode === 'hidden'"),
    ("swap", "document.querySelector('[data-media]').dataset.sign_place === 'first'"),
    ("forget", "document.querySelector('[data-main]').currentTime === 0"),
)


def test_every_control_has_a_name_and_works_by_keyboard(lesson: Chrome):
    wait(
        lesson,
        "document.querySelector('[data-main]').readyState > 0 && document.querySelector('[data-sign]').readyState > 0",
    )
    names = lesson.js(NAMES)
    assert len(names) > 30
    assert [name for name in names if name.endswith(": ")] == []
    for act, effect in EFFECTS:
        lesson.js("document.querySelector(`[data-act=${arguments[0]}]`).focus()", act)
        lesson.press("Enter")
        wait(lesson, effect)
        if act == "forward":  # the line that is now is known a moment after the picture
            wait(lesson, "document.querySelector('#line-4').classList.contains('now')")


def test_settings_hold_at_once_and_the_film_goes_on(lesson: Chrome, portal: Live):
    play(lesson)
    lesson.js("""const f = document.querySelector("form[data-settings]");
      f.querySelector("[name=caption_colour][value=yellow]").checked = true;
      f.querySelector("[name=sign_size][value=large]").checked = true; f.requestSubmit()""")
    said_later(lesson, "播放设置已存下")
    assert not state(lesson)["paused"]
    shown = "return {...document.querySelector('[data-media]').dataset}"
    assert (lesson.js(shown)["caption_colour"], lesson.js(shown)["sign_size"]) == ("yellow", "large")
    press(lesson, "swap")
    wait(lesson, "document.querySelector('[data-media]').dataset.sign_place === 'first'")
    wide = "const w = (s) => document.querySelector(s).getBoundingClientRect().width; return w('[data-sign]') > w('[data-main]')"
    assert lesson.js(wide)
    lesson.driver.get(portal.lesson)
    assert lesson.js(shown)["caption_colour"] == "yellow"
    assert lesson.js("return document.querySelector('video').hasAttribute('data-sign')")


def test_a_film_that_does_not_play_says_so_and_leads_on(lesson: Chrome):
    wait(lesson, "document.querySelector('[data-main]').readyState > 0")
    lesson.js(
        "const m = document.querySelector('[data-main]'); m.focus(); m.querySelector('source').src = '/library/none.mp4'; m.load()"
    )
    wait(lesson, "!document.querySelector('[data-failed]').hidden")
    said_later(lesson, "放不出来")
    links = lesson.js("return [...document.querySelectorAll('[data-failed] a')].map((a) => a.getAttribute('href'))")
    assert links == ["#words", f"{LESSON}?quality=words#words"]
    lesson.js("document.querySelector('[data-described]').hidden = false")
    assert axe.find(lesson) == []
    for _ in range(4):  # focus was in the player; Tab leads out of it
        for kind in ("keyDown", "keyUp"):
            lesson.cdp("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert lesson.js(
        "return document.activeElement.tagName !== 'BODY' && !document.activeElement.matches('[data-main]')"
    )
