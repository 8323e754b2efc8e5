"""What a lesson's media page shows: which form of the film, its words, its twin, and what was asked for or found in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import Request, Response
from markupsafe import Markup, escape
from sqlalchemy import Row
from sqlmodel import Session

from portal.library.models import Lesson
from portal.library.rules import normalise
from portal.media import forms
from portal.media import queries as renditions
from portal.text import Message, message
from portal.text.amounts import format_size
from portal.web.needs import Needs

ADDRESS_OF_FILE = Callable[[str], str]
QUALITIES = ("normal", "slow", "sound", "words")
# The line is a matter of the device and not of the person. The name begins like that of the needs' cookie, so that
# pages which depend on it are not kept for others.
QUALITY_COOKIE = "needs_line"
A_YEAR = 365 * 24 * 60 * 60
MOST_LETTERS = 60


@dataclass(frozen=True)
class Asked:
    """Which form somebody wants, what they look for in the transcript, and what there is of each file, by digest."""

    quality: str = "normal"
    is_new: bool = False  # chosen with this very request
    find: str = ""
    made: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class FormFile:
    """One form of a file, as it is served."""

    digest: str
    media_type: str
    size: int
    is_public: bool


def read(request: Request, session: Session, media: Mapping[str, Any], files: Mapping[str, Any]) -> Asked:
    """What was asked for, by the address or earlier on this device. Asks the database only where there is media."""
    if not media["media"]:
        return Asked()
    chosen = request.query_params.get("quality", "")
    usual = "words" if request.state.needs.pictures == "none" else "normal"
    quality = chosen or request.cookies.get(QUALITY_COOKIE, "")
    digests = {files[media[name]].digest for name in ("media", "sign") if media[name] in files}
    return Asked(
        quality=quality if quality in QUALITIES else usual,
        is_new=chosen in QUALITIES,
        find=request.query_params.get("find", "").strip()[:MOST_LETTERS],
        made=renditions.renditions_of(session, digests),
    )


def remember(request: Request, answer: Response, asked: Asked) -> Response:
    """The same answer, which keeps on the device what was just chosen there."""
    if asked.is_new:
        secure = request.app.state.settings.is_secure
        answer.set_cookie(QUALITY_COOKIE, asked.quality, max_age=A_YEAR, httponly=True, samesite="lax", secure=secure)
    return answer


def form_of(session: Session, file: Any, kind: str) -> FormFile | None:
    """What was made of a file, for who may have the file; None when there is no such form."""
    made = renditions.rendition(session, file.digest, kind)
    return FormFile(made.digest, made.media_type, made.size, file.is_public) if made else None


def parts_in_order(media: Mapping[str, Any], needs: Needs, asked: Asked) -> list[str]:
    """The parts of a lesson, as the person's needs order them; nothing is ever hidden."""
    if not media["media"]:
        return ["text"]
    if {"transcript", "braille"} & set(needs.media) or asked.quality == "words":
        return ["transcript", "media", "text"]
    return ["media", "text", "transcript"]


def order_in_words(media: Mapping[str, Any], needs: Needs) -> Message | None:
    """What the needs profile changed on this page, so that nobody wonders; None when it changed nothing."""
    if not media["media"]:
        return None
    if {"transcript", "braille"} & set(needs.media):
        return message("按您的学习需求，文字稿排在前面，视频和音频在后面。")
    if media["sign"] and "sign" in needs.media:
        return message("按您的学习需求，手语视频排在前面。")
    return None


def settings_of(needs: Needs) -> dict[str, str]:
    """How the player behaves for this person: their own settings, else what follows from their needs."""
    return {
        "caption_size": needs.caption_size,
        "caption_colour": needs.caption_colour,
        "description": needs.description or ("show" if "description" in needs.media else "off"),
        "sign_place": needs.sign_place or ("first" if "sign" in needs.media else ""),
        "sign_size": needs.sign_size,
        "keys": needs.keys,
    }


