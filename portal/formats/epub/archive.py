"""Zip files that come out the same each time, whatever the day."""

import zipfile
from pathlib import Path

LONG_AGO = (1980, 1, 1, 0, 0, 0)
STORED = (
    ".mp3",
    ".m4a",
    ".mp4",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".epub",
    ".pdf",
)  # nothing is gained by packing these
PIECE = 256 * 1024


class Archive:
    """A zip file in the making."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w")

    def add(self, name: str, content: str | bytes | Path) -> None:
        """Put a file in; texts are UTF-8, large files come from the disk piece by piece."""
        info = entry(name)
        if isinstance(content, Path):
            with self._zip.open(info, "w") as into, content.open("rb") as file:
                while piece := file.read(PIECE):
                    into.write(piece)
        else:
            self._zip.writestr(info, content)

    def close(self) -> None:
        self._zip.close()


def entry(name: str) -> zipfile.ZipInfo:
    """A file's name and how it is packed; `mimetype` is stored, as EPUB asks."""
    info = zipfile.ZipInfo(name, LONG_AGO)
    is_stored = name == "mimetype" or name.lower().endswith(STORED)
    info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
