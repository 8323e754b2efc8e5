"""Each check finds the fault that it is there for: planted in a good page, one at a time."""

from collections.abc import Callable

import pytest

from tests.pages.checks import axe, forced, keyboard, narrow, voice
from tests.pages.chrome import Chrome
from tests.pages.visit import Visit
from tests.pages.world import Served

pytestmark = pytest.mark.browser
PAGE = Visit("sign in", "/sign-in")
INPUT, MAIN = "document.getElementById('identifier')", "document.getElementById('main')"


def hear(chrome: Chrome) -> list[str]:
    return voice.find(voice.transcript(chrome), ("登录名或证号", "密码", "演示用的人"), voice.labels_in(chrome))


def colours(chrome: Chrome) -> list[str]:
    return axe.find(chrome, ("dark", "more contrast"))


FAULTS: dict[str, tuple[Callable[[Chrome], list[str]], str, str]] = {
    "no label": (axe.find, f"{INPUT}.labels[0].remove(); {INPUT}.removeAttribute('aria-describedby')", "label:"),
    "pale text": (axe.find, f"{MAIN}.style.color = '#707070'", "color-contrast-enhanced"),
    "pale text on dark": (colours, f"{MAIN}.style.color = '#222'", "dark: color-contrast"),
    "list of paragraphs": (axe.find, f"{MAIN}.insertAdjacentHTML('beforeend', '<ul><p>x</p></ul>')", "list:"),
    "empty heading": (axe.find, f"{MAIN}.insertAdjacentHTML('beforeend', '<h2></h2>')", "empty-heading"),
    "made-up table caption": (
        axe.find,
        f"{MAIN}.insertAdjacentHTML('beforeend', "
        "'<table><tr><td colspan=2>Marks</td></tr><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>')",
        "table-fake-caption",
    ),
    "positive tabindex": (keyboard.find, f"{INPUT}.tabIndex = 5", "a tabindex above 0"),
    "order against the page": (keyboard.find, f"{INPUT}.tabIndex = 5", "Tab goes back"),
    "unreachable": (
        keyboard.find,
        f"{INPUT}.addEventListener('focus', () => {INPUT}.blur())",
        "Tab never comes to input “登录名或证号”",
    ),
    "trap": (
        keyboard.find,
        f"{INPUT}.addEventListener('keydown', (event) => event.key === 'Tab' && event.preventDefault())",
        "Tab never comes to",
    ),
    "no focus ring": (keyboard.find, f"{INPUT}.style.outline = 'none'", "no focus ring"),
    "covered focus": (
        keyboard.find,
        "const bar = document.createElement('div');"
        "bar.style.cssText = 'position:fixed;inset:0;background:#fff;z-index:9'; document.body.append(bar)",
        "focus is covered",
    ),
    "small target": (
        keyboard.find,
        "document.querySelector('main button').style.cssText = 'min-block-size:0;padding:0'",
        "a target of",
    ),
    "something to press that is no control": (
        keyboard.find,
        f"{MAIN}.tabIndex = 0",
        "Tab stops at what is no control: main",
    ),
    "fixed width": (narrow.find, "document.querySelector('main form').style.minWidth = '600px'", "320 px: the page is"),
    "text cut off": (
        narrow.find,
        f"{MAIN}.insertAdjacentHTML('beforeend', '<p id=cut>' + '很长的一句话。'.repeat(30) + '</p>');"
        "document.getElementById('cut').style.cssText = 'block-size:2em;overflow:hidden'",
        "cuts its text off",
    ),
    "one line": (
        narrow.find,
        "document.querySelector('h1').style.cssText = 'white-space:nowrap;width:900px'",
        "320 px",
    ),
    "button without an edge": (forced.find, "document.querySelector('main button').style.border = '0'", "no edge left"),
    "own colours": (
        forced.find,
        "document.querySelector('h1').style.forcedColorAdjust = 'none'",
        "keeps its own colours",
    ),
    "words in the wrong order": (
        hear,
        f"{MAIN}.prepend(document.querySelector('h2'))",
        "“演示用的人” is not said after",
    ),
    "said twice": (
        hear,
        "const again = document.createElement('h1'); again.textContent = '登录'; document.querySelector('h1').after(again)",
        "said twice: ",
    ),
    "region that says its heading": (
        hear,
        f"{MAIN}.insertAdjacentHTML('beforeend', '<section aria-labelledby=again><h2 id=again>又一次</h2></section>')",
        "said twice: region, 又一次",
    ),
    "unsaid": (hear, f"{INPUT}.labels[0].setAttribute('aria-hidden', 'true'); {INPUT}.remove()", "is not said"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_finds_it(fault: str, chrome: Chrome, world: Served):
    find, plant, sentence = FAULTS[fault]
    chrome.come(PAGE, world)
    chrome.js(plant)
    found = find(chrome)
    assert any(sentence in problem for problem in found), found


def test_the_good_page_has_none_of_them(chrome: Chrome, world: Served):
    chrome.come(PAGE, world)
    for find in (narrow.find, keyboard.find, axe.find, forced.find, hear):
        assert find(chrome) == []
