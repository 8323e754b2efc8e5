"""Finds the route of an address by its first word.

FastAPI asks every route of every included router in turn, and those of the right router twice: with a hundred routes
that took longer than the page behind it. Here only the routes that begin with the same word are asked.
"""

from collections.abc import Iterable, Iterator, Sequence

from fastapi import APIRouter
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Doors(APIRouter):
    """The router of the whole portal. What it does not find at once is found, or refused, in FastAPI's own way."""

    by_word: dict[str, list[BaseRoute]]

    def take(self, routes: Iterable[APIRoute]) -> None:
        """Add routes, as routes_of gives them."""
        self.by_word = {}
        for route in routes:
            self.routes.append(route)
            self.by_word.setdefault(first_word(route.path), []).append(route)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to its route."""
        if scope["type"] == "http":
            scope["router"] = self
            for route in self.by_word.get(first_word(scope["path"]), ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    await route.handle(scope, receive, send)
                    return
        await super().app(scope, receive, send)


def routes_of(rooms: Iterable[APIRouter], dependencies: Sequence[Depends]) -> Iterator[APIRoute]:
    """The routes of these rooms, each with what all of them depend on."""
    made = APIRouter(dependencies=dependencies)
    for room in rooms:
        for route in room.routes:
            assert isinstance(route, APIRoute)
            made.add_api_route(
                route.path,
                route.endpoint,
                methods=sorted(route.methods or ()),
                name=route.name,
                dependencies=route.dependencies,
                response_model=None,
            )
    return (route for route in made.routes if isinstance(route, APIRoute))


def first_word(path: str) -> str:
    return path[1:].partition("/")[0]
