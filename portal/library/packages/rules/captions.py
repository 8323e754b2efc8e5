"""Whether captions can be read by the people they are for."""

from collections.abc import Iterator

from portal.library.packages.captions import Captions, Cue, width
from portal.library.packages.findings import DEAF, SIGN_FIRST, UNSEEN, Finding, Grade
from portal.library.packages.limits import (
    CAPTION_GAP_SECONDS,
    CAPTION_LINE_CHARACTERS,
    CAPTION_LINES,
    CAPTION_SPEED,
    CAPTION_SPEED_TOO_FAST,
)
from portal.library.packages.source import Source
from portal.text import Message, message


def syntax(source: Source) -> Iterator[Finding]:
    """Strict WebVTT: a browser drops a wrong cue in silence."""
    for name in _vtt_names(source):
        captions = source.captions(name)
        if captions is None:
            continue
        who = UNSEEN if name.startswith("descriptions/") else DEAF
        if not captions.has_header:
            yield Finding(
                Grade.BLOCKER,
                name,
                1,
                "captions-header",
                who,
                message("第一行不是 WEBVTT，浏览器不会显示。"),
                message("第一行只写 WEBVTT，第二行空着。"),
            )
        for line in captions.wrong:
            yield Finding(
                Grade.BLOCKER,
                name,
                line,
                "captions-syntax",
                who,
                message("这里的时间写法不对，这一条不会显示。"),
                message("写成 00:05.000 --> 00:11.000，结束比开始晚，前面空一行。"),
            )
        for line in captions.empty:
            says = message("这一条只有时间，没有字。")
            yield Finding(Grade.MUST_FIX, name, line, "captions-empty", who, says, message("写上字，或者去掉这一条。"))
        if not captions.cues and not captions.wrong and captions.has_header:
            says = message("字幕文件里一条字幕也没有。")
            yield Finding(Grade.BLOCKER, name, 1, "captions-none", who, says, message("写上每一句话和每一种声音。"))


def machine_made(source: Source) -> Iterator[Finding]:
    """What a machine wrote counts only when a person has corrected it."""
    for name in _vtt_names(source):
        captions = source.captions(name)
        if captions and captions.machine_made:
            yield Finding(
                Grade.BLOCKER,
                name,
                1,
                "captions-machine",
                DEAF,
                message("字幕是机器生成的，还没有人校对，不算有字幕。"),
                message("从头到尾看一遍，改好，再把“NOTE 机器生成”换成“NOTE 人工校对：姓名”。"),
            )


def readable(source: Source) -> Iterator[Finding]:
    """Slow enough, short enough, one at a time."""
    for name in _vtt_names(source):
        captions = source.captions(name)
        if captions is None:
            continue
        for before, cue in zip([None, *captions.cues], captions.cues, strict=False):
            if before and cue.start < before.end - 0.001:
                says = message("%(at)s起，两条字幕叠在一起。", at=_at(cue.start))
                mend = message("上一条结束了，再开始下一条。")
                yield Finding(Grade.MUST_FIX, name, cue.line, "captions-overlap", DEAF, says, mend)
            if name.startswith("captions/"):
                yield from _speed(name, cue)
                yield from _lines(name, cue)


def _speed(name: str, cue: Cue) -> Iterator[Finding]:
    speed = cue.characters / (cue.end - cue.start)
    if speed > CAPTION_SPEED + 0.05:
        yield Finding(
            Grade.MUST_FIX if speed > CAPTION_SPEED_TOO_FAST else Grade.ADVICE,
            name,
            cue.line,
            "captions-fast",
            SIGN_FIRST,
            message("字幕太快，%(at)s起，每秒 %(speed)s 个字。", at=_at(cue.start), speed=f"{speed:.1f}"),
            message("每秒不超过 %(limit)s 个字。把长句拆成两条。", limit=CAPTION_SPEED),
        )


def _lines(name: str, cue: Cue) -> Iterator[Finding]:
    longest = max(width(line) for line in cue.lines)
    if longest > CAPTION_LINE_CHARACTERS:
        yield Finding(
            Grade.MUST_FIX,
            name,
            cue.line,
            "captions-wide",
            SIGN_FIRST,
            message("%(at)s的字幕一行有 %(count)s 个字。", at=_at(cue.start), count=int(longest + 0.5)),
            message("一行不超过 %(limit)s 个字，在标点处换行，或者拆成两条。", limit=CAPTION_LINE_CHARACTERS),
        )
    if len(cue.lines) > CAPTION_LINES:
        yield Finding(
            Grade.MUST_FIX,
            name,
            cue.line,
            "captions-lines",
            SIGN_FIRST,
            message("%(at)s的字幕有 %(count)s 行。", at=_at(cue.start), count=len(cue.lines)),
            message("最多 %(limit)s 行。", limit=CAPTION_LINES),
        )


def whole(source: Source) -> Iterator[Finding]:
    """Captions cover the whole film and end with it; a stretch without speech says so."""
    for lesson in source.lessons:
        for key in ("captions", "descriptions"):
            name, film = lesson.get(key), source.film(lesson.get("media"))
            captions = source.captions(name)
            if captions is None or film is None:
                continue
            yield from _past_end(name, captions, film.seconds)
            if key == "captions":
                yield from _gaps(name, captions, film.seconds)


def _past_end(name: str, captions: Captions, seconds: float) -> Iterator[Finding]:
    late = [cue for cue in captions.cues if cue.end > seconds + 0.5]
    if late:
        yield Finding(
            Grade.MUST_FIX,
            name,
            late[0].line,
            "captions-past-end",
            DEAF,
            message("字幕写到%(at)s，视频已经在%(end)s结束。", at=_at(late[-1].end), end=_at(seconds)),
            message("核对时间，或者换上对的视频。"),
        )


def _gaps(name: str, captions: Captions, seconds: float) -> Iterator[Finding]:
    ends = [0.0, *(cue.end for cue in captions.cues)]
    starts = [*(cue.start for cue in captions.cues), seconds]
    lines = [*(cue.line for cue in captions.cues), captions.cues[-1].line if captions.cues else 1]
    for end, start, line in zip(ends, starts, lines, strict=True):
        if start - end > CAPTION_GAP_SECONDS:
            yield Finding(
                Grade.MUST_FIX,
                name,
                line,
                "captions-gap",
                DEAF,
                message("%(at)s起，%(count)s 秒没有字幕。", at=_at(end), count=int(start - end)),
                message("有人说话就补上。没有人说话，写明听得见什么：（没有说话，只有揉面声）。"),
            )


def _at(seconds: float) -> Message:
    minutes, rest = divmod(int(seconds), 60)
    return message("第 %(minutes)s 分 %(seconds)s 秒", minutes=minutes, seconds=rest)


def _vtt_names(source: Source) -> list[str]:
    return [name for name in source.files if name.startswith(("captions/", "descriptions/")) and name.endswith(".vtt")]
