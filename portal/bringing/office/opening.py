"""A Word file or a deck of slides opened as what it is: a zip of XML parts, made by a stranger.

Nothing is unpacked to disk, no name of a part is ever used as a path, no entity is read, nothing is fetched.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from lxml import etree

from portal.errors import Refused
from portal.text import message

FILE_BYTES = 100_000_000  # as it comes
ALL_BYTES = 400_000_000  # unpacked
PART_BYTES = 60_000_000  # a picture
XML_BYTES = 24_000_000  # a text of some thousand pages
PARTS = 5000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_OFFICE = "officeDocument"

BROKEN = message("文件不完整，打不开。在 Word 或 WPS 里打开它，另存一份，再选一次。")
TOO_MUCH = message("文件里的东西太多，打不开。分成几个文件，再选一次。")
UNSAFE = message("文件里有不该有的东西，没有打开。在 Word 或 WPS 里新建一个文件，把内容复制过去，再选一次。")
MACROS = message("文件里有宏（小程序），没有打开。另存为不带宏的 .docx 或 .pptx，再选一次。")
LOCKED = message("文件加了密码。去掉密码，另存一份，再选一次。")
OLD = message("这是旧格式（.doc、.ppt、.wps 或 .dps）。在 Word 或 WPS 里打开，另存为 .docx 或 .pptx，再选一次。")
OTHER = message("这不是 Word 文件（.docx），也不是幻灯片（.pptx）。另存为这两种，再选一次。")


@dataclass(frozen=True)
class Link:
    """What a part points to: another part, or an address outside."""

    kind: str  # the last word of its type: image, hyperlink, slide …
    target: str
    is_outside: bool


@dataclass(frozen=True)
class Parts:
    """The parts of an opened file."""

    archive: zipfile.ZipFile
    names: dict[str, str]  # as they are looked up → as the zip has them

    @cached_property
    def main(self) -> str:
        """The name of the part that is the document itself. Raises Refused."""
        for link in self.links("").values():
            if link.kind == _OFFICE and not link.is_outside:
                return link.target
        raise Refused(OTHER)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self.names

    def read(self, name: str, most_bytes: int = PART_BYTES) -> bytes | None:
        """The bytes of a part; None when there is none. Raises Refused when it is broken or too large."""
        own = self.names.get(name.lower())
        if own is None:
            return None
        try:
            with self.archive.open(own) as part:
                content = part.read(most_bytes + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused(BROKEN) from error
        if len(content) > most_bytes:
            raise Refused(TOO_MUCH)
        return content

    def xml(self, name: str) -> Any | None:
        """The root of a part of XML, read without entities; None when there is no such part. Raises Refused."""
        content = self.read(name, XML_BYTES)
        if content is None:
            return None
        if any(mark in content for mark in _DOCTYPES):
            raise Refused(UNSAFE)
        reader = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(content, reader)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Refused(BROKEN) from error
        if root.getroottree().docinfo.doctype:
            raise Refused(UNSAFE)
        return root

    def links(self, name: str) -> dict[str, Link]:
        """Where a part points to, by the ids that its text uses; for "" the whole file's. Raises Refused."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for row in root if root is not None else ():
            is_outside = row.get("TargetMode") == "External"
            target = row.get("Target") or ""
            kind = (row.get("Type") or "").rsplit("/", 1)[-1]
            found[row.get("Id") or ""] = Link(kind, target if is_outside else _inside(folder, target), is_outside)
        return found

    def all_of(self, folder: str, ending: str = ".xml") -> Iterator[str]:
        """The names of the parts in a folder, in their order."""
        yield from (name for name in self.names if name.startswith(folder) and name.endswith(ending))


def _inside(folder: str, target: str) -> str:
    path = unquote(target.split("#")[0])
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))


def open_parts(content: bytes) -> Parts:
    """Open a file, within bounds. Raises Refused with what to do."""
    if content.startswith(_OLD_OFFICE):
        raise Refused(LOCKED if "EncryptedPackage".encode("utf-16-le") in content else OLD)
    if not content.startswith(b"PK"):
        raise Refused(OTHER if content.strip(b"\0") else BROKEN)
    if len(content) > FILE_BYTES:
        raise Refused(TOO_MUCH)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(BROKEN) from error
    infos = archive.infolist()
    if len(infos) > PARTS or sum(info.file_size for info in infos) > ALL_BYTES:
        raise Refused(TOO_MUCH)
    if any(info.flag_bits & 0x41 for info in infos):
        raise Refused(LOCKED)
    parts = Parts(archive, _names(infos))
    _refuse_macros(parts)
    if not parts.has("[Content_Types].xml"):
        raise Refused(OTHER)
    return parts


def _names(infos: list[zipfile.ZipInfo]) -> dict[str, str]:
    """Names are looked up without case, as Office does. Chinese ones of old tools have no mark of their encoding."""
    names: dict[str, str] = {}
    for info in infos:
        for name in _read_as(info):
            if name.startswith("/") or ".." in name.split("/") or ":" in name or name.lower() in names:
                raise Refused(UNSAFE)
            names[name.lower()] = info.filename
    return names


def _read_as(info: zipfile.ZipInfo) -> set[str]:
    """What a name may mean: without a mark the same bytes may be UTF-8 or GBK, and links know which."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & 0x800 or name.isascii():
        return {name}
    raw, names = name.encode("cp437", "replace"), set()
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            names.add(raw.decode(encoding))
    return names or {name}


def _refuse_macros(parts: Parts) -> None:
    types = parts.read("[Content_Types].xml", XML_BYTES) or b""
    has_program = any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in parts.names)
    if has_program or b"macroEnabled" in types:
        raise Refused(MACROS)
