"""The player's own controls in a real Chromium: lines, finding, letters, settings, and what happens when nothing plays."""

import time

import pytest

from tests.media.live import LESSON, Live
from tests.media.watching import play, press, said_later, settled, state, wait
from tests.pages.checks import axe
from tests.pages.chrome import Chrome

pytestmark = pytest.mark.browser


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
const controls = "[data-player] :is(button, video), [data-settings] :is(button, input:not([type=hidden])), [data-transcript] a, summary";
return [...document.querySelectorAll(controls)]
  .map((one) => [one.tagName, one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent])
  .map(([kind, words]) => `${kind}: ${words.trim()}`);
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
