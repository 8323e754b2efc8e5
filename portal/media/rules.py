"""What is made of a film or sound, and what cannot be. Pure: numbers in, recipes or a reason out."""

from dataclasses import asdict, dataclass, field
from typing import Any

from portal.media.limits import MOST_PIXELS, MOST_SECONDS
from portal.text import Message, message

KINDS = ("normal", "slow", "sound", "poster")
# The reader of each type is fixed, so that a playlist posing as a film can never make it fetch other files.
READERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "audio/mp4": "mov",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/x-wav": "wav",
    "audio/wav": "wav",
}
SHORTEST_SECONDS = 0.5
MISSING_SECONDS = 2.0  # what a made file may lack at its end before the source counts as cut off
NORMAL, SLOW = (720, 900_000, 25), (360, 250_000, 32)  # lines, most bits a second, x264's quality
POSTER_WIDTH = 1280
FASTEST = 30  # pictures a second


@dataclass(frozen=True)
class Source:
    """What a file turned out to be. Sizes as they are shown, after turning."""

    seconds: float
    has_picture: bool
    has_sound: bool
    width: int = 0
    height: int = 0
    rate: float = 0.0  # pictures a second
    turned: int = 0  # degrees counterclockwise that a player turns each picture
    sound_bits: int = 0  # a second; 0 when unknown
    channels: int = 0


@dataclass(frozen=True)
class Recipe:
    """How one form is made. `loudness` is what was measured in the source; empty where nothing is heard."""

    kind: str
    width: int = 0
    height: int = 0
    rate: int = 0  # pictures a second; 0 leaves them as they are
    turned: int = 0
    video_bits: int = 0
    quality: int = 0
    sound_bits: int = 0
    channels: int = 0
    at_second: float = 0.0
    loudness: dict[str, float] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """What it will be."""
        return {"sound": "audio/mpeg", "poster": "image/jpeg"}.get(self.kind) or (
            "video/mp4" if self.width else "audio/mpeg"
        )

    def as_values(self) -> dict[str, Any]:
        """The same as JSON can carry it."""
        return asdict(self)


def why_not(source: Source) -> Message | None:
    """Why nothing can be made of this file, with what to do; None when all is well."""
    if not (source.has_picture or source.has_sound):
        return message("文件里没有画面，也没有声音。重新导出，再交一次。")
    if source.width * source.height > MOST_PIXELS:
        return message(
            "画面太大，宽 %(width)s，高 %(height)s。最大宽 4096、高 2304。导出得小一点，再交一次。",
            width=source.width,
            height=source.height,
        )
    if source.seconds > MOST_SECONDS:
        return message("太长，有 %(hours)s 小时。最长 4 小时。分成几课，再交一次。", hours=round(source.seconds / 3600))
    if source.seconds < SHORTEST_SECONDS:
        return message("太短，不到一秒。看看导出时是不是断了，再交一次。")
    return None


def unreadable() -> Message:
    """What is said of a file that cannot be opened as what it claims to be."""
    return message("打不开，文件坏了，或者不是它写的类型。重新导出成 MP4（画面 H.264，声音 AAC），再交一次。")


def took_too_long(seconds: float) -> Message:
    """What is said when a step was ended over its time."""
    minutes = max(1, round(seconds / 60))
    return message("转了 %(minutes)s 分钟还没转完，已经停下。导出得小一点再交，或者过一会儿再转一次。", minutes=minutes)


def cut_off(source: Source, seconds: float) -> Message:
    """What is said of a file that ends before it should."""
    return message(
        "文件不完整。应该有 %(whole)s，到 %(end)s就断了。重新导出，再交一次。",
        whole=_span(source.seconds),
        end=_span(seconds),
    )


def _span(seconds: float) -> Message:
    # A message inside a message: it is kept for readers of either language.
    return message("%(minutes)s 分 %(seconds)s 秒", minutes=int(seconds // 60), seconds=int(seconds % 60))


def is_cut_off(source: Source, seconds: float) -> bool:
    """Whether what was made lacks an end that its source promised."""
    return seconds < source.seconds - max(MISSING_SECONDS, source.seconds / 50)


def recipes_for(source: Source, loudness: dict[str, float]) -> list[Recipe]:
    """The forms to make, in their order. A picture is never made larger; a sound never gets more bits than it had."""
    bits = min(96_000, max(32_000, source.sound_bits or 96_000))
    heard: dict[str, Any] = {"loudness": loudness} if source.has_sound else {}
    speech = Recipe("sound", sound_bits=min(32_000, bits), channels=1, **heard)
    if not source.has_picture:
        small = Recipe("slow", sound_bits=24_000, channels=1, **heard)
        return [Recipe("normal", sound_bits=min(64_000, bits), channels=1, **heard), small]
    made = [
        _film("normal", source, NORMAL, bits, min(2, source.channels), heard),
        _film("slow", source, SLOW, 32_000, 1, heard),
    ]
    if source.has_sound:
        made.append(speech)
    width, height = fit(source.width, source.height, POSTER_WIDTH * 9 // 16)
    at_second = min(3.0, source.seconds / 10)
    return [*made, Recipe("poster", width, height, turned=source.turned, at_second=at_second)]


def _film(
    kind: str, source: Source, form: tuple[int, int, int], sound_bits: int, channels: int, heard: dict[str, Any]
) -> Recipe:
    lines, video_bits, quality = form
    width, height = fit(source.width, source.height, lines)
    rate = FASTEST if source.rate > FASTEST + 1 else 0
    if not source.has_sound:
        sound_bits = channels = 0
    return Recipe(kind, width, height, rate, source.turned, video_bits, quality, sound_bits, channels, **heard)


def fit(width: int, height: int, lines: int) -> tuple[int, int]:
    """The size of a picture whose shorter edge has at most so many lines, even numbers, never larger than it was."""
    scale = min(1.0, lines / min(width, height))
    return max(2, int(width * scale / 2 + 0.5) * 2), max(2, int(height * scale / 2 + 0.5) * 2)


def is_worth_keeping(kind: str, size: int, sizes: dict[str, int]) -> bool:
    """A form for slow lines that is no smaller than the usual one would only mislead."""
    return kind != "slow" or size < sizes.get("normal", size + 1)


def seconds_for(source: Source) -> float:
    """How long one step may take: generous for a busy machine, and an end for what would go on for ever."""
    return 120 + 4 * source.seconds


def most_bytes(recipe: Recipe, source: Source) -> int:
    """How large a made file may become before it is stopped: twice what its bits a second come to."""
    return 20_000_000 + int((recipe.video_bits + recipe.sound_bits) * source.seconds / 4)
