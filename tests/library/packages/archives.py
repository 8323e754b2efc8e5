"""Archives for tests, good and hostile, and a place to unpack them."""

import io
import zipfile
from pathlib import Path

from portal.library.packages import unpack
from tests.library.packages.course import MINIMAL

Entries = list[tuple[str | zipfile.ZipInfo, bytes]]


def zipped(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return content.getvalue()


def minimal(top: str = "") -> Entries:
    return [(top + str(path.relative_to(MINIMAL)), path.read_bytes()) for path in MINIMAL.rglob("*") if path.is_file()]


def info(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


class Place:
    """A folder with an archive in it; whatever else appears there has been left behind."""

    def __init__(self, folder: Path) -> None:
        self.archive, self.into = folder / "course.zip", folder / "course"

    def unpack(self, content: bytes) -> list[str]:
        self.archive.write_bytes(content)
        return [finding.rule for finding in unpack(self.archive, self.into)]

    @property
    def left(self) -> set[str]:
        return {path.name for path in self.archive.parent.iterdir()} - {"course.zip"}
