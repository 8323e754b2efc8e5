"""Without scripts the page says the same and its forms can be sent."""

from tests.pages.chrome import Chrome
from tests.pages.visit import Visit
from tests.pages.world import Served

# Buttons that only scripts can serve are marked data-controls and are no loss without them. Nor is what a script says
# of a film that does not play, in data-failed and in the status region: the browser's own player says it too.
TEXT = """
const failed = "[data-failed]:not([hidden])";
const added = [...document.querySelectorAll(`[data-controls]:not([hidden]), ${failed}, body:has(${failed}) #page-status`)];
for (const part of added) part.hidden = true;
const text = document.getElementById("main").innerText.replace(/\\s+/g, " ").trim();
for (const part of added) part.hidden = false;
return text;
"""
HAS_SCRIPTS = "return document.scripts.length > 0"
DEAD_ENDS = """
return [...document.querySelectorAll("form")].filter((form) => !form.querySelector("[type=submit]")).map((form) => form.outerHTML.slice(0, 80))
  .concat([...document.querySelectorAll("a:not([href]), a[href^='#'], a[href^='javascript:'], [onclick]")]
    .filter((link) => !(link.hash && document.getElementById(link.hash.slice(1)))).map((link) => link.outerHTML.slice(0, 80)));
"""


def find(chrome: Chrome, visit: Visit, served: Served) -> list[str]:
    """What the page loses. A page without any script has nothing to lose and is not loaded again."""
    found = [f"leads nowhere without scripts: {element}" for element in chrome.js(DEAD_ENDS)]
    if not chrome.js(HAS_SCRIPTS):
        return found
    with_scripts = chrome.js(TEXT)
    chrome.come(visit, served, scripts=False)
    without = chrome.js(TEXT)
    chrome.reset()
    if with_scripts != without:
        found.append(f"without scripts it says {without[:300]!r} and not {with_scripts[:300]!r}")
    return found