def media_values(
    lesson: Lesson, needs: Needs, files: Mapping[str, Any], file: ADDRESS_OF_FILE, asked: Asked, here: str
) -> dict[str, Any]:
    """What the media macros show of a lesson; empty where it has none."""
    media = lesson.media
    if not media["media"]:
        return {}
    chosen = _form(asked, files, media["media"])
    settings = settings_of(needs)
    tracks = _tracks(media, needs, file)
    lines = [_line(line, number, asked.find) for number, line in enumerate(lesson.transcript, start=1)]
    return {
        "shown": "words" if asked.quality == "words" else chosen if chosen == "sound" else lesson.kind,
        "source": _address(file(media["media"]), chosen),
        "type": "audio/mpeg" if chosen == "sound" or lesson.kind == "audio" else "video/mp4",
        "preload": "none" if chosen == "slow" else "metadata",
        "poster": _poster(media, files, file, asked),
        "label": _media_label(lesson, chosen),
        "caption": message("字幕可以在播放器里开关。") if media["captions"] and chosen != "sound" else "",
        "tracks": tracks,
        "has_descriptions": media["descriptions"].endswith(".vtt"),
        "described": file(media["descriptions"]) if media["descriptions"].endswith(".mp3") else "",
        "described_size": files[media["descriptions"]].size if media["descriptions"] in files else 0,
        "settings": settings,
        "settings_words": forms,
        "choices": _choices(lesson, files, asked, here),
        "waits": not asked.made.get(files[media["media"]].digest),
        "has_slow": chosen != "slow" and "slow" in asked.made.get(files[media["media"]].digest, {}),
        "lines": lines,
        "found": [line for line in lines if line["is_found"]],
        "find": asked.find,
        **_sign_values(lesson, files, file, asked, settings, tracks),
    }


def _tracks(media: Mapping[str, Any], needs: Needs, file: ADDRESS_OF_FILE) -> list[tuple[Any, ...]]:
    tracks: list[tuple[Any, ...]] = []
    if media["captions"]:
        is_first = "captions" in needs.media or not needs.media
        tracks.append(("captions", file(media["captions"]), "zh-CN", message("中文字幕"), is_first))
    if media["descriptions"].endswith(".vtt"):
        tracks.append(("descriptions", file(media["descriptions"]), "zh-CN", message("口述影像"), False))
    return tracks


def _sign_values(
    lesson: Lesson, files: Mapping[str, Any], file: ADDRESS_OF_FILE, asked: Asked, settings: dict[str, str], tracks: Any
) -> dict[str, Any]:
    """The signing twin: it goes with every form that has pictures, in the same size of file; one less for the ear alone."""
    media, number = lesson.media, lesson.number
    if not media["sign"] or asked.quality in ("sound", "words"):
        return {"sign": "", "has_sign": bool(media["sign"])}
    chosen = _form(replace(asked, quality="slow" if asked.quality == "slow" else "normal"), files, media["sign"])
    is_stand_in = media["sign_stand_in"]
    return {
        "sign": _address(file(media["sign"]), chosen),
        "has_sign": True,
        "sign_first": settings["sign_place"] in ("first", "alone"),
        "sign_label": message("第 %(number)s 课手语占位视频，没有真手语", number=number)
        if is_stand_in
        else message("第 %(number)s 课手语视频，与课程视频内容相同", number=number),
        "sign_caption": message("手语占位视频") if is_stand_in else message("手语视频"),
        # Shown once: under the film, or under the signing where that is all there is to see.
        "sign_tracks": [(*track[:4], settings["sign_place"] == "alone") for track in tracks[:1]],
    }


def _form(asked: Asked, files: Mapping[str, Any], name: str) -> str:
    """Which form of a file is played: the one that is wanted where there is one, else the usual, else the original ("")."""
    made = asked.made.get(files[name].digest, {})
    return next((kind for kind in (asked.quality, "normal") if kind in made), "")


def _address(address: str, kind: str) -> str:
    return f"{address}&form={kind}" if kind else address


def _poster(media: Mapping[str, Any], files: Mapping[str, Any], file: ADDRESS_OF_FILE, asked: Asked) -> str:
    if media["poster"]:
        return file(media["poster"])
    made = asked.made.get(files[media["media"]].digest, {})
    return _address(file(media["media"]), "poster") if "poster" in made else ""


