"""A course with a film that has everything, and what may befall it: for tests, and for the world of the inventory."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import av
from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from portal.files import Files, key_of
from portal.formats.models import MadeForm
from portal.library import actions as library
from portal.library.models import CourseVersion, VersionFile
from portal.library.packages import read_package
from portal.media.models import Rendition
from portal.upkeep.asking import Asker
from tests.media.course import film_course

Change = Callable[[Path], None]


def only_this_machine() -> Asker:
    """No test leaves this machine: nothing else is permitted, and nobody waits."""
    return Asker(is_permitted=lambda address: address.is_loopback, pause_seconds=0, quiet_seconds=2, whole_seconds=3)


def linked(text: str) -> Change:
    """A change: the first lesson says this, too."""

    def change(folder: Path) -> None:
        path = folder / "lessons/01-flour.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")

    return change


def written(name: str, old: str, new: str) -> Change:
    """A change: a file of the package says something else."""

    def change(folder: Path) -> None:
        path = folder / name
        assert old in (content := path.read_text(encoding="utf-8"))
        path.write_text(content.replace(old, new), encoding="utf-8")

    return change


def cut_film(folder: Path) -> None:
    """A change: the last third of the film is missing, its index at the beginning is there."""
    whole, cut = folder / "media/01-flour.mp4", folder / "fast.mp4"
    with av.open(str(whole)) as source, av.open(str(cut), "w", options={"movflags": "faststart"}) as made:
        streams = {stream.index: made.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                made.mux(packet)
    whole.write_bytes(cut.read_bytes()[: cut.stat().st_size * 2 // 3])
    cut.unlink()


@cache
def _kept_course(slug: str, region: str) -> Path:
    """The course as it is before anything befalls it; its films are made once a run."""
    return film_course(Path(mkdtemp(prefix="kitchen-")) / "course", slug=slug, region=region)


def open_kitchen(
    engine: Engine,
    files: Files,
    folder: Path,
    now: datetime,
    *changes: Change,
    slug: str = "dough-on-film",
    region: str = "410100",
) -> int:
    """Publish the course with these changes, as one that came before anybody checked. Gives the course's id."""
    shutil.copytree(_kept_course(slug, region), folder)
    for change in changes:
        change(folder)
    package = read_package(folder)
    with Session(engine) as session, session.begin():
        version = library.stage(
            session, files, package, folder, f"{slug}{len(changes)}{now}".encode().hex()[-64:].rjust(64, "0")
        )
        library.publish(session, version, 50, {}, date(2028, 10, 12), now)
        return version.course_id


def file_of(engine: Engine, course_id: int, name: str) -> str:
    """The digest of a file of the open version."""
    with Session(engine) as session:
        wanted = select(VersionFile.digest).join(CourseVersion, col(CourseVersion.id) == VersionFile.version_id)
        theirs = wanted.where(CourseVersion.course_id == course_id, CourseVersion.state == "published")
        return session.exec(theirs.where(VersionFile.name == name)).one()


def lose(files: Files, digest: str) -> None:
    """The disk has lost a file."""
    assert files.folder
    (files.folder / key_of(digest)).unlink()


def damage(files: Files, digest: str) -> None:
    """The disk has changed one byte of a file."""
    assert files.folder
    path = files.folder / key_of(digest)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def forget_what_was_made(engine: Engine) -> None:
    """As in a portal that was upgraded: nothing has been made of its courses."""
    with Session(engine) as session, session.begin():
        session.execute(delete(Rendition))
        session.execute(delete(MadeForm))
