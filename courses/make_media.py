"""Make the media of the courses in this folder again: speech, films, captions, descriptions, stand-in sign, pictures.

    python courses/make_media.py                 # all courses
    python courses/make_media.py bakery-safety   # one

The transcripts are the scripts. Their words are spoken, drawn and captioned; their times are computed from the speech
and written back. Needs the dependency group `media`, ffmpeg and a Chinese font (Debian: ffmpeg, fonts-noto-cjk).
"""

import multiprocessing
import re
import sys
import tempfile
from pathlib import Path

from making import captions, films, pictures, script, timeline
from making.missing import MissingTool

COURSES = Path(__file__).parent


def main(slugs: list[str]) -> int:
    """Make the media of the named courses, of all when none is named. Returns the exit code."""
    folders = [COURSES / slug for slug in slugs] or sorted(path.parent for path in COURSES.glob("*/course.toml"))
    if unknown := [folder.name for folder in folders if not (folder / "course.toml").exists()]:
        return _stop(f"No course is called {unknown[0]}.")
    try:
        for folder in folders:
            make_course(folder)
    except MissingTool as missing:
        return _stop(str(missing))
    return 0


def make_course(folder: Path) -> None:
    """Write every medium of a course, and the times into its transcripts."""
    for name in pictures.draw_for(folder):
        _say(f"{folder.name}: drew media/{name}")
    for transcript in sorted(folder.glob("transcripts/*.md")):
        lesson = (folder / "lessons" / transcript.name).read_text(encoding="utf-8")
        title = f"{_front(lesson, 'title')}（合成语音）"
        track = _spoken(script.read(transcript))
        script.write(transcript, track)
        if _front(lesson, "kind") == "video":
            _make_film(folder, transcript.stem, title, track)
        else:
            films.write_audio(folder / "media" / f"{transcript.stem}.mp3", title, track.samples)
        _say(f"{folder.name}: spoke {transcript.stem}, {track.seconds:.0f} seconds")


def _spoken(lines: list[script.Line]) -> timeline.Track:
    # espeak-ng never says a thing twice alike; from a fresh process it does, and an unchanged lesson stays unchanged.
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        return fresh.apply(timeline.speak, (lines,))


def _make_film(folder: Path, name: str, title: str, track: timeline.Track) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        slides = films.slides_of(track, Path(scratch))
        films.write_film(folder / "media" / f"{name}.mp4", title, slides, track.samples)
        films.write_poster(folder / "media" / f"{name}.png", slides[0].picture)
        signs = films.sign_slides_of(track, Path(scratch))
        films.write_film(folder / "sign" / f"{name}.mp4", films.SIGN_TITLE, signs, None)
    captions.write_captions(folder / "captions" / f"{name}.vtt", track)
    captions.write_descriptions(folder / "descriptions" / f"{name}.vtt", track)


def _front(lesson: str, key: str) -> str:
    found = re.search(rf"^{key}:\s*(.+)$", lesson, re.MULTILINE)
    return found.group(1).strip() if found else ""


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _stop(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
