"""What a lesson's medium needs beside it, so that nobody is left out."""

from collections.abc import Iterator

from portal.library.packages.findings import (
    AUTHORS,
    BLIND,
    DEAF,
    EVERYBODY,
    PEOPLE_SHOWN,
    SLOW_NETWORK,
    UNSEEN,
    Finding,
    Grade,
)
from portal.library.packages.media import Film
from portal.library.packages.source import LessonSource, Source
from portal.library.packages.transcript import SEEN, Transcript
from portal.text import message
from portal.text.amounts import format_size

_PICTURES = (".png", ".jpg", ".jpeg", ".webp")
_KINDS: dict[str, tuple[str, tuple[str, ...]]] = {  # the folder and the endings for each key
    "media": ("media", (".mp4", ".mp3")),
    "poster": ("media", _PICTURES),
    "captions": ("captions", (".vtt",)),
    "descriptions": ("descriptions", (".vtt", ".mp3")),
    "sign": ("sign", (".mp4",)),
    "transcript": ("transcripts", (".md",)),
    "downloads": ("media", (".pdf", ".txt", ".csv", ".mp3", ".mp4", *_PICTURES)),
}
LONGEST_UNSEEN_SECONDS = 90
_MEDIA_ENDINGS = {"audio": (".mp3",), "video": (".mp4",)}


def needed(source: Source) -> Iterator[Finding]:
    """Video has captions and a transcript, audio a transcript; both have their medium."""
    for lesson in source.lessons:
        kind, number = lesson.get("kind"), lesson.number
        line = lesson.front.line("media") if lesson.get("media") else lesson.front.line("kind")
        if kind in ("audio", "video") and not lesson.get("media"):
            yield Finding(
                Grade.BLOCKER,
                lesson.name,
                line,
                "media-missing",
                EVERYBODY,
                message("第 %(number)s 课没有写 media，不知道放哪个文件。", number=number),
                message("加上 media，例如 media/%(slug)s.mp4。没有视频和声音，就把 kind 写成 text。", slug=lesson.slug),
            )
        if kind == "video" and not lesson.get("captions"):
            yield Finding(
                Grade.BLOCKER,
                lesson.name,
                line,
                "captions-missing",
                DEAF,
                message("第 %(number)s 课的视频没有字幕。", number=number),
                message("加一个字幕文件 captions/%(slug)s.vtt。写出谁在说话，也写出听得见的声音。", slug=lesson.slug),
            )
        if kind in ("audio", "video") and not lesson.get("transcript"):
            yield Finding(
                Grade.BLOCKER,
                lesson.name,
                line,
                "transcript-missing",
                UNSEEN if kind == "video" else DEAF,
                message("第 %(number)s 课没有文字稿。", number=number),
                message("加上 transcripts/%(slug)s.md。说的、看见的、听见的，按时间一行一行写。", slug=lesson.slug),
            )


def files_there(source: Source) -> Iterator[Finding]:
    """Every file that a lesson names is in the package, in its folder, and of a kind that can be played."""
    for lesson in source.lessons:
        for key, name, line in _named_files(lesson):
            folder, endings = _KINDS[key]
            if key == "media":
                endings = _MEDIA_ENDINGS.get(lesson.get("kind"), endings)
            if name not in source.files:
                yield Finding(
                    Grade.BLOCKER,
                    lesson.name,
                    line,
                    "media-not-there",
                    EVERYBODY,
                    message("第 %(number)s 课要用“%(file)s”，课程包里没有。", number=lesson.number, file=name),
                    message("把文件放进去，名字一个字也不差，大小写也一样。"),
                )
            elif not name.startswith(f"{folder}/") or not name.lower().endswith(endings):
                yield Finding(
                    Grade.BLOCKER,
                    lesson.name,
                    line,
                    "media-wrong-kind",
                    EVERYBODY,
                    message("第 %(number)s 课的 %(key)s 不能用“%(file)s”。", number=lesson.number, key=key, file=name),
                    message("换成 %(folder)s 里的 %(kinds)s 文件。", folder=folder, kinds="、".join(endings)),
                )


def _named_files(lesson: LessonSource) -> Iterator[tuple[str, str, int]]:
    for key in (key for key in _KINDS if key != "downloads"):
        if name := lesson.get(key):
            yield key, name, lesson.front.line(key)
    downloads = lesson.front.data.get("downloads")
    for number, item in enumerate(downloads if isinstance(downloads, list) else []):
        if isinstance(item, dict) and isinstance(item.get("file"), str):
            yield "downloads", item["file"], lesson.front.line("downloads", number)


