"""A world and a browser for each worker, and what the checks found at each visit."""

from collections.abc import Iterator

import pytest

from tests.pages.chrome import Chrome
from tests.pages.world import Served, served


@pytest.fixture(scope="session")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The portal that the inventory visits."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    with served(shared, tmp_path_factory.mktemp("served")) as world:
        yield world


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chrome]:
    chrome = Chrome()
    yield chrome
    chrome.quit()
