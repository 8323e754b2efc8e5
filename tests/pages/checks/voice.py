"""What a screen reader says, from the top of the page to its end, simulated: fast, in English words for the roles.

What a real one says is heard by tests/orca. This one proves for every page that the words come, in their order, and
that nothing is said twice in a row.
"""

import re
from collections.abc import Container, Sequence
from pathlib import Path

from tests.pages.chrome import Chrome

BUNDLE = Path(__file__).parents[2] / "vendor" / "virtual-screen-reader" / "virtual.js"
EXPORT = re.compile(r"export\{\w+ as Virtual,([\w$]+) as virtual\};?")
REGION = re.compile(r"^(region|navigation|complementary|form|search|group|figure|article), ")
PLACE = re.compile(r", level \d+$")
SILENT = ("end of ", "paragraph", "list", "term", "definition", "row", "time")  # marks of this voice, not words
READ_ALL = """
const done = arguments[arguments.length - 1];
(async () => {
  const voice = window.voice;
  await voice.start({container: document.body});
  for (let steps = 0; steps < 6000 && await voice.lastSpokenPhrase() !== "end of document"; steps++) await voice.next();
  const said = await voice.spokenPhraseLog();
  await voice.stop();
  return said;
})().then(done, (error) => done("error: " + error));
"""


def transcript(chrome: Chrome) -> list[str]:
    """Every phrase, in order."""
    if not chrome.js("return Boolean(window.voice)"):
        source = BUNDLE.read_text(encoding="utf-8")
        changed = EXPORT.sub(lambda found: f"window.voice = {found[1]};", source)
        chrome.cdp("Runtime.evaluate", expression=f"(() => {{{changed}\n}})()")
    said = chrome.js_later(READ_ALL)
    assert isinstance(said, list), said
    assert said[-1] == "end of document", f"the voice never came to the end: {said[-3:]}"
    return said


def find(said: Sequence[str], expected: Sequence[str], labels: Container[str] = ()) -> list[str]:
    """Which expected words are missing from a transcript or come too early, and what is said twice in a row.

    `labels`: the words of labels and legends. This voice reads them and then the control that they name.
    """
    found, at = [], 0
    for words in expected:
        place = next((number for number in range(at, len(said)) if words in said[number]), None)
        if place is None:
            found.append(f"“{words}” is not said{' after the words before it' if at else ''}")
        else:
            at = place
    for phrase, after in zip(said, said[1:], strict=False):
        if is_twice(phrase, after) and name_of(phrase) not in labels:
            found.append(f"said twice: {phrase} | {after}")
    return found


def labels_in(chrome: Chrome) -> set[str]:
    """The words of all labels and legends of the page, also inside closed details, which this voice reads."""
    words: list[str] = chrome.js("return [...document.querySelectorAll('label, legend')].map((one) => one.textContent)")
    return {" ".join(one.split()) for one in words}


def is_twice(phrase: str, after: str) -> bool:
    """Whether the second phrase only says the first again: the same words, or a region and then its heading."""
    if phrase == after:
        return not phrase.startswith(SILENT)
    return bool(REGION.match(phrase)) and name_of(phrase) == name_of(after)


def name_of(phrase: str) -> str:
    """The words of a phrase, without what it is and where."""
    return PLACE.sub("", REGION.sub("", phrase.removeprefix("heading, ").removeprefix("group, "))).strip()
