"""What a first visit costs, measured in the browser: everything that comes over the line but the media themselves."""

from dataclasses import dataclass

import pytest

from tests.pages.chrome import Chrome
from tests.pages.visit import Visit
from tests.pages.world import Served

pytestmark = pytest.mark.browser
MOST_BYTES = 60_000  # design.md section 11
MOST_REQUESTS = 6  # to the catalogue; a player brings a few small scripts of its own
MEDIA = {"video", "audio", "track"}
LOADED = """
return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map((entry) => [entry.initiatorType, entry.name, entry.transferSize]);
"""
PAGES = {
    "catalogue": "/library",
    "course": "/library/bakery-safety",
    "lesson with a film": "/library/bakery-safety/01-first-look",
    "lesson of text": "/library/customer-service/02-tone",
}
WORDS_ONLY = {"needs": "pictures=none"}


@dataclass(frozen=True)
class Loaded:
    """One thing that the browser fetched: what for, from where, and its bytes with headers."""

    kind: str
    address: str
    size: int


def first_visit(chrome: Chrome, world: Served, visit: Visit) -> list[Loaded]:
    """What a browser without a cache fetches for a page, without the media of a lesson."""
    chrome.cdp("Network.setCacheDisabled", cacheDisabled=True)
    chrome.come(visit, world)
    chrome.wait_for("document.readyState === 'complete'")
    chrome.cdp("Network.setCacheDisabled", cacheDisabled=False)
    loaded = [Loaded(*entry) for entry in chrome.js(LOADED)]
    return [one for one in loaded if one.kind not in MEDIA]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_first_visit_is_light(path: str, chrome: Chrome, world: Served) -> None:
    loaded = first_visit(chrome, world, Visit(path, path))

    assert all(one.size for one in loaded), "measured, not kept from before"
    assert sum(one.size for one in loaded) <= MOST_BYTES, loaded
    assert len(loaded) <= MOST_REQUESTS or path != PAGES["catalogue"], loaded


@pytest.mark.parametrize("path", ["/", "/library/bakery-safety/03-ingredients", "/library/bakery-safety/01-first-look"])
def test_words_only_keeps_pictures_away(path: str, chrome: Chrome, world: Served) -> None:
    pictures = ("img", "image", "icon")
    usual = first_visit(chrome, world, Visit(path, path))
    assert [one for one in usual if one.kind in pictures], "there is a picture otherwise"

    loaded = first_visit(chrome, world, Visit(path, path, cookies=WORDS_ONLY))

    assert not [one for one in loaded if one.kind in pictures or "/files/" in one.address]