def _media_label(lesson: Lesson, chosen: str) -> Message:
    if lesson.kind == "audio":
        return message("第 %(number)s 课音频", number=lesson.number)
    if chosen == "sound":
        return message("第 %(number)s 课视频的声音", number=lesson.number)
    return message("第 %(number)s 课视频，带字幕", number=lesson.number)


def _choices(lesson: Lesson, files: Mapping[str, Any], asked: Asked, here: str) -> list[tuple[Message, str, bool]]:
    """The ways to have this lesson on this line: words with the size, address, whether it is this one."""
    name = lesson.media["media"]
    made = asked.made.get(files[name].digest, {})
    is_film = lesson.kind == "video"
    sizes = {kind: made[kind].size for kind in ("normal", "slow", "sound") if kind in made}
    sizes.setdefault("normal", files[name].size)
    words = {
        "normal": message("标准，%(size)s", size=format_size(sizes["normal"])),
        "slow": message("慢网用的，%(size)s", size=format_size(sizes.get("slow", 0))),
        "sound": message("只听声音，%(size)s", size=format_size(sizes.get("sound", 0))),
        "words": message("只看文字，不放视频") if is_film else message("只看文字，不放音频"),
    }
    now = "words" if asked.quality == "words" else _form(asked, files, name) or "normal"
    kinds = [kind for kind in QUALITIES if kind in sizes or kind == "words"]
    return [(words[kind], f"{here}?quality={kind}#media", kind == now) for kind in kinds]


def _line(line: dict[str, Any], number: int, find: str) -> dict[str, Any]:
    kind = {"seen": "seen", "sound": "heard"}.get(line["kind"], "")
    text, is_found = marked(line["text"], find)
    return {
        "number": number,
        "seconds": line["start_seconds"],
        "speaker": line["speaker"],
        "words": line["text"],
        "text": text,
        "kind": kind,
        "is_found": is_found,
    }


def marked(text: str, find: str) -> tuple[Markup | str, bool]:
    """The text with every place marked at which the words stand; whether there was one. Case and width do not count."""
    folded = [(letter, at) for at, sign in enumerate(text) for letter in normalise(sign) or " "]
    plain, wanted = "".join(letter for letter, _ in folded), normalise(find)
    if not wanted or wanted not in plain:
        return text, False
    pieces, place, start = [], 0, plain.find(wanted)
    while start >= 0:
        begin, end = folded[start][1], folded[start + len(wanted) - 1][1] + 1
        pieces += [escape(text[place:begin]), Markup("<mark>"), escape(text[begin:end]), Markup("</mark>")]
        place, start = end, plain.find(wanted, start + len(wanted))
    return Markup("").join([*pieces, escape(text[place:])]), True


def download_values(
    lesson: Lesson, files: Mapping[str, Row[Any]], file: ADDRESS_OF_FILE, asked: Asked
) -> list[dict[str, Any]]:
    """The files of a lesson to take away, each with what it is and how large; the original among them."""
    named = {"video": message("视频"), "audio": message("音频")}
    wanted: list[dict[str, Any]] = []
    if source := lesson.media["media"]:
        made = asked.made.get(files[source].digest, {})
        for kind, words in (("slow", message("下载小文件")), ("sound", message("下载只听的声音"))):
            if kind in made:
                what = message("音频，MP3") if made[kind].media_type == "audio/mpeg" else message("视频，MP4")
                address = _address(file(source), kind)
                wanted.append({"address": address, "title": words, "kind": what, "size": made[kind].size})
        whole = message("下载原来的%(kind)s", kind=named[lesson.kind])
        words = whole if made else message("下载%(kind)s", kind=named[lesson.kind])
        wanted.append(
            {"address": file(source), "title": words, "kind": message("媒体文件"), "size": files[source].size}
        )
    others: list[tuple[str, Message | str, Message]] = []
    if lesson.media["transcript"]:
        others.append((lesson.media["transcript"], message("下载文字稿"), message("纯文字")))
    others += [(item["file"], item["title"], message("文件")) for item in lesson.downloads]
    for name, title, what in others:
        if name in files:
            wanted.append({"address": file(name), "title": title, "kind": what, "size": files[name].size})
    return wanted
