"""Course packages as somebody in 郑州 would upload them: the minimal example, zipped in memory."""

import io
import zipfile
from pathlib import Path

from tests.shelf import MINIMAL


def parcel(region: str = "410100", slug: str = "", changes: dict[str, tuple[str, str]] | None = None) -> bytes:
    """A zip of the minimal course from a region. `changes`: file name to (old words, new words)."""
    changes = dict(changes or {})
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in MINIMAL.rglob("*") if path.is_file()):
            name = str(path.relative_to(MINIMAL))
            text = path.read_text(encoding="utf-8")
            if name == "course.toml":
                text = text.replace("410000", region)
                text = text.replace("dough-by-hand", slug) if slug else text
            if name in changes:
                old, new = changes[name]
                assert old in text, old
                text = text.replace(old, new)
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return content.getvalue()


PARCEL = parcel()
MENDED = parcel(changes={"lessons/01-flour.md": ("先准备好三样东西", "先洗手，再准备好三样东西")})
WITH_PHONE = parcel(changes={"lessons/01-flour.md": ("先准备好三样东西", "打电话 13812345678，先准备好三样东西")})
WITH_LINK_AWAY = parcel(changes={"lessons/01-flour.md": ("(02-dough.md)", "(09-nowhere.md)")})


def on_disk(folder: Path, content: bytes) -> Path:
    """The zip as a file."""
    path = folder / "course.zip"
    path.write_bytes(content)
    return path
