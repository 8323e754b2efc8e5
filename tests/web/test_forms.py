"""Forms that no person sends: without end, with files without end, in a charset that makes half characters."""

import pytest

from portal.web.forms import LARGEST_FORM
from tests.browser import Browser


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        ("application/x-www-form-urlencoded", b"identifier="),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'),
    ],
)
def test_a_form_without_end_is_cut_off(visitor: Browser, kind: str, begin: bytes) -> None:
    sent = 0

    def body():  # type: ignore[no-untyped-def]
        nonlocal sent
        yield begin
        for _ in range(40):
            for _ in range(10):
                yield b"a" * 50_000 + b"&" * ("urlencoded" in kind)
                sent += 50_000

    answer = visitor.client.post("/sign-in", content=body(), headers={"Content-Type": kind})
    assert answer.status_code == 413
    assert LARGEST_FORM < 20_000_000


def test_half_characters_are_no_mistake_of_ours(visitor: Browser) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="identifier"\r\n\r\n\\ud800\r\n--b--\r\n'
    kind = "multipart/form-data; charset=unicode_escape; boundary=b"
    assert visitor.client.post("/sign-in", content=body, headers={"Content-Type": kind}).status_code == 422
