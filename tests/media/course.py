"""A small course with a film that has everything, and a sound; for tests and for the world of the page inventory."""

import io
import shutil
import zipfile
from pathlib import Path

from tests.media.films import film, sound
from tests.shelf import MINIMAL

SECONDS = 24
FILM_LESSON = """---
title: 看一看面团
title_en: Look at the dough
kind: video
minutes: 20
media: media/01-flour.mp4
captions: captions/01-flour.vtt
descriptions: descriptions/01-flour.vtt
sign: sign/01-flour.mp4
sign_stand_in: true
voice: synthetic
transcript: transcripts/01-flour.md
checkpoint: checks/01-flour.toml
---

这一课看和面。
"""
SOUND_LESSON = """---
title: 听一听面团
title_en: Hear the dough
kind: audio
minutes: 25
media: media/02-dough.mp3
descriptions: descriptions/02-described.mp3
voice: synthetic
transcript: transcripts/02-dough.md
checkpoint: checks/02-dough.toml
---

这一课听和面。
"""
CAPTIONS = """WEBVTT

00:00.000 --> 00:04.000
林师傅：先准备面粉和水。

00:04.000 --> 00:09.000
（面粉倒进盆里的沙沙声）

00:09.000 --> 00:16.000
林师傅：面团摸着像耳垂，就好了。

00:16.000 --> 00:23.000
林师傅：面粉还要留一点，撒在案板上。
"""
DESCRIPTIONS = """WEBVTT

00:05.000 --> 00:08.000
案板上一只大盆，盆里是面粉。

00:17.000 --> 00:20.000
面团表面光滑。
"""
TRANSCRIPT = """[00:00] 林师傅：先准备面粉和水。
[00:04] 声音：面粉倒进盆里，沙沙地响。
[00:05] 画面：案板上一只大盆，盆里是面粉。
[00:09] 林师傅：面团摸着像耳垂，就好了。
[00:16] 林师傅：面粉还要留一点，撒在案板上。
[00:17] 画面：面团表面光滑。
"""


def film_course(folder: Path, slug: str = "dough-on-film", title: str = "看着和面", region: str = "410000") -> Path:
    """Write the package into a new folder and give it."""
    shutil.copytree(MINIMAL, folder)
    for name in ("media", "captions", "descriptions", "sign", "transcripts"):
        (folder / name).mkdir()
    film(folder / "media/01-flour.mp4", SECONDS, width=480, height=360)
    film(folder / "sign/01-flour.mp4", SECONDS, width=240, height=320, silent=True)
    sound(folder / "media/02-dough.mp3", SECONDS)
    sound(folder / "descriptions/02-described.mp3", SECONDS + 1)
    texts = {
        "lessons/01-flour.md": FILM_LESSON,
        "lessons/02-dough.md": SOUND_LESSON,
        "captions/01-flour.vtt": CAPTIONS,
        "descriptions/01-flour.vtt": DESCRIPTIONS,
        "transcripts/01-flour.md": TRANSCRIPT,
        "transcripts/02-dough.md": TRANSCRIPT,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    about = (folder / "course.toml").read_text(encoding="utf-8")
    for old, new in (
        ("dough-by-hand", slug),
        ("用手和面", title),
        ("410000", region),
        ("Dough by hand", f"On film: {slug}"),
    ):
        about = about.replace(old, new)
    about = about.replace('covers = ["text"]', 'covers = ["text", "video", "voices", "images", "sign"]')
    (folder / "course.toml").write_text(about, encoding="utf-8")
    return folder


def packed(folder: Path) -> bytes:
    """The folder as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder))
    return content.getvalue()
