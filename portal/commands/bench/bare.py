"""The limit: a bare FastAPI application with one route that returns 180 bytes."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

BODY = "<p>" + "x" * 173 + "</p>"


def application() -> FastAPI:
    """No layer, no database, no template."""
    app = FastAPI(openapi_url=None)

    @app.get("/")
    async def bare() -> HTMLResponse:
        return HTMLResponse(BODY)

    return app
