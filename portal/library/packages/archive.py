"""Unpacking the zip of a stranger. Nothing that it says of itself is believed; on refusal nothing is left behind."""

import errno
import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from portal.library.packages.archive_names import Entry, safe_entries
from portal.library.packages.findings import AUTHORS, Finding, Grade, has_blocker, in_order
from portal.library.packages.limits import FILES, PACKAGE_BYTES
from portal.library.packages.media import found_type, is_archive
from portal.text import Message, message
from portal.text.amounts import format_size
from portal.text.personal_data import mask_personal_data

_END = struct.Struct("<4s4H2LH")  # end of central directory
_END_MARK = b"PK\x05\x06"
_END64 = struct.Struct("<4sQ2H2L4Q")  # the same for more than 2 GB, and before it where it lies, which we need not ask
_END64_MARK, _WHERE64_MARK, _WHERE64_BYTES = b"PK\x06\x06", b"PK\x06\x07", 20
_FARTHEST_END = _END.size + 65_535
_DIRECTORY_BYTES = FILES * 600  # more than so many honest names need
_MOST_EXPANSION = 200
_EXPANSION_FROM_BYTES = 1_000_000  # small texts may well shrink a thousandfold
_CHUNK = 256 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OverflowError,
    UnicodeError,
    ValueError,
    IndexError,
)


def unpack(archive_path: Path, into: Path) -> list[Finding]:
    """Unpack a package into a folder that does not exist yet, and tell what was mended on the way.

    With a blocker among the findings the archive was refused, and neither `into` nor anything else has been made.
    Raises FileExistsError when `into` exists, OSError when the disk fails.
    """
    if into.exists():
        raise FileExistsError(into)
    beside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=into.parent))
    try:
        findings = _unpack(archive_path, beside)
        if not has_blocker(findings):
            beside.chmod(0o755)
            os.rename(beside, into)
        return in_order(findings)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(archive_path: Path, folder: Path) -> list[Finding]:
    if refusal := _not_a_small_zip(archive_path):
        return [refusal]
    try:
        with zipfile.ZipFile(archive_path) as archive:
            if refusal := _too_much(archive.infolist()):
                return [refusal]
            entries, findings = safe_entries(archive.infolist())
            if not entries and not has_blocker(findings):
                findings.append(
                    _refused("archive-empty", message("压缩包里没有文件。"), message("把课程文件夹压缩成 zip。"))
                )
            if has_blocker(findings):
                return findings
            return findings + [found for entry in entries for found in _write(archive, entry, folder)]
    except _BROKEN:
        return [_broken()]
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the start of the file; anything else is the disk's
            raise
        return [_broken()]


def _not_a_small_zip(path: Path) -> Finding | None:
    """Read only the last bytes: how many entries there are is known before any of them is looked at."""
    size = path.stat().st_size
    if size > PACKAGE_BYTES:
        return _too_big(size)
    with path.open("rb") as file:
        start = file.read(8192)
        file.seek(max(0, size - _FARTHEST_END - _WHERE64_BYTES - _END64.size))
        end = file.read()
    place = end.rfind(_END_MARK)
    if place < 0 or len(end) - place < _END.size:
        if is_archive(found_type(start)) and not start.startswith(b"PK"):
            return _refused(
                "archive-not-zip",
                message("这是别的压缩格式，不是 zip。"),
                message("用系统自带的“压缩为 zip”重新压缩。"),
            )
        if start.startswith(b"PK"):
            return _broken()
        return _refused("archive-not-zip", message("这不是 zip 文件。"), message("把课程文件夹压缩成 zip，再上传。"))
    counts = _counts(end, place)
    if counts is None:
        return _broken()
    return _too_many() if counts[0] > FILES * 2 or counts[1] > _DIRECTORY_BYTES else None  # with folders and junk


def _counts(end: bytes, place: int) -> tuple[int, int] | None:
    """How many entries there are, and the bytes of their directory; None when the archive is not whole in one file."""
    _, disk, _, _, count, directory_size, _, _ = _END.unpack_from(end, place)
    if disk not in (0, 0xFFFF):
        return None
    if end[max(0, place - _WHERE64_BYTES) : place].startswith(_WHERE64_MARK):
        return _large_end(end, place - _WHERE64_BYTES - _END64.size, count, directory_size)
    return count, directory_size


def _large_end(end: bytes, place: int, count: int, directory_size: int) -> tuple[int, int] | None:
    """What the end for large archives says; None when it is not where it is looked for, or the two contradict each other."""
    if place < 0 or not end.startswith(_END64_MARK, place):
        return None
    *_, large_count, large_size, _ = _END64.unpack_from(end, place)
    agrees = count in (0xFFFF, large_count) and directory_size in (0xFFFFFFFF, large_size)
    return (large_count, large_size) if agrees else None


def _too_much(infos: list[zipfile.ZipInfo]) -> Finding | None:
    if sum(not info.is_dir() for info in infos) > FILES:
        return _too_many()
    total = sum(info.file_size for info in infos)
    if total > PACKAGE_BYTES:
        return _too_big(total)
    packed = max(1, sum(info.compress_size for info in infos))
    if total > _EXPANSION_FROM_BYTES and total / packed > _MOST_EXPANSION:
        return _bomb()
    return None


def _write(archive: zipfile.ZipFile, entry: Entry, folder: Path) -> Iterator[Finding]:
    """Write one file, counting its bytes: what the directory claims is compared, not trusted."""
    target = folder / entry.name
    target.parent.mkdir(parents=True, exist_ok=True)
    written, start = 0, b""
    try:
        with archive.open(entry.info) as source, target.open("xb") as copy:
            while chunk := source.read(_CHUNK):
                start = start or chunk[:8192]
                written += len(chunk)
                if written > entry.info.file_size:
                    break
                copy.write(chunk)
    except _BROKEN:
        yield _broken(entry.name)
        return
    if written != entry.info.file_size:
        yield _refused(
            "archive-size-lies",
            message("压缩包里写的大小和真的大小不一样。"),
            message("重新压缩，再上传。"),
            entry.name,
        )
    if written > _EXPANSION_FROM_BYTES and written / max(1, entry.info.compress_size) > _MOST_EXPANSION:
        yield _bomb(entry.name)
    if is_archive(found_type(start)):
        yield _refused(
            "archive-nested",
            message("压缩包里还有压缩包，或者 Office 文件。"),
            message("解开来放，Office 文件另存为 pdf 或 txt。"),
            entry.name,
        )


def _refused(rule: str, says: Message, mend: Message, name: str = "") -> Finding:
    return Finding(Grade.BLOCKER, mask_personal_data(name), None, rule, AUTHORS, says, mend)


def _broken(name: str = "") -> Finding:
    return _refused("archive-broken", message("压缩包坏了，或者没有传完。"), message("重新压缩，再上传一次。"), name)


def _too_many() -> Finding:
    says = message("压缩包里的文件超过 %(limit)s 个。", limit=FILES)
    return _refused("archive-too-many", says, message("只放课程用到的文件。"))


def _too_big(size: int) -> Finding:
    says = message("课程包有 %(size)s，太大。", size=format_size(size))
    return _refused(
        "archive-too-big", says, message("压缩视频和图片，整个课程包不超过 %(size)s。", size=format_size(PACKAGE_BYTES))
    )


def _bomb(name: str = "") -> Finding:
    says = message("文件解开后大得不正常。")
    return _refused("archive-bomb", says, message("这样的文件不收。从原来的软件重新导出，再压缩。"), name)
