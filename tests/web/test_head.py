"""HEAD answers like GET, without the body."""

import pytest

from tests.browser import Browser


@pytest.mark.parametrize("address", ["/", "/library", "/healthz", "/static/portal.css", "/nowhere"])
def test_head_answers_like_get_without_the_body(visitor: Browser, address: str) -> None:
    full, head = visitor.client.get(address), visitor.client.head(address)
    assert head.status_code == full.status_code
    assert head.headers["content-type"] == full.headers["content-type"]
    assert head.content == b""
