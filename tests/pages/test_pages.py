"""Every check of every page: the inventory times what a page owes to its readers."""

from collections.abc import Callable

import pytest

from tests.pages.chrome import Chrome
from tests.pages.inventory import VISITS
from tests.pages.looking import CHECKS, look_at
from tests.pages.visit import Visit
from tests.pages.world import Served

pytestmark = pytest.mark.browser
Findings = dict[str, list[str]]


@pytest.fixture(scope="module")
def found_at(chrome: Chrome, world: Served) -> Callable[[Visit], Findings]:
    """What the checks found at a visit, looked for once."""
    seen: dict[str, Findings] = {}

    def found_at(visit: Visit) -> Findings:
        if visit.name not in seen:
            seen[visit.name] = look_at(visit, chrome, world)
        return seen[visit.name]

    return found_at


EACH = [pytest.param(visit, id=visit.name, marks=pytest.mark.xdist_group(f"page {visit.name}")) for visit in VISITS]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("visit", EACH)
def test_page(visit: Visit, check: str, found_at: Callable[[Visit], Findings]):
    found = found_at(visit)[check]
    assert not found, "\n".join(found)
