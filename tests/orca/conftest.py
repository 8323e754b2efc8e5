"""A portal, and somebody who hears it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.orca.listener import Listener
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


@pytest.fixture
def listener(portal: Served, request: pytest.FixtureRequest) -> Iterator[Listener]:
    """Somebody at Orca's keys. What they heard is written down under the test's name."""
    with Listener.at(portal) as listener:
        yield listener
        listener.write_down(request.node.name.removeprefix("test_"))
