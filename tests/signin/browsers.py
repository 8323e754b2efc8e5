"""Browsers at different places on the network."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.browser import Browser
from tests.cast import PASSWORD

LIN = {"identifier": "lin", "password": PASSWORD}


def browser_at(app: FastAPI, address: str = "203.0.113.7") -> Browser:
    return Browser(TestClient(app, client=(address, 50000)))
