"""Who gets what at every address. The stored table is tests/routes_and_casts.txt; a new route fails until it is there."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import actions
from portal.accounts.access import signed_in
from portal.accounts.models import Person
from portal.accounts.rules import DESK_ROLES, Role
from portal.main import ROUTERS
from tests.browser import SAME_ORIGIN
from tests.cast import MakePerson
from tests.databases import Databases

TABLE = Path(__file__).parent / "routes_and_casts.txt"
VISITOR = "visitor"
# What stands in an address for each of its names. There is one course; every other number leads to nothing.
IN_ADDRESSES = {
    "slug": "dough-by-hand",
    "lesson": "01-flour",
    "kind": "txt",
    "name": "course.toml",
    "code": "000000000",
    "number": "0000 0000 0",
}
NOTHING = "987654321"

# design.md section 5: addresses that others rely on.
STABLE = (
    "/", "/library", "/library/{slug}", "/library/{slug}/{lesson}", "/library/{slug}/files/{name:path}",
    "/library/{slug}/course.{kind}", "/library/{slug}/{lesson}.{kind}", "/register",
    "/sign-in", "/sign-out", "/settings/needs", "/learning", "/learning/{slug}", "/learning/{slug}/assessment",
    "/credits", "/credits/entries/{transfer_id}", *(f"/credits/statement.{kind}" for kind in ("html", "pdf", "csv", "json", "brf")),
    "/certificates/{number}", "/verify", "/verify/{code}", "/submissions", "/submissions/{submission_id}", "/review",
    "/review/{submission_id}", "/notices", "/notices/{notice_id}", "/accessibility", "/help", "/help/making", "/privacy", "/healthz",
    "/readyz",
)  # fmt: skip
# Promised too, and built by later issues. One that is there moves up to the list above.
LATER = ("/metrics",)


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """One database is enough here: who is let in is decided before it, and each room's own tests run on both."""
    with databases.fresh("sqlite", tmp_path) as url:
        yield url


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


def dependencies(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for inner in dependant.dependencies:
        if inner.call is not None:
            yield inner.call
        yield from dependencies(inner)


def cast_of(route: APIRoute) -> str:
    """Who a route's signature lets in, in words."""
    calls = list(dependencies(route.dependant))
    asked = [inspect.getclosurevars(call).nonlocals["roles"] for call in calls if call.__name__ == "actor_with_role"]
    if asked:
        return "desk" if set(asked[0]) == DESK_ROLES else "+".join(sorted(asked[0]))
    return "signed-in" if signed_in in calls else "everybody"


def address_of(route: APIRoute) -> str:
    return route.path_format.format_map({name: IN_ADDRESSES.get(name, NOTHING) for name in route.param_convertors})


def table_line(method: str, route: APIRoute, answers: dict[str, int]) -> str:
    """“GET /credits signed-in: 200 trainee; 303 visitor; 404 others”."""
    by_status: dict[int, list[str]] = {}
    for who, status in answers.items():
        by_status.setdefault(status, []).append(who)
    most = max(by_status, key=lambda status: len(by_status[status]))
    said = [
        f"{status} {'others' if status == most and len(by_status) > 1 else 'all' if status == most else ' '.join(who)}"
        for status, who in sorted(by_status.items())
    ]
    return f"{method} {route.path} {cast_of(route)}: {'; '.join(said)}"


def test_every_route_gives_each_role_what_the_table_says(
    app: FastAPI, engine: Engine, make_person: MakePerson, dough: int
) -> None:
    people: dict[str, Person | None] = {VISITOR: None}
    people |= {role.value: make_person(f"某{role}", role) for role in Role}
    lines = []
    with TestClient(app, follow_redirects=False, headers=SAME_ORIGIN) as client:
        for route in routes():
            for method in sorted(route.methods or ()):
                answers = {
                    who: client.request(method, address_of(route), cookies=cookies(app, engine, person)).status_code
                    for who, person in people.items()
                }
                lines.append(table_line(method, route, answers))
    stored = TABLE.read_text(encoding="utf-8").splitlines()
    new, gone = [line for line in lines if line not in stored], [line for line in stored if line not in lines]
    assert not new and not gone, "\n".join(["To be written into the table:", *new, "To be taken out:", *gone])


def cookies(app: FastAPI, engine: Engine, person: Person | None) -> dict[str, str]:
    """A sign-in of its own for each request, for some requests end it."""
    if person is None:
        return {}
    with Session(engine) as session, session.begin():
        return {"session": actions.start_session(session, person.id, "Firefox, Linux", app.state.clock())}


def test_only_the_public_routes_are_for_everybody() -> None:
    """A route that names no cast is public, and a public page is a decision: it stands in the table as “everybody”."""
    public = {line.split()[1] for line in TABLE.read_text(encoding="utf-8").splitlines() if " everybody: " in line}
    assert {route.path for route in routes() if cast_of(route) == "everybody"} == public


def test_nothing_hops_to_a_thread() -> None:
    """Routes and what they depend on are coroutines: the database is asked on the event loop (README, decisions)."""
    for route in routes():
        for call in (route.endpoint, *dependencies(route.dependant)):
            is_coroutine = inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)
            assert is_coroutine, f"{route.name}: {call.__qualname__} is no coroutine"


def test_addresses_that_others_rely_on_are_there() -> None:
    there = {route.path for route in routes()}
    assert set(STABLE) <= there
    assert not set(LATER) & there, "built now: move it to the stable ones"


def test_no_two_routes_have_one_name() -> None:
    names = [route.name for route in routes()]
    assert sorted(names) == sorted(set(names))
