"""Files put into a zip that lies in the store, without reading it: only its end is written anew."""

import io
import zipfile

from portal.formats.epub.archive import entry


class Tail(io.BytesIO):
    """The end of a zip file that lies elsewhere, from its list of files on: zipfile writes on behind it."""

    def __init__(self, before: int, content: bytes) -> None:
        super().__init__(content)
        self.before = before

    def seek(self, place: int, whence: int = 0) -> int:
        if whence == 0:
            place = max(0, place - self.before)
        return super().seek(place, whence) + self.before

    def tell(self) -> int:
        return super().tell() + self.before


def with_files(size: int, tail: bytes, files: dict[str, str]) -> tuple[int, bytes]:
    """How much of a zip file stays as it is, and what follows: these files, in place of those of the same name.

    `tail` is at least its list of files and all that comes behind. Raises zipfile.BadZipFile for anything else.
    """
    end = Tail(size - len(tail), tail)
    with zipfile.ZipFile(end, "a") as archive:
        kept = archive.start_dir
        if kept < end.before:
            raise zipfile.BadZipFile("the tail does not hold the whole list of files")
        archive.filelist[:] = [info for info in archive.filelist if info.filename not in files]
        for name in files:
            archive.NameToInfo.pop(name, None)
        for name, content in files.items():
            archive.writestr(entry(name), content)
    return kept, end.getvalue()[kept - end.before :]
