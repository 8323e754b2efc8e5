"""The inventory is whole: every page of every room is visited, and no line stands there twice or for nothing."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.routing import compile_path

from portal.main import ROUTERS
from tests.pages.inventory import VISITS
from tests.pages.not_pages import NOT_PAGES
from tests.pages.world import Served


def get_routes() -> Iterator[str]:
    for router in ROUTERS:
        yield from (route.path for route in router.routes if "GET" in getattr(route, "methods", ()))


def visited_by(path: str, addresses: list[str]) -> bool:
    pattern = compile_path(path)[0]
    return any(pattern.match(address) for address in addresses)


@pytest.mark.browser
@pytest.mark.parametrize("path", sorted(set(get_routes()) - set(NOT_PAGES)))
def test_every_page_is_in_the_inventory(path: str, world: Served):
    addresses = [urlsplit(visit.address(world.places)).path for visit in VISITS if visit.status == 200]
    own = [address for address in addresses if not covered_by_a_plainer_route(address, path)]
    assert visited_by(path, own), f"{path} is in no visit of tests/pages/inventory.py: add a line"


def covered_by_a_plainer_route(address: str, path: str) -> bool:
    """Whether a route without parameters has this address: /submissions/new is no visit of /submissions/{id}."""
    return "{" in path and address in get_routes()


def test_what_is_no_page_is_still_served():
    assert set(NOT_PAGES) <= set(get_routes())


def test_no_visit_stands_there_twice():
    names = [visit.name for visit in VISITS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.browser
def test_every_place_of_a_visit_exists(world: Served):
    needed = {name for visit in VISITS for name in re.findall(r"{(\w+)}", visit.path)}
    assert needed <= set(world.places)
