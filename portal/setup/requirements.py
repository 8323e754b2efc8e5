"""The two lock files, and which command needs which."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
COMMANDS_WITH_TESTS = frozenset({"test", "check"})


@dataclass(frozen=True)
class Lock:
    """A hash-locked list of libraries. A lock that covers others satisfies them too."""

    path: Path
    covers: tuple["Lock", ...] = ()

    @property
    def name(self) -> str:
        return self.path.name

    def digest(self) -> str:
        """SHA-256 of the file, so that any change of it is seen."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def pins(self) -> dict[str, str]:
        """Library name to version, as the file says, for every platform."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        pinned = (line.split(";")[0].rstrip(" \\").split("==") for line in lines if "==" in line and line[0].isalnum())
        return {name: version.strip() for name, version in pinned}


RUN = Lock(CHECKOUT / "requirements.lock")
TEST = Lock(CHECKOUT / "requirements-test.lock", covers=(RUN,))


def lock_for(arguments: list[str]) -> Lock:
    """The lock that a command line needs: `test` and `check` bring their tools, all others only run the portal."""
    words = arguments[1:] if arguments[:1] == ["set-up"] else arguments
    return TEST if words and words[0] in COMMANDS_WITH_TESTS else RUN
