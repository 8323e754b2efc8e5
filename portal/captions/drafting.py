"""Draft captions from speech, where an operator has installed the extra `speech` and supplied a model. A draft is a
machine's: it is marked, and counts only when a person has confirmed it."""

import importlib.util
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.captions import actions, queries
from portal.captions.lines import Line
from portal.captions.models import CaptionLesson, CaptionText
from portal.captions.reading import Text
from portal.errors import Refused
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.packages.captions import width
from portal.settings import Settings
from portal.text import message

RATE = 16_000  # samples a second, as the models want it
LINE_CHARACTERS = 16
PAUSE_SECONDS = 0.6  # a silence that ends a line
NO_MODEL = message("这里没有装语音识别，不能让机器写草稿。")


@dataclass(frozen=True)
class Word:
    """A word that was heard; seconds."""

    start: float
    end: float
    word: str


def drafting_reference(text_id: int, revision: int) -> str:
    """The reference of the job among all jobs."""
    return f"draft_captions/{text_id}/{revision}"


def can_draft(settings: Settings) -> bool:
    """Whether speech can be recognised here: the library is installed, and the model's folder is there."""
    folder = settings.speech_model
    return bool(folder) and Path(folder).is_dir() and importlib.util.find_spec("vosk") is not None


@job("draft_captions", minutes=240)
def draft_captions(context: JobContext) -> None:
    """Write a draft where nobody has written anything yet. What a person wrote is never replaced by a machine."""
    if not can_draft(context.settings):
        raise Refused(NO_MODEL)
    text_id, revision = context.payload["text_id"], context.payload["revision"]
    with context.reading() as session:
        lesson = session.get_one(CaptionLesson, session.get_one(CaptionText, text_id).lesson_id)
    context.progress(1, 2, message("机器在听"))
    with tempfile.NamedTemporaryFile(dir=context.settings.data, suffix=".media") as file:
        context.files.copy_to(lesson.media_digest, Path(file.name))
        lines = lines_of(heard_in(Path(file.name), lesson.media_type, context.settings.speech_model))
    with context.writing() as session:
        row = session.get_one(CaptionText, text_id)
        if lines and (revision == 0 or queries.text_at(session, text_id, revision).is_machine):
            actions.save(session, row, Text(lines, is_machine=True), revision, "machine", None, context.now())


def heard_in(path: Path, media_type: str, model: str) -> list[Word]:
    """Every word with its time. Needs the model and a worker with memory for it."""
    import vosk

    recognizer = vosk.KaldiRecognizer(vosk.Model(model), RATE)
    recognizer.SetWords(True)
    words: list[Word] = []
    for samples in samples_of(path, media_type):
        if recognizer.AcceptWaveform(samples):
            words += words_of(recognizer.Result())
    return words + words_of(recognizer.FinalResult())


def samples_of(path: Path, media_type: str) -> Iterator[bytes]:
    """The sound as 16-bit samples, one channel."""
    import av
    from av.audio.resampler import AudioResampler

    with av.open(str(path), format="mp3" if media_type == "audio/mpeg" else "mp4") as container:
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                yield bytes(part.planes[0])[: part.samples * 2]


def words_of(result: str) -> list[Word]:
    """The words of one answer of the recogniser, which is JSON."""
    found: list[dict[str, Any]] = json.loads(result).get("result", [])
    return [Word(one["start"], one["end"], one["word"]) for one in found]


def lines_of(words: list[Word]) -> list[Line]:
    """Words as lines: a line ends at a silence, or when it is full. Latin words get spaces, Chinese ones none."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1] if lines else []
        is_full = sum(width(one.word) for one in last) + width(word.word) > LINE_CHARACTERS
        if not last or is_full or word.start - last[-1].end > PAUSE_SECONDS:
            lines.append([word])
        else:
            last.append(word)
    return [Line(int(one[0].start * 1000), int(one[-1].end * 1000), _joined(one)) for one in lines]


def _joined(words: list[Word]) -> str:
    text = ""
    for word in words:
        between = " " if text and text[-1].isascii() and word.word[:1].isascii() else ""
        text += between + word.word
    return text
