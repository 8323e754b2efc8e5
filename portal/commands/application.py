"""The application as a server process makes it: settings and clock from outside, everything else from create_app."""

from fastapi import FastAPI

from portal.db import connect
from portal.logs import configure_logs
from portal.main import create_app
from portal.settings import Settings


def application() -> FastAPI:
    """A new application for this process."""
    settings = Settings()
    configure_logs()
    return create_app(settings, connect(settings.database_url))
