"""What set-up says when it cannot go on: one sentence for a person, never a traceback."""

import errno
from pathlib import Path

NO_NETWORK = (
    "The libraries could not be downloaded because the package index was not reached: "
    "connect this machine to the internet for this start; later starts need no network."
)
WRONG_FILE = "A downloaded library is not the one that the lock file names, so nothing of it was installed."
NO_TRUST = "The package index showed a certificate that this machine does not trust, so nothing was downloaded."
DISK_FULL = "The disk is full: make about 400 MB of room and run the same command again."

# What pip or venv prints, in lower case, and what it means; the first that fits is said.
CAUSES = (
    (DISK_FULL, ("no space left on device", "disk quota exceeded")),
    (WRONG_FILE, ("do not match the hashes", "hash mismatch")),
    (NO_TRUST, ("certificate_verify_failed", "certificate verify failed")),
    (NO_NETWORK, ("connection broken by", "failed to establish a new connection", "max retries exceeded")),
    (NO_NETWORK, ("name resolution", "network is unreachable", "connection refused", "read timed out", "proxyerror")),
)


class SetupFailed(Exception):
    """Set-up stops here; the message is the one sentence that the person reads."""


class NotDownloaded(SetupFailed):
    """Set-up stops before it has changed anything: what was installed before is still whole."""


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
    for sentence, words in CAUSES:
        if any(word in text for word in words):
            return sentence
    if "permission denied" in text or "read-only file system" in text:
        return read_only(folder)
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "(nothing)")
    if "no matching distribution found" in text:
        return f"A library has no ready-made file for this Python and machine: {last}"
    return f"{what}; its last words were: {last}"