def playable(source: Source) -> Iterator[Finding]:
    """Films play on every phone, begin at once, and do not tell where they were taken."""
    for file in source.files.values():
        film = source.film(file.name)
        if film is None:
            continue
        is_video = file.suffix == ".mp4"
        if is_video and (film.video_codec != "h264" or film.audio_codec not in ("aac", "")):
            yield Finding(
                Grade.BLOCKER,
                file.name,
                None,
                "media-codec",
                EVERYBODY,
                message(
                    "视频的编码是 %(codecs)s，有的手机放不出来。",
                    codecs=f"{film.video_codec} {film.audio_codec}".strip() or "?",
                ),
                message("导出成 mp4：画面 H.264，声音 AAC。"),
            )
        if film.has_place:
            yield Finding(
                Grade.BLOCKER,
                file.name,
                None,
                "media-place",
                PEOPLE_SHOWN,
                message("文件里存着拍摄的地点。"),
                message("导出时选“不带位置信息”。"),
            )
        if not film.starts_at_once:
            yield Finding(
                Grade.ADVICE,
                file.name,
                None,
                "media-slow-start",
                SLOW_NETWORK,
                message("视频（%(size)s）要下载完才开始放。", size=format_size(file.size)),
                message("导出时选“网络优化”（faststart）。"),
            )


def transcripts(source: Source) -> Iterator[Finding]:
    """Every line of a transcript has time and speaker; a film's tells what is seen."""
    for lesson in source.lessons:
        name = lesson.get("transcript")
        transcript, film = source.transcript(name), source.film(lesson.get("media"))
        if transcript is None:
            continue
        yield from _transcript_lines(source, name)
        if lesson.get("kind") == "video":
            yield from _seen(lesson, transcript, film)
        last = max((line.start_seconds for line in transcript.lines), default=0)
        if film and last > film.seconds + 1:
            yield Finding(
                Grade.MUST_FIX,
                name,
                None,
                "transcript-past-end",
                AUTHORS,
                message(
                    "文字稿写到 %(last)s 秒，视频或声音只有 %(seconds)s 秒。", last=last, seconds=int(film.seconds)
                ),
                message("核对文字稿的时间，或者换上对的文件。"),
            )


def _seen(lesson: LessonSource, transcript: Transcript, film: Film | None) -> Iterator[Finding]:
    seen = [line for line in transcript.lines if line.kind == "seen"]
    name = lesson.get("transcript")
    if not seen:
        yield Finding(
            Grade.BLOCKER,
            name,
            None,
            "transcript-unseen",
            UNSEEN,
            message("第 %(number)s 课的文字稿没有写看得见的东西。", number=lesson.number),
            message("在文字稿里加上“[00:05] %(seen)s：……”这样的行。", seen=SEEN),
        )
    elif film and film.seconds / len(seen) > LONGEST_UNSEEN_SECONDS:
        yield Finding(
            Grade.ADVICE,
            name,
            None,
            "transcript-little-seen",
            UNSEEN,
            message(
                "视频有 %(seconds)s 秒，文字稿只写了 %(count)s 处画面。", seconds=int(film.seconds), count=len(seen)
            ),
            message("画面一变就写一行，一分钟至少一行。"),
        )


def _transcript_lines(source: Source, name: str) -> Iterator[Finding]:
    transcript = source.transcript(name)
    if transcript is None:
        return
    mend = message("写成“[00:05] 谁：说的话”。时间用方括号，谁的后面用冒号。")
    for line in transcript.wrong:
        says = message("这一行没有写清时间和谁在说，学员点不到这里。")
        yield Finding(Grade.MUST_FIX, name, line, "transcript-line", BLIND, says, mend)
    for line in transcript.backwards:
        says = message("这一行的时间比上一行早。")
        yield Finding(Grade.MUST_FIX, name, line, "transcript-order", BLIND, says, message("按时间先后写。"))
    if not transcript.lines:
        says = message("文字稿里没有一行能用。")
        yield Finding(Grade.BLOCKER, name, None, "transcript-empty", BLIND, says, mend)


def stand_in(source: Source) -> Iterator[Finding]:
    """A stand-in is said to be one; a sign video is about as long as the lesson's film."""
    for lesson in source.lessons:
        if lesson.front.data.get("sign_stand_in") is True and not lesson.get("sign"):
            yield Finding(
                Grade.MUST_FIX,
                lesson.name,
                lesson.front.line("sign_stand_in"),
                "sign-stand-in",
                AUTHORS,
                message("写了 sign_stand_in，可是没有 sign。"),
                message("加上 sign，或者去掉 sign_stand_in。"),
            )
        sign, film = source.film(lesson.get("sign")), source.film(lesson.get("media"))
        if (
            sign
            and film
            and lesson.get("kind") == "video"
            and abs(sign.seconds - film.seconds) > 0.1 * film.seconds + 2
        ):
            yield Finding(
                Grade.MUST_FIX,
                lesson.name,
                lesson.front.line("sign"),
                "sign-length",
                message("同时看视频和手语的学员，两边会对不上。"),
                message(
                    "手语视频 %(sign)s 秒，课程视频 %(film)s 秒，长短不一样。",
                    sign=int(sign.seconds),
                    film=int(film.seconds),
                ),
                message("两个视频从头到尾对齐。"),
            )
