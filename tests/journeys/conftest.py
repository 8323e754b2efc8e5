"""A portal of its own for each journey, a browser for all, and somebody at its keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.person import Person
from tests.pages.chrome import Chrome
from tests.pages.world import Served, served


@pytest.fixture
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> Iterator[Served]:
    """A copy of the world of the page inventory, which this journey alone changes."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    with served(shared, tmp_path) as portal:
        yield portal


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chrome]:
    chrome = Chrome("--enable-blink-features=ComputedAccessibilityInfo")  # so that one question gives role and name
    yield chrome
    chrome.quit()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def person(request: pytest.FixtureRequest, chrome: Chrome, portal: Served) -> Person:
    """The same journey is made with and without scripts."""
    return Person(chrome, portal, scripts=request.param)
