"""A lesson or a course as one MP3: the lessons' own sound where they have one, else the machine voice."""

from collections.abc import Iterator
from pathlib import Path

from portal.formats.document.linear import Piece, lesson_pieces, said
from portal.formats.document.parts import LessonDocument
from portal.formats.making import Making
from portal.formats.sound.tracks import Track, as_mp3, joined, samples_of
from portal.formats.sound.voice import spoken_pieces
from portal.text import message


def record(making: Making) -> Path:
    """The recording, with a chapter for each lesson of a course."""
    document = making.document
    tracks = [track_of(making, lesson) for lesson in document.lessons]
    to = making.folder / "recording.mp3"
    tags = {
        "title": document.name,
        "album": document.title,
        "artist": document.provider,
        "copyright": document.licence,
        "comment": str(machine_words()) if any(not lesson.media.file for lesson in document.lessons) else "",
    }
    joined(tracks, to, {name: value for name, value in tags.items() if value})
    return to


def track_of(making: Making, lesson: LessonDocument) -> Track:
    """One lesson: its own sound, or its title and all of its text."""
    title = str(message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title))
    return as_mp3(_samples(making, lesson, title), making.folder / f"{lesson.slug}.mp3", title)


def _samples(making: Making, lesson: LessonDocument, title: str) -> Iterator[bytes]:
    language = making.document.language
    if lesson.media.file:
        film = making.copy_file(lesson.media.file, making.folder / f"{lesson.slug}.medium")
        yield from samples_of(film)
        film.unlink()
    else:
        opening = [Piece("title", said(title)), Piece("paragraph", said(machine_words()))]
        yield from spoken_pieces([*opening, *lesson_pieces(lesson)], language)


def machine_words() -> object:
    """What is said before the machine speaks."""
    return message("这是合成语音，由程序读出，不是真人。")
