"""A lesson with a film in a real Chromium, for the tests that ask for one."""

from collections.abc import Iterator

import pytest

from tests.media.live import Live, live
from tests.pages.chrome import Chrome


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
