"""A course of 郑州 with one film: two bowls, a voice, captions that are not whole."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.library.packages.made_media import film
from tests.shelf import MINIMAL

VTT = """WEBVTT

NOTE 字和课文的稿子一样

00:00.500 --> 00:03.000
林师傅：这一课，我们用手和面。

00:03.000 --> 00:06.000
（面粉倒进盆里的沙沙声）
"""
TRANSCRIPT = """[00:00] 林师傅：这一课，我们用手和面。
[00:02] 画面：案板上一只大盆，盆里是面粉。
[00:03] 声音：面粉倒进盆里。
"""


SECONDS = 8


@cache
def small_film() -> bytes:
    """Eight grey seconds without a sound."""
    with tempfile.TemporaryDirectory() as folder:
        return film(Path(folder) / "film.mp4", seconds=SECONDS)


def files(captions: str = VTT, slug: str = "dough-film") -> Iterator[tuple[str, bytes]]:
    """The minimal course whose second lesson is a film."""
    for path in sorted(path for path in MINIMAL.rglob("*") if path.is_file()):
        name = path.relative_to(MINIMAL).as_posix()
        content = path.read_bytes()
        if name == "course.toml":
            content = content.replace(b"410000", b"410100").replace(b"dough-by-hand", slug.encode())
        if name == "lessons/02-dough.md":
            text = content.decode()
            end = text.index("\n---", 3)
            front = "".join(line for line in text[:end].splitlines(keepends=True) if not line.startswith("kind:"))
            captioned = "captions: captions/02-dough.vtt\n" if captions else ""
            front = f"{front}\nkind: video\nmedia: media/02-dough.mp4\n{captioned}transcript: transcripts/02-dough.md"
            content = (front + text[end:]).encode()
        yield name, content
    yield "media/02-dough.mp4", small_film()
    if captions:
        yield "captions/02-dough.vtt", captions.encode()
    yield "transcripts/02-dough.md", TRANSCRIPT.encode()


def film_parcel(captions: str = VTT, slug: str = "dough-film") -> bytes:
    """The same as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files(captions, slug):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return content.getvalue()
