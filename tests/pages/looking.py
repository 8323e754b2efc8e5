"""One look at a page finds everything: each visit is opened once, and its checks follow each other in one browser."""

from tests.pages.checks import axe, forced, keyboard, markup, narrow, scripts, voice
from tests.pages.chrome import Chrome
from tests.pages.visit import Visit
from tests.pages.world import Served


def look_at(visit: Visit, chrome: Chrome, served: Served) -> list[str]:
    """What is wrong with the page of a visit, each with the check that found it."""
    found = {"markup": markup.find(visit, markup.fetch(visit, served))}
    chrome.come(visit, served)
    found["narrow"] = narrow.find(chrome)
    found["keyboard"] = keyboard.find(chrome)
    found["axe"] = axe.find(chrome, axe.WAYS_OF_SEEING if is_first_of_its_kind(visit) else ("dark",))
    found["forced"] = forced.find(chrome)
    found["voice"] = voice.find(voice.transcript(chrome), visit.says, voice.labels_in(chrome))
    found["scripts"] = scripts.find(chrome, visit, served)
    return [f"{check}: {problem}" for check, problems in found.items() for problem in problems]


def is_first_of_its_kind(visit: Visit) -> bool:
    """Whether it shows a page in its plainest state; the others have the same colours."""
    return "," not in visit.name
