"""What the portal says about itself: how to use it, what it keeps, how accessible it is."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from portal.web import page

router = APIRouter()


@router.get("/help")
async def help_page(request: Request) -> HTMLResponse:
    """How to use the portal in each way, what its words mean, and whom to ask."""
    return page(request, "statements/help.html")


@router.get("/help/making")
async def help_making(request: Request) -> HTMLResponse:
    """How captions, descriptions, transcripts and signed videos are made with a phone."""
    return page(request, "statements/making.html")


@router.get("/privacy")
async def privacy(request: Request) -> HTMLResponse:
    """What is kept about a person, why, how long, who sees it, and what they may demand."""
    return page(request, "statements/privacy.html")


@router.get("/accessibility")
async def accessibility(request: Request) -> HTMLResponse:
    """The accessibility statement, criterion by criterion, with what is still missing."""
    return page(request, "statements/accessibility.html")
