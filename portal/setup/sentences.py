"""What set-up says when it cannot go on: one sentence for a person, never a traceback."""

import errno
from pathlib import Path

NO_NETWORK = (
    "The libraries could not be downloaded because the package index was not reached: "
    "connect this machine to the internet for this start; later starts need no network."
)
DISK_FULL = "The disk is full: make about 400 MB of room and run the same command again."

NETWORK_WORDS = (
    "temporary failure in name resolution", "name or service not known", "dns error", "failed to lookup address",
    "connection broken by", "failed to establish a new connection", "error sending request", "network is unreachable",
    "connection refused", "read timed out", "connecttimeout", "failed to fetch", "proxyerror", "max retries exceeded",
)
HASH_WORDS = ("do not match the hashes", "hash mismatch")
TRUST_WORDS = ("certificate_verify_failed", "certificate verify failed", "unknownissuer", "invalid peer certificate")
FULL_WORDS = ("no space left on device", "disk quota exceeded")
MISSING_WORDS = ("no matching distribution found", "no solution found", "has no wheels", "has no usable wheels")


class SetupFailed(Exception):
    """Set-up stops here; the message is the one sentence that the person reads."""


def read_only(folder: Path) -> str:
    """The sentence for a folder in which nothing can be written, with the line that helps."""
    return (
        f"Nothing can be written in {folder}: run the portal from a folder of your own, or name two that you may write "
        "to, for example: PORTAL_VENV=~/.cache/portal PORTAL_DATA=~/portal-data python3 -m portal"
    )


def about_os_error(error: OSError, folder: Path) -> str:
    """What an error of the operating system means for somebody who only wanted to start the portal."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(folder)
    return f"Set-up stopped in {folder}: {error.strerror or error}."


def about_output(output: str, folder: Path, what: str) -> str:
    """What the output of a failed pip or venv means; the causes that a person can mend come first."""
    text = output.lower()

    def has(words: tuple[str, ...]) -> bool:
        return any(word in text for word in words)

    if has(FULL_WORDS):
        return DISK_FULL
    if has(HASH_WORDS):
        return "A downloaded library is not the one that the lock file names, so nothing of it was installed."
    if has(TRUST_WORDS):
        return "The package index showed a certificate that this machine does not trust, so nothing was downloaded."
    if has(NETWORK_WORDS):
        return NO_NETWORK
    if "permission denied" in text or "read-only file system" in text:
        return read_only(folder)
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "it said nothing")
    if has(MISSING_WORDS):
        return f"A library has no ready-made file for this Python and machine: {last}"
    return f"{what}; its last words were: {last}"
