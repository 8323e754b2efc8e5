"""Locks name no registry, carry hashes, and hold all that pyproject.toml asks for."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal.setup.requirements import Lock

GROUPS_OF_THE_TEST_LOCK = ("test", "lint")


def problems(root: Path) -> Iterator[str]:
    """Every line that names an address or a package without a hash, and every requirement that a lock does not meet."""
    for path in sorted(root.glob("*.lock")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if "://" in line:
                yield f"{path.name}:{number}: an address. Locks carry none."
            if "==" in line and not line.startswith((" ", "#")) and not lines[number].lstrip().startswith("--hash="):
                yield f"{path.name}:{number}: a package without a hash."
    yield from unmet(root)


def unmet(root: Path) -> Iterator[str]:
    """What pyproject.toml asks for and a lock lacks, or holds in a version that it does not allow."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    to_run = project["project"]["dependencies"]
    to_test = [line for group in GROUPS_OF_THE_TEST_LOCK for line in project["dependency-groups"][group]]
    for name, wanted in (("requirements.lock", to_run), ("requirements-test.lock", [*to_run, *to_test])):
        pins = Lock(root / name).pins()
        for requirement in map(Requirement, wanted):
            if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "")):
                yield f"{name}: {requirement} of pyproject.toml is not met. Lock again (README)."
