"""Tab, pressed as a hand presses it, from the top of the page to its end."""

from pathlib import Path

from tests.pages.chrome import Chrome

SCRIPT = Path(__file__).with_suffix(".js")
NEXT_FRAME = "requestAnimationFrame(() => requestAnimationFrame(arguments[arguments.length - 1]))"
MOST_STEPS = 400  # inside a player Tab stops at each of its own buttons


def find(chrome: Chrome) -> list[str]:
    """Where Tab does not go once, in the order of the page, to a control that is seen, uncovered and large enough."""
    chrome.js("scrollTo(0, 0); document.activeElement.blur()")
    chrome.inject(SCRIPT)
    names: list[str] = chrome.js("return keyboardWalk.begin()")
    found: list[str] = []
    reached: list[int] = []
    for _ in range(MOST_STEPS):
        chrome.press("Tab")
        step = chrome.js("return keyboardWalk.look()")
        if step.get("problems"):  # Chromium may scroll to a text field one frame after it has got the focus
            chrome.js_later(NEXT_FRAME)
            step = chrome.js("return keyboardWalk.look()")
        if step["place"] == "outside" or (reached and step["place"] == reached[0]):
            break
        if step["place"] is None:
            found.append(f"Tab stops at what is no control: {step['name']}")
            continue
        if not reached or step["place"] != reached[-1]:
            reached.append(step["place"])
            found += step["problems"]
    else:
        found.append("Tab finds no end")
    found += [f"Tab never comes to {name}" for place, name in enumerate(names) if place not in reached]
    found += [
        f"Tab goes back from {names[here]} to {names[there]}"
        for here, there in zip(reached, reached[1:], strict=False)
        if there < here
    ]
    return found + chrome.js("return keyboardWalk.tooSmall()")
