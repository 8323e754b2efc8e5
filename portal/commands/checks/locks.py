"""Locks name no registry: they must install from whatever mirror a machine has."""

from collections.abc import Iterator
from pathlib import Path


def problems(root: Path) -> Iterator[str]:
    """Every line of a lock that names an address or a package without a hash."""
    for path in sorted(root.glob("*.lock")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if "://" in line:
                yield f"{path.name}:{number}: an address. Locks carry none."
            if "==" in line and not line.startswith((" ", "#")) and not lines[number].lstrip().startswith("--hash="):
                yield f"{path.name}:{number}: a package without a hash."
