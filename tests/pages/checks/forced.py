"""Forced colours: what the reader's own palette must not wipe out."""

from tests.pages.chrome import Chrome

LOST = """
const name = (one) => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}”`;
const seen = (one) => one.checkVisibility({visibilityProperty: true});
const main = document.getElementById("main");
const bare = [...main.querySelectorAll("button:not(.link), .button, input:not([type=hidden]), select, textarea, .tag, .notice")]
  .filter(seen)
  .filter((one) => !["radio", "checkbox", "file"].includes(one.type))
  .filter((one) => getComputedStyle(one).borderBlockStartStyle === "none" || parseFloat(getComputedStyle(one).borderBlockStartWidth) < 1);
const own = [...document.querySelectorAll("body *")]
  .filter((one) => !one.matches("img, svg, video") && !one.closest("svg") && getComputedStyle(one).forcedColorAdjust === "none");
return [...bare.map((one) => `has no edge left: ${name(one)}`), ...own.map((one) => `keeps its own colours: ${name(one)}`)];
"""


def find(chrome: Chrome) -> list[str]:
    """Controls and states without an edge, and elements that refuse the reader's colours."""
    chrome.prefer(forced_colors="active")
    found: list[str] = chrome.js(LOST)
    chrome.prefer()
    return found
