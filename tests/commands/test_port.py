"""A portal that cannot listen says so in one sentence, before it has started anything."""

import socket

import pytest

from portal.commands.port import why_not_listen


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_a_free_port_is_no_problem(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert why_not_listen(host, port) == ""


def test_a_port_in_use_names_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        sentence = f"Port {port} is in use. Set PORTAL_PORT to another one, for example {port % 65535 + 1}."
        assert why_not_listen("127.0.0.1", port) == sentence


def test_an_address_of_another_machine_or_a_port_that_is_none_is_told() -> None:
    assert why_not_listen("192.0.2.1", 8000).startswith("This machine has no address 192.0.2.1.")
    assert why_not_listen("127.0.0.1", 70000) == "PORTAL_PORT is 70000, but ports go from 1 to 65535."
