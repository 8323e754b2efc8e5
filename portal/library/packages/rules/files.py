"""What lies in the package: places, names, kinds and sizes of files."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from portal.library.packages.findings import (
    AUTHORS,
    EVERYBODY,
    PEOPLE_SHOWN,
    REVIEWERS,
    SLOW_NETWORK,
    Finding,
    Grade,
)
from portal.library.packages.limits import (
    DOWNLOAD_BYTES,
    NAME_CHARACTERS,
    PACKAGE_BYTES,
    PICTURE_ADVISED_BYTES,
    PICTURE_ADVISED_EDGE,
    PICTURE_BYTES,
    SOUND_BYTES,
    VIDEO_BYTES,
)
from portal.library.packages.markdown import resolve
from portal.library.packages.media import (
    MOVING_TYPES,
    PICTURE_TYPES,
    TEXT_TYPES,
    Picture,
    claimed_type,
    found_type,
    is_archive,
)
from portal.library.packages.source import FINAL, Source, SourceFile
from portal.text import Message, message
from portal.text.amounts import format_size

_PLACES = {
    "lessons": {".md"},
    "media": {".mp4", ".mp3", ".png", ".jpg", ".jpeg", ".webp", ".pdf", ".txt", ".csv"},
    "captions": {".vtt"},
    "descriptions": {".vtt", ".mp3"},
    "sign": {".mp4"},
    "transcripts": {".md"},
    "checks": {".toml"},
}
_ON_TOP = re.compile(
    r"^(course\.toml|README(\.[a-zA-Z-]+)?\.md|LICEN[CS]E[\w.-]*|CREDITS\.md|\.git(ignore|attributes))$"
)
_NAME = re.compile(r"^[\w.-]+$")
_FRONT_MATTER_FILES = ("media", "poster", "captions", "descriptions", "sign", "transcript", "checkpoint")
_LIMITS = {
    ".mp4": VIDEO_BYTES,
    ".mp3": SOUND_BYTES,
    ".pdf": DOWNLOAD_BYTES,
    ".txt": DOWNLOAD_BYTES,
    ".csv": DOWNLOAD_BYTES,
}


def places(source: Source) -> Iterator[Finding]:
    """Every file lies in the folder for its kind, and has a kind that a package may have."""
    for file in source.files.values():
        folder, _, rest = file.name.partition("/")
        if not rest and _ON_TOP.match(folder):
            continue
        if folder in _PLACES and "/" not in rest and file.suffix in _PLACES[folder]:
            continue
        if claimed_type(file.name) is None or is_archive(found_type(source.start(file.name))):
            yield Finding(
                Grade.BLOCKER,
                file.name,
                None,
                "file-kind",
                EVERYBODY,
                message("课程包里不能放这种文件（%(suffix)s）。", suffix=file.suffix or "?"),
                message("图片用 png、jpg、webp，视频用 mp4，声音用 mp3，下载的文件用 pdf、txt、csv。不用就删掉。"),
            )
        else:
            yield Finding(
                Grade.MUST_FIX,
                file.name,
                None,
                "file-place",
                REVIEWERS,
                message("这个文件放错了地方。"),
                message("放进规格里说的文件夹：图片、声音和视频放 media，字幕放 captions，手语放 sign。"),
            )


def names(source: Source) -> Iterator[Finding]:
    """Names that every computer can store and every address can carry."""
    for file in source.files.values():
        name = PurePosixPath(file.name).name
        if _NAME.match(name) and len(name) <= NAME_CHARACTERS:
            continue
        yield Finding(
            Grade.MUST_FIX,
            file.name,
            None,
            "file-name",
            AUTHORS,
            message("文件名里有空格或符号，或者太长。"),
            message("只用字母、汉字、数字、短横线、下划线和点，不超过 %(limit)s 个字。", limit=NAME_CHARACTERS),
        )


def contents(source: Source) -> Iterator[Finding]:
    """Files are what their names say."""
    for file in source.files.values():
        claimed = claimed_type(file.name)
        if claimed is None or file.suffix in TEXT_TYPES:
            continue  # told by its place, or by whether it can be read as text
        found = found_type(source.start(file.name))
        if found != claimed:
            yield Finding(
                Grade.BLOCKER,
                file.name,
                None,
                "file-content",
                EVERYBODY,
                message(
                    "文件名说是 %(claimed)s，打开来是 %(found)s。", claimed=claimed, found=found or message("别的东西")
                ),
                message("从原来的软件重新导出，不要只改文件名。"),
            )
        elif (
            file.suffix in PICTURE_TYPES
            and source.picture(file.name) is None
            or file.suffix in MOVING_TYPES
            and source.film(file.name) is None
        ):
            yield _broken(file)


def _broken(file: SourceFile) -> Finding:
    return Finding(
        Grade.BLOCKER,
        file.name,
        None,
        "file-broken",
        EVERYBODY,
        message("文件坏了，或者大得打不开。"),
        message("从原来的软件重新导出。"),
    )


def sizes(source: Source) -> Iterator[Finding]:
    """Nothing is larger than a phone line can bear."""
    for file in source.files.values():
        limit = PICTURE_BYTES if file.suffix in PICTURE_TYPES else _LIMITS.get(file.suffix)
        if file.size == 0 or (limit and file.size > limit):
            yield Finding(
                Grade.BLOCKER,
                file.name,
                None,
                "file-size",
                SLOW_NETWORK,
                message("文件有 %(size)s，太大。", size=format_size(file.size))
                if file.size
                else message("文件是空的。"),
                message("压缩到 %(size)s 以内。", size=format_size(limit or 0))
                if file.size
                else message("换成有内容的文件。"),
            )
    total = sum(file.size for file in source.files.values())
    if total > PACKAGE_BYTES:
        yield Finding(
            Grade.BLOCKER,
            "",
            None,
            "package-size",
            SLOW_NETWORK,
            message("整个课程包有 %(size)s，太大。", size=format_size(total)),
            message("压缩到 %(size)s 以内。", size=format_size(PACKAGE_BYTES)),
        )


_WITHOUT_TRACES = message(
    "导出时选“不带元数据”，或者用画图软件另存一次。"
    "用 Windows，右键点这张图，打开“属性”“详细信息”，再选“删除属性和个人信息”。"
)
_MANY_ALIKE = {
    "picture-camera": message("%(count)s 张照片里存着相机的信息，例如型号和拍照时间：%(files)s"),
    "picture-large": message("%(count)s 张图片很大：%(files)s"),
}


def pictures(source: Source) -> list[Finding]:
    """Pictures tell nothing about who took them and where, do not move, and are no larger than a screen.

    What many photographs share, because they came out of one camera, is said once.
    """
    found = []
    for file in source.files.values():
        picture = source.picture(file.name)
        if picture is not None:
            for grade, rule, who, says, mend in _picture(file, picture):
                found.append(Finding(grade, file.name, None, rule, who, says, mend))
    for shared, words in _MANY_ALIKE.items():
        alike = [finding for finding in found if finding.rule == shared]
        if len(alike) > 1:
            names = ", ".join(finding.file for finding in alike)
            says = Message(words.msgid, {"count": len(alike), "files": names})
            found = [finding for finding in found if finding.rule != shared]
            found.append(replace(alike[0], file="", message=says))
    return found


def _picture(file: SourceFile, picture: Picture) -> Iterator[tuple[Grade, str, Message, Message, Message]]:
    if picture.has_place:
        says = message("照片里存着拍照的地点（GPS）。")
        yield Grade.BLOCKER, "picture-place", PEOPLE_SHOWN, says, _WITHOUT_TRACES
    if picture.has_camera:
        says = message("照片里存着相机的信息，例如型号和拍照时间。")
        yield Grade.MUST_FIX, "picture-camera", PEOPLE_SHOWN, says, _WITHOUT_TRACES
    if picture.moves:
        who = message("看到闪动会不舒服的学员，容易分心的学员。")
        mend = message("改成不动的图，或者做成视频，由学员自己按播放。")
        yield Grade.BLOCKER, "picture-moves", who, message("这是会自己动的图。"), mend
    if file.size > PICTURE_ADVISED_BYTES or max(picture.width, picture.height) > PICTURE_ADVISED_EDGE:
        size, limit = format_size(file.size), format_size(PICTURE_ADVISED_BYTES)
        width, height = picture.width, picture.height
        says = message("图片很大：%(width)s × %(height)s，%(size)s。", width=width, height=height, size=size)
        mend = message("长边缩到 1600 像素左右，存成 webp 或 jpg，%(size)s 以内。", size=limit)
        yield Grade.ADVICE, "picture-large", SLOW_NETWORK, says, mend


def used(source: Source) -> Iterator[Finding]:
    """Nothing lies in the package that no lesson uses."""
    wanted = {FINAL}
    for lesson in source.lessons:
        wanted |= {lesson.get(key) for key in _FRONT_MATTER_FILES}
        downloads = lesson.front.data.get("downloads")
        wanted |= (
            {str(item.get("file")) for item in downloads if isinstance(item, dict)}
            if isinstance(downloads, list)
            else set()
        )
    for piece in source.pieces:
        addresses = [picture.address for picture in piece.document.pictures]
        addresses += [link.address for link in piece.document.links]
        wanted |= {name for name in map(resolve, addresses) if name}
    for name in source.files:
        if name.split("/")[0] in _PLACES and not name.startswith("lessons/") and name not in wanted:
            yield Finding(
                Grade.ADVICE,
                name,
                None,
                "file-unused",
                REVIEWERS,
                message("没有哪一课用到这个文件。"),
                message("在课里用上它，或者删掉。"),
            )
