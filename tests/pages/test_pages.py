"""Every check of every page. A visit is one test: the page is opened once, and all that is wrong is told at once."""

import pytest

from tests.pages.chrome import Chrome
from tests.pages.inventory import VISITS
from tests.pages.looking import look_at
from tests.pages.visit import Visit
from tests.pages.world import Served


@pytest.mark.browser
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_page(visit: Visit, chrome: Chrome, world: Served):
    found = look_at(visit, chrome, world)
    assert not found, "\n".join(found)
