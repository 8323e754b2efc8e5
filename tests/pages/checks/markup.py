"""The page as it was sent: its status, its language, its one heading, its ids and names, and HTML that parses."""

import html5lib
import httpx2
from bs4 import BeautifulSoup

from tests.browser import check_page
from tests.pages.visit import FILE, Visit
from tests.pages.world import Served


def fetch(visit: Visit, served: Served) -> httpx2.Response:
    """The visit's page without a browser."""
    cookies = dict(visit.cookies) | ({"session": served.tokens[visit.as_]} if visit.as_ else {})
    site = "cross-site" if visit.elsewhere else "same-origin"
    with httpx2.Client(base_url=served.origin, cookies=cookies, headers={"Sec-Fetch-Site": site}, timeout=60) as client:
        client.headers["Accept-Language"] = "zh-CN"
        address = visit.address(served.places)
        if visit.send is None:
            return client.get(address)
        fields = visit.fields(served.places)
        files = {name: ("", b"") for name, value in fields.items() if value is FILE}
        sent = {name: value for name, value in fields.items() if value is not FILE}
        return client.post(address, data=sent, files=files or None)


def find(visit: Visit, response: httpx2.Response) -> list[str]:
    """What is wrong with the answer."""
    found = [] if response.status_code == visit.status else [f"the status is {response.status_code}"]
    try:
        check_page(BeautifulSoup(response.text, "html.parser"))
    except (AssertionError, KeyError, TypeError) as problem:
        found.append(f"check_page: {problem!r}")
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(response.text)
    return found + [f"{name} at {place}" for place, name, _ in parser.errors]
