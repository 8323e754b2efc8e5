"""Whatever is done to an archive, unpacking it gives findings, raises nothing, and leaves nothing behind."""

import struct
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.library.packages import check_package
from tests.library.packages.archives import Entries, Place, minimal, zipped

GOOD = zipped(minimal())
quiet = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def never_raises_nor_leaves(place: Place, content: bytes) -> None:
    rules = place.unpack(content)
    if place.into.exists():
        check_package(place.into)
        for path in sorted(place.into.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        place.into.rmdir()
    else:
        assert rules
    assert place.left == set()


@quiet
@given(cut=st.integers(0, len(GOOD)))
def test_any_truncation_is_only_a_finding(place: Place, cut: int) -> None:
    never_raises_nor_leaves(place, GOOD[:cut])


@quiet
@given(flips=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_changed_bytes_are_only_a_finding(place: Place, flips: list[tuple[int, int]]) -> None:
    changed = bytearray(GOOD)
    for at, value in flips:
        changed[at] = value
    never_raises_nor_leaves(place, bytes(changed))


DIRECTORY = GOOD.rfind(b"PK\x05\x06") - struct.unpack_from("<I", GOOD, GOOD.rfind(b"PK\x05\x06") + 12)[0]


@quiet
@given(flips=st.lists(st.tuples(st.integers(DIRECTORY, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_changed_bytes_of_the_directory_are_only_a_finding(place: Place, flips: list[tuple[int, int]]) -> None:
    changed = bytearray(GOOD)
    for at, value in flips:
        changed[at] = value
    never_raises_nor_leaves(place, bytes(changed))


@quiet
@given(names=st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6, unique=True))
def test_any_names_are_only_a_finding(place: Place, names: list[str]) -> None:
    entries: Entries = []
    for name in names:
        filename = zipfile.ZipInfo(name).filename
        if filename and filename.isprintable():  # what the writer of the test's archives can write
            entries.append((name, b"x"))
    never_raises_nor_leaves(place, zipped(entries))
