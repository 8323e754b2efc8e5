"""What may be recorded, how a recording lives, who may hear or see it before and after it has words. Pure."""

from enum import StrEnum

from portal.media.rules import Recipe, Source, fit
from portal.text import Message, message

# Three minutes of a phone's full picture are about 400 MB; a question that takes longer is more than one question.
MOST_SECONDS = 180.0
MOST_BYTES = 400_000_000
LONGEST_WORDS = 4000  # three minutes of quick speech are about 900 characters
ENDINGS = (".mp4", ".mov", ".3gp", ".m4a", ".mp3", ".ogg", ".wav")
# The first bytes, and the reader for what begins so: a name is only what a stranger calls a file.
READERS = ((b"\x00\x00\x00", "mov"), (b"ID3", "mp3"), (b"\xff", "mp3"), (b"OggS", "ogg"), (b"RIFF", "wav"))
MARKS = tuple(mark for mark, _ in READERS)
SIGN_LINES, SIGN_BITS, SIGN_QUALITY = 540, 700_000, 27  # fingers stay clear; three minutes are at most 16 MB
VOICE_BITS = 48_000
FASTEST = 30  # pictures a second


class Form(StrEnum):
    """How something was said."""

    VOICE = "voice"  # only what is heard is kept, also of a film
    SIGN = "sign"  # only what is seen is kept: there may be voices in the room


class State(StrEnum):
    """Where a recording is. Only a ready one can be played."""

    CONVERTING = "converting"
    READY = "ready"
    FAILED = "failed"
    REMOVED = "removed"  # taken back: nothing is left but that there was one


class Step(StrEnum):
    """What can happen to a recording."""

    CONVERT = "convert"
    FAIL = "fail"
    WRITE = "write"
    REMOVE = "remove"


STEPS: dict[tuple[State, Step], State] = {
    (State.CONVERTING, Step.CONVERT): State.READY,
    (State.CONVERTING, Step.FAIL): State.FAILED,
    (State.READY, Step.WRITE): State.READY,  # words, and again when they are put right
    (State.CONVERTING, Step.REMOVE): State.REMOVED,
    (State.READY, Step.REMOVE): State.REMOVED,
    (State.FAILED, Step.REMOVE): State.REMOVED,
}

FORMS = {Form.VOICE: message("说的话，只留声音"), Form.SIGN: message("手语，只留画面")}
NO_FORM = message("录的是什么：选一个")
NO_FILE = message("录音或者手语视频：选一个文件，或者现在录")
NOT_WHOLE = message("录音或者手语视频：还没有传完。再选同一个文件，会接着传")
OTHER_KIND = message("录音或者手语视频：这个文件打不开。用手机自带的录音机或者相机再录一次")
NOT_OURS = message("这个文件不是录音，也不是视频。换一个，再选一次。")
UNREADABLE = message("这个文件打不开。用手机自带的录音机或者相机再录一次。")
CUT_OFF = message("录到一半就断了。再录一次。")
OUR_FAULT = message("我们这边没有转好。收回来，再录一次。")


def reader_of(start: bytes) -> str:
    """How a file that begins so is read; empty for what is none of ours."""
    return next((reader for mark, reader in READERS if start.startswith(mark)), "")


def why_not(form: Form, source: Source) -> Message | None:
    """Why nothing can be made of a recording, with what to do; None when all is well."""
    if form is Form.SIGN and not source.has_picture:
        return message("文件里没有画面。打手语要录视频；说话就选“说的话”，再交一次。")
    if form is Form.VOICE and not source.has_sound:
        return message("文件里没有声音。打开麦克风再录；打手语就选“手语”，再交一次。")
    if source.seconds > MOST_SECONDS + 1:  # phones count the last second as they like
        return message("太长。最长 3 分钟。一次只问一件事，再录一次。")
    if source.seconds < 1:
        return message("太短，不到一秒。再录一次。")
    return None


def recipe_for(form: Form, source: Source, loudness: dict[str, float]) -> Recipe:
    """The one form that is kept. Nothing else of the file stays: no place, no camera, no second picture or sound."""
    if form is Form.VOICE:
        return Recipe("sound", sound_bits=VOICE_BITS, channels=1, loudness=loudness)
    width, height = fit(source.width, source.height, SIGN_LINES)
    rate = FASTEST if source.rate > FASTEST + 1 else 0
    return Recipe("normal", width, height, rate, source.turned, SIGN_BITS, SIGN_QUALITY)


def may_play(state: State, has_words: bool, is_hidden: bool, is_own: bool, is_official: bool) -> bool:
    """Who may hear or see a recording. No guard can listen for numbers and names, so for everybody else it opens with
    its words, which the guard has read. What is hidden is only for who recorded it."""
    if state is not State.READY or (is_hidden and not is_own):
        return False
    return has_words or is_own or is_official
