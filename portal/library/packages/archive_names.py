"""The names that a zip claims, made safe or refused. Nothing is written here."""

import re
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from portal.library.packages.findings import AUTHORS, Finding, Grade
from portal.library.packages.limits import NAME_CHARACTERS
from portal.library.packages.source import MANIFEST
from portal.text import Message, message

_JUNK = re.compile(r"(^|/)(__MACOSX(/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_NAME_BYTES = 255  # what common file systems hold
_DEEPEST = 6
_UTF8_FLAG, _ENCRYPTED_FLAGS = 0x800, 0x1 | 0x40


@dataclass(frozen=True)
class Entry:
    """A file to be unpacked, and the name it gets."""

    info: zipfile.ZipInfo
    name: str


def safe_entries(infos: list[zipfile.ZipInfo]) -> tuple[list[Entry], list[Finding]]:
    """Every file of the archive with a safe name, and what had to be refused, mended or left out."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    mended: defaultdict[str, list[str]] = defaultdict(list)
    for info in infos:
        name, changes = _mended_name(info)
        if _JUNK.search(name):
            mended["junk"].append(name)
            continue
        refusals = list(_refusals(info, name))
        findings += refusals
        for change in changes:
            mended[change].append(name)
        if not refusals and not name.endswith("/"):
            entries.append(Entry(info, name))
    entries = _without_top_folder(entries)
    findings += _collisions(entries)
    findings += [_told(change, names) for change, names in mended.items()]
    return entries, findings


def _mended_name(info: zipfile.ZipInfo) -> tuple[str, list[str]]:
    """The name in Unicode as one would type it, and what was changed."""
    changes = []
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG and not name.isascii():
        name, how = _decoded(name)
        changes += [how] if how else []
    if "\\" in name:
        name = name.replace("\\", "/")
        changes.append("backslash")
    composed = unicodedata.normalize("NFC", name)
    return composed, changes + (["composed"] if composed != name else [])


def _decoded(name: str) -> tuple[str, str]:
    """Without its flag a name is in the maker's own encoding; zipfile has read it as cp437, byte for byte."""
    raw = name.encode("cp437", "replace")
    for encoding, change in (("utf-8", ""), ("gb18030", "gb18030")):
        try:
            return raw.decode(encoding), change
        except UnicodeDecodeError:
            continue
    return name, "unknown"


def _refusals(info: zipfile.ZipInfo, name: str) -> Iterator[Finding]:
    shown = _visible(name)
    for wrong, says, mend in _REFUSALS:
        if wrong(info, name):
            yield _refused("archive-name", shown, says, mend)
            break
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        yield _refused(
            "archive-link",
            shown,
            message("这是快捷方式（链接）或设备，不是文件。"),
            message("把真的文件放进来，再压缩。"),
        )
    if info.flag_bits & _ENCRYPTED_FLAGS:
        yield _refused("archive-encrypted", shown, message("这个文件加了密码。"), message("不加密码，重新压缩。"))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        says = message("压缩的方法不认识。")
        yield _refused("archive-method", shown, says, message("用系统自带的“压缩为 zip”重新压缩。"))


def _climbs(info: zipfile.ZipInfo, name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return any(part in ("", ".", "..") for part in parts) or name.startswith("/") or bool(_DRIVE.match(name))


def _has_odd_signs(info: zipfile.ZipInfo, name: str) -> bool:
    odd = any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for character in name)
    tails = any(
        part != part.strip() or part.endswith(".") for part in name.rstrip("/").split("/") if part not in (".", "..")
    )
    return odd or tails or any(sign in name for sign in '<>:"|?*') or any(map(_RESERVED.match, name.split("/")))


def _is_too_long(info: zipfile.ZipInfo, name: str) -> bool:
    parts = name.rstrip("/").split("/")
    long = any(len(part) > NAME_CHARACTERS or len(part.encode("utf-8", "replace")) > _NAME_BYTES for part in parts)
    return long or len(parts) > _DEEPEST


_REFUSALS = (
    (
        _climbs,
        message("文件的路径指向课程包外面。"),
        message("在课程文件夹里全选，再压缩。路径里不能有 ..、盘符，也不能以斜杠开头。"),
    ),
    (_has_odd_signs, message("文件名里有不能用的符号。"), message("只用字母、汉字、数字、短横线、下划线和点。")),
    (_is_too_long, message("文件名太长，或者文件夹套得太深。"), message("文件名不超过 80 个字，文件夹只套一层。")),
)


def _without_top_folder(entries: list[Entry]) -> list[Entry]:
    """A zip of the folder itself is as good as a zip of what is in it."""
    tops = {entry.name.split("/")[0] for entry in entries if "/" in entry.name}
    names = {entry.name for entry in entries}
    if len(tops) != 1 or any("/" not in name for name in names) or f"{next(iter(tops))}/{MANIFEST}" not in names:
        return entries
    return [Entry(entry.info, entry.name.split("/", 1)[1]) for entry in entries]


def _collisions(entries: list[Entry]) -> Iterator[Finding]:
    """Names that are one name on another computer, and names that are a file and a folder at once."""
    seen: dict[str, str] = {}
    for entry in entries:
        key = _key(entry.name)
        if key in seen:
            says = message("这个文件名和 %(other)s 重复，或者只差大小写、全角半角。", other=_visible(seen[key]))
            yield _refused("archive-name-twice", _visible(entry.name), says, message("改掉其中一个名字。"))
        seen.setdefault(key, entry.name)
    for key, name in seen.items():
        parts = key.split("/")
        if any("/".join(parts[:count]) in seen for count in range(1, len(parts))):
            says = message("同一个名字又是文件，又是文件夹。")
            yield _refused("archive-name-twice", _visible(name), says, message("改掉其中一个名字。"))


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


_CHANGES: dict[str, tuple[Message, Message]] = {
    "junk": (
        message("压缩包里有系统自己加的文件，已经去掉。"),
        message("不用管。下次可以先删掉 __MACOSX 和 .DS_Store。"),
    ),
    "gb18030": (
        message("文件名的编码是 GBK，已经改成 Unicode。"),
        message("看一看文件名对不对。下次用系统自带的“压缩为 zip”。"),
    ),
    "unknown": (
        message("文件名的编码不认识，名字可能是乱的。"),
        message("文件名只用英文字母和数字，再压缩一次。"),
    ),
    "backslash": (
        message("路径里用了反斜杠，已经改成斜杠。"),
        message("看一看文件夹对不对。下次用系统自带的“压缩为 zip”。"),
    ),
    "composed": (
        message("文件名里的字是拆开存的，已经合成一个字。"),
        message("不用管。课里写的文件名不用改。"),
    ),
}


def _told(change: str, names: list[str]) -> Finding:
    says, mend = _CHANGES[change]
    counted = message(
        "%(what)s有 %(count)s 个，第一个是 %(name)s。", what=says, count=len(names), name=_visible(names[0])
    )
    return Finding(Grade.ADVICE, "", None, f"archive-{change}", AUTHORS, counted, mend)


def _refused(rule: str, name: str, says: Message, mend: Message) -> Finding:
    return Finding(Grade.BLOCKER, name, None, rule, AUTHORS, says, mend)


def _visible(name: str) -> str:
    """A name as it may be shown: no signs that act on the page, and not endless."""
    shown = "".join(character if character.isprintable() else "?" for character in name)
    return shown if len(shown) <= 100 else f"{shown[:100]}…"
