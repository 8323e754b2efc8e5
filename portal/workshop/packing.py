"""From a package to a draft's files, and from a draft's files to a package: the same files, byte for byte."""

import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from uuid import uuid4

from portal.files import Files
from portal.library.packages import Finding, unpack
from portal.library.packages.limits import TEXT_BYTES
from portal.library.packages.source import Source
from portal.workshop.queries import Content

SOON = (2026, 1, 1, 0, 0, 0)  # of every file: the same course is the same zip
TEXTS = frozenset({"", ".toml", ".md", ".vtt", ".txt", ".csv"})


def read_zip(files: Files, digest: str, data: Path) -> tuple[dict[str, Content], list[Finding]]:
    """The files of a package that lies in the store; none, and why, when it cannot be unpacked."""
    folder = data / "checking" / f"draft-{uuid4().hex}"
    folder.mkdir(parents=True)
    try:
        archive, into = files.local(digest, folder / "package.zip"), folder / "package"
        findings = unpack(archive, into)
        if not into.exists():
            return {}, findings
        return read_folder(files, into), findings
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_folder(files: Files, folder: Path) -> dict[str, Content]:
    """The files of a package that has been unpacked; what is no text goes into the store."""
    return {name: _read(files, one.path, name, one.size) for name, one in Source(folder).files.items()}


def _read(files: Files, path: Path, name: str, size: int) -> Content:
    if PurePosixPath(name).suffix.lower() in TEXTS and size <= TEXT_BYTES:
        return Content.of(path.read_bytes())
    return Content(None, files.put(path), size)


def zip_pieces(files: Files, contents: Mapping[str, Content]) -> Iterator[bytes]:
    """A package of these files, piece by piece: it never lies in memory as a whole."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for path, content in sorted(contents.items()):
            info = zipfile.ZipInfo(path, SOON)
            info.compress_type = zipfile.ZIP_STORED if content.text is None else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=content.size_bytes > 2_000_000_000) as target:
                for piece in [content.text] if content.text is not None else files.stream(content.digest):
                    target.write(piece)
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What an archive has written since somebody last took it."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        raw = bytes(piece)  # type: ignore[call-overload]
        self._pieces.append(raw)
        return len(raw)

    def taken(self) -> bytes:
        """The bytes, once."""
        raw = b"".join(self._pieces)
        self._pieces.clear()
        return raw
