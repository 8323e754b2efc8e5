"""Pictures that say something, links that lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from portal.library.packages.document import Document, Link, PictureUse
from portal.library.packages.findings import BLIND, EVERYBODY, SCREEN_READER, Finding, Grade
from portal.library.packages.limits import ALT_CHARACTERS, ALT_FEWEST_CHARACTERS
from portal.library.packages.markdown import OUTSIDE, anchor, resolve, split_address
from portal.library.packages.media import PICTURE_TYPES
from portal.library.packages.source import Piece, Source
from portal.text import Message, message

_EMPTY_WORDS = set(["点击这里", "点这里", "这里", "点击", "点击查看", "查看", "查看更多", "更多", "了解更多", "详情", "查看详情", "链接", "下载"]) | {
    "here", "click here", "more", "read more", "link", "this", "details", "download",
}  # fmt: skip
_SAYS_NOTHING = re.compile(
    r"^(图片?|照片|图像|插图|配图|附图|图示|预览图?|示意图?|效果图|缩略图|image|img|picture|photo|figure|preview)?"
    r"[\s0-9一二三四五六七八九十_.:：（）()#—-]*[a-z]?[\s）)]*$",
    re.IGNORECASE,
)
_CAMERA_NAME = re.compile(r"^(DSC|IMG|DCIM|PXL|MVIMG|WX|微信图片|截图|screenshot)[\s_\-0-9a-z]*$", re.IGNORECASE)
_INNER = re.compile(
    r"^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|0\.0\.0\.0|\[)|\.(local|lan)$"
)


def picture_descriptions(source: Source) -> Iterator[Finding]:
    """Every picture has words that tell what one has to know from it."""
    for piece in source.pieces:
        for picture in piece.document.pictures:
            if wrong := wrong_description(picture):
                grade, rule, says, mend = wrong
                yield Finding(grade, piece.file, picture.line, rule, BLIND, says, mend)


def wrong_description(picture: PictureUse) -> tuple[Grade, str, Message, Message] | None:
    """What is wrong with the words of a picture: grade, rule, what it is and how to mend it; None when they will do."""
    file, words = unquote(picture.address).rsplit("/", 1)[-1], picture.description
    count = len(words)
    mend = message("在方括号里写一两句：图里有什么，学员要从图里知道什么。")
    if not words:
        return Grade.BLOCKER, "picture-undescribed", message("图片 %(file)s 没有说明。", file=file), mend
    if _is_file_name(words, file):
        says = message("图片 %(file)s 的说明只是文件名“%(words)s”。", file=file, words=words)
        return Grade.BLOCKER, "picture-file-name", says, mend
    if count <= ALT_CHARACTERS and _SAYS_NOTHING.match(words):
        says = message("图片 %(file)s 的说明“%(words)s”没有说图里有什么。", file=file, words=words)
        return Grade.BLOCKER, "picture-says-nothing", says, mend
    if count > ALT_CHARACTERS:
        says = message("图片 %(file)s 的说明有 %(count)s 个字，太长。", file=file, count=count)
        mend = message("说明写到 %(limit)s 个字以内，其余的写进正文。", limit=ALT_CHARACTERS)
        return Grade.MUST_FIX, "picture-long", says, mend
    if count < ALT_FEWEST_CHARACTERS:
        says = message(
            "图片 %(file)s 的说明只有 %(count)s 个字：“%(words)s”。听不出图里有什么。",
            file=file,
            count=count,
            words=words,
        )
        return Grade.MUST_FIX, "picture-short", says, mend
    return None


def _is_file_name(words: str, file: str) -> bool:
    return (
        words in (file, PurePosixPath(file).stem)
        or bool(_CAMERA_NAME.match(words))
        or words.lower().endswith((".jpg", ".jpeg", ".png", ".webp"))
    )


def pictures_there(source: Source) -> Iterator[Finding]:
    """Every picture that a text shows is in the package."""
    for piece in source.pieces:
        for picture in piece.document.pictures:
            name = resolve(picture.address)
            if name is None or PurePosixPath(name).suffix.lower() not in PICTURE_TYPES or name not in source.files:
                yield Finding(
                    Grade.BLOCKER,
                    piece.file,
                    picture.line,
                    "picture-missing",
                    EVERYBODY,
                    message("图片 %(address)s 不在课程包里。", address=unquote(picture.address)[:60]),
                    message("把图片放进 media，写成 ../media/图片名。只用 png、jpg 或 webp。"),
                )


def links_lead_somewhere(source: Source) -> Iterator[Finding]:
    """Links inside the package have a target, links outside have an address that could be one. Nothing is fetched."""
    for piece in source.pieces:
        for link in piece.document.links:
            if wrong := _wrong_target(source, piece, link):
                yield Finding(Grade.MUST_FIX, piece.file, link.line, "link-dead", EVERYBODY, *wrong)


def _wrong_target(source: Source, piece: Piece, link: Link) -> tuple[Message, Message] | None:
    address = unquote(link.address)
    parts = split_address(link.address)
    if not address or parts is None:
        return message("链接“%(text)s”没有地址。", text=link.text[:30]), message("写上地址，或者去掉链接。")
    if address.startswith("#"):
        if anchor(address[1:]) in _anchors(piece.document):
            return None
        return (
            message(
                "链接“%(text)s”指向 %(address)s，这一课里没有这个标题。", text=link.text[:30], address=address[:60]
            ),
            message("井号后面写标题的原文，空格写成短横线。"),
        )
    if parts.scheme in OUTSIDE:
        return _wrong_outside(link, parts.hostname or "", parts.scheme, parts.path)
    name = resolve(link.address)
    if name in source.files and (not name.startswith("lessons/") or name[8:-3] in source.lesson_slugs):
        return None
    return (
        message("链接“%(text)s”指向 %(address)s，课程包里没有。", text=link.text[:30], address=address[:60]),
        message("别的课写成 01-name.md，文件写成 ../media/文件名，网页写全 https 地址；不要了就去掉链接。"),
    )


def _wrong_outside(link: Link, host: str, scheme: str, path: str) -> tuple[Message, Message] | None:
    if scheme in ("mailto", "tel"):
        there = bool(path.strip())
    else:
        there = "." in host.strip(".") and not _INNER.search(host) and not re.search(r"\s", unquote(link.address))
    if there:
        return None
    return (
        message(
            "链接“%(text)s”的地址 %(address)s 别人打不开。", text=link.text[:30], address=unquote(link.address)[:60]
        ),
        message("写公开的网址。自己电脑和单位内部的地址，学员打不开。"),
    )


def _anchors(document: Document) -> set[str]:
    names: list[str] = []
    for heading in document.headings:
        name = anchor(heading.text)
        names.append(f"{name}-{names.count(name) + 1}" if name in names else name)
    return set(names)


def link_words(source: Source) -> Iterator[Finding]:
    """The words of a link say where it leads, read without their sentence."""
    for piece in source.pieces:
        for link in piece.document.links:
            text = link.text.strip(" 。，！>》→").lower()
            if not text or text in _EMPTY_WORDS:
                says = message("链接的文字是“%(text)s”，听不出去哪里。", text=link.text or " ")
            elif re.match(r"(https?|ftp)://|www\.", text):
                says = message("链接的文字是一串网址，读屏会一个一个字母地念。")
            else:
                continue
            yield Finding(
                Grade.MUST_FIX,
                piece.file,
                link.line,
                "link-words",
                SCREEN_READER,
                says,
                message("写出链接到什么地方，例如“看国家烘焙标准”。"),
            )
