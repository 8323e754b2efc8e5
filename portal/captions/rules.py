"""What a reader would stumble over: warnings with place and reason. Numbers are the province's, dated; nothing is refused."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.captions.lines import Kind, Line, write_time
from portal.library.packages.captions import width
from portal.text import Message, message

SECOND = 1000
SEEN_WORDS = ("画面",)
WORDS_FOR_LANGUAGE = 20  # letters below which nobody can say in which language a text is


@dataclass(frozen=True)
class Numbers:
    """What the province asks of captions: provinces/NAME.toml, [rules.captions]."""

    characters_in_ten_seconds: int = 45
    line_characters: int = 18
    lines: int = 2
    gap_seconds: int = 15
    loud_seconds: int = 3  # of sound without words


@dataclass(frozen=True)
class Film:
    """What is known of the medium: its length, and where it can be heard, in milliseconds."""

    milliseconds: int | None
    loud: tuple[tuple[int, int], ...] = ()
    language: str = "zh-CN"
    is_video: bool = True


@dataclass(frozen=True)
class Warned:
    """One thing to look at. `number` is the line's, from 1; None when it is about the whole; `where`: words, start or end."""

    number: int | None
    what: Message
    mend: Message
    where: str = "words"


def warnings(lines: Sequence[Line], kind: Kind, film: Film, numbers: Numbers) -> list[Warned]:
    """Everything that is worth another look, in the order of the lines."""
    found = [*_each(lines, kind, numbers), *_order(lines, kind), *_past_end(lines, film)]
    if kind is Kind.CAPTIONS:
        found += [*_gaps(lines, film, numbers), *_sounds(lines, film, numbers)]
    found += _language(lines, film)
    if kind is Kind.TRANSCRIPT and film.is_video and lines and not any(line.speaker in SEEN_WORDS for line in lines):
        found.append(Warned(None, message("没有一行写画面。"), message("看得见的也要写：说话的人填“画面”。")))
    return sorted(found, key=lambda one: one.number or 0)


def _each(lines: Sequence[Line], kind: Kind, numbers: Numbers) -> Iterator[Warned]:
    for number, line in enumerate(lines, 1):
        if not line.words.strip():
            yield Warned(number, message("没有字。"), message("写上字，或者删掉这一条。"))
        if kind is not Kind.CAPTIONS:
            continue
        rows = [row for row in line.shown.split("\n") if row.strip()]
        longest = max((width(row) for row in rows), default=0)
        if longest > numbers.line_characters:
            what = message(
                "一行有 %(count)s 个字，最多 %(most)s 个。", count=round(longest), most=numbers.line_characters
            )
            yield Warned(number, what, message("在标点后面换行，或者分成两条。"))
        if len(rows) > numbers.lines:
            what = message("有 %(count)s 行，最多 %(most)s 行。", count=len(rows), most=numbers.lines)
            yield Warned(number, what, message("分成两条。"))
        tenths = _tenths(line)
        if tenths > numbers.characters_in_ten_seconds:
            speed, most = f"{tenths / 10:.1f}", f"{numbers.characters_in_ten_seconds / 10:g}"
            what = message("太快：一秒 %(speed)s 个字，最多 %(most)s 个。", speed=speed, most=most)
            yield Warned(number, what, message("时间放长，或者字写少一点。"))


def _tenths(line: Line) -> float:
    """汉字 in ten seconds; the speaker's name is read, too, as in the check of packages."""
    seconds = (line.end - line.start) / SECOND
    return 10 * sum(width(row) for row in line.shown.split("\n")) / seconds if seconds > 0 else 0


def _order(lines: Sequence[Line], kind: Kind) -> Iterator[Warned]:
    for number, (before, line) in enumerate(zip(lines, lines[1:], strict=False), 2):
        if line.start < before.start:
            yield Warned(number, message("比前一条还早。"), message("改时间。保存以后会按时间排。"), "start")
        elif kind is not Kind.TRANSCRIPT and line.start < before.end:
            yield Warned(number, message("和前一条叠在一起。"), message("前一条结束了，再开始这一条。"), "start")


def _past_end(lines: Sequence[Line], film: Film) -> Iterator[Warned]:
    if film.milliseconds is None:
        return
    for number, line in enumerate(lines, 1):
        if max(line.end, line.start) > film.milliseconds + SECOND // 2:
            end = write_time(film.milliseconds)
            mend = message("改时间，或者看看是不是别的视频的字幕。")
            where = "end" if line.end > line.start else "start"  # a transcript's lines only begin
            yield Warned(number, message("超过了结尾 %(end)s。", end=end), mend, where)


def _gaps(lines: Sequence[Line], film: Film, numbers: Numbers) -> Iterator[Warned]:
    """Stretches without a line: long ones at all, shorter ones where something can be heard."""
    end_of_film = film.milliseconds if film.milliseconds is not None else (lines[-1].end if lines else 0)
    end = 0
    for number, (start, until) in enumerate([*((line.start, line.end) for line in lines), (end_of_film, 0)], 1):
        number = min(number, len(lines)) or 1
        heard = sum(max(0, min(stop, start) - max(begin, end)) for begin, stop in film.loud)
        seconds, at = (start - end) // SECOND, write_time(end)
        place = number if lines else None
        if heard > numbers.loud_seconds * SECOND:
            what = message("%(at)s起有 %(count)s 秒声音，没有字幕。", at=at, count=heard // SECOND)
            yield Warned(place, what, message("写下说的话。不是说话，就写听到什么：（门铃响）。"))
        elif seconds > numbers.gap_seconds:
            what = message("%(at)s起，%(count)s 秒没有字幕。", at=at, count=seconds)
            yield Warned(place, what, message("没有人说话，也写明听得见什么：（没有说话，只有揉面声）。"))
        end = max(end, until)


def _sounds(lines: Sequence[Line], film: Film, numbers: Numbers) -> Iterator[Warned]:
    loud = sum(stop - begin for begin, stop in film.loud)
    if (
        lines
        and loud > numbers.loud_seconds * SECOND
        and not any("（" in line.words or line.is_sound for line in lines)
    ):
        yield Warned(None, message("没有一条写声音。"), message("听得见的声音也写：（提示音）、（水流声）。"))


def _language(lines: Sequence[Line], film: Film) -> Iterator[Warned]:
    letters = [sign for line in lines for sign in line.words if unicodedata.category(sign)[0] == "L"]
    if len(letters) < WORDS_FOR_LANGUAGE:
        return
    han = sum("CJK" in unicodedata.name(sign, "") for sign in letters) / len(letters)
    other = sum("HIRAGANA" in (name := unicodedata.name(sign, "")) or "HANGUL" in name for sign in letters) / len(
        letters
    )
    is_chinese = film.language.startswith("zh")
    if other > 0.1 or (han < 0.3 if is_chinese else han > 0.5 and not film.language.startswith("ja")):
        what = message("字幕的文字和课程的语言（%(language)s）不一样。", language=film.language)
        yield Warned(None, what, message("看看是不是别的语言的字幕，或者别的视频的字幕。"))
