"""Whether the portal can listen where it should, asked before anything is started."""

import errno
import socket


def why_not_listen(host: str, port: int) -> str:
    """Why nothing can listen at this address, as one sentence with what to set; empty when it can be done."""
    if not 0 < port < 65536:
        return f"PORTAL_PORT is {port}, but ports go from 1 to 65535."
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except PermissionError:
        return f"Port {port} is reserved for root. Set PORTAL_PORT to a number from 1024 upwards, for example 8000."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"Port {port} is in use. Set PORTAL_PORT to another one, for example {port % 65535 + 1}."
        return f"This machine has no address {host}. Set PORTAL_HOST to 127.0.0.1, or to 0.0.0.0 for all its addresses."
    return ""
