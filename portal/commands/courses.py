"""Put courses from a folder on the shelf: those that ship with the portal, or a province's own."""

import hashlib
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.terminal import prepare, stop
from portal.errors import Refused
from portal.files import Files, digest_of
from portal.formats import actions as formats
from portal.library import actions, queries
from portal.library.packages import PackageRefused, check_package, has_blocker, read_package
from portal.settings import Settings
from portal.text import speaking
from portal.text.dates import local_date

YEARS_VALID = 2  # re-evaluation every 24 months

app = typer.Typer()


@app.command("load-courses")
def load_courses(folder: Path) -> None:
    """Publish every course package in FOLDER, or FOLDER itself when it is one."""
    settings, engine = prepare()
    if not folder.is_dir():
        stop(f"{folder} is not a folder.")
    if not packages_in(folder):
        stop(f"{folder} holds no course package: there is no course.toml in it, nor in a folder in it.")
    if not put_on_shelf(settings, engine, folder, say_always=True):
        raise typer.Exit(1)


def put_on_shelf(settings: Settings, engine: Engine, folder: Path, say_always: bool = False) -> bool:
    """Publish the packages of a folder that have no blocker; returns whether none was refused.

    Unchanged ones are left alone, and courses that have been reviewed; when all are, nothing is said unless it is wanted.
    """
    files = Files(settings.files_url, settings.data / "incoming")
    outcomes = [publish_folder(engine, files, path) for path in packages_in(folder)]
    new = outcomes.count("published")
    refused = outcomes.count("refused")
    if new or refused or say_always:
        print(f"Courses: {new} published, {outcomes.count('unchanged')} unchanged, {refused} refused.", flush=True)
    return not refused


def packages_in(folder: Path) -> list[Path]:
    """The folder itself when it is a package, else the packages in it."""
    if (folder / "course.toml").exists():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/course.toml"))


def publish_folder(engine: Engine, files: Files, folder: Path) -> str:
    """Publish one package without a review, as shipped. Returns published, unchanged or refused."""
    digest, slug = folder_digest(folder), slug_of(folder)
    with Session(engine) as session, session.begin():
        there = queries.published_version(session, slug)
        if there and (there.CourseVersion.digest == digest or there.CourseVersion.review):
            return "unchanged"  # what was reviewed is replaced by what is reviewed, never by a file
        if has_blocker(check_package(folder)):
            return refuse(slug, f"run `python3 -m portal package check {folder}` to see why")
        try:
            put_in_place_of_earlier(session, files, folder, digest)
        except PackageRefused:
            return refuse(slug, f"run `python3 -m portal package check {folder}` to see why")
        except Refused as refused:
            with speaking("en"):
                return refuse(slug, str(refused.message))
        return "published"


def refuse(slug: str, why: str) -> str:
    print(f"{slug} is refused: {why.removesuffix('.')}.", flush=True)
    return "refused"


def put_in_place_of_earlier(session: Session, files: Files, folder: Path, digest: str) -> None:
    """Publish the package as it lies there, with the credit that it proposes. Raises PackageRefused and Refused."""
    package, now = read_package(folder), datetime.now(UTC)
    today = local_date(now)
    version = actions.stage(session, files, package, folder, digest)
    actions.publish(
        session,
        version,
        package.proposed_credit_hundredths,
        review={},
        valid_until=today.replace(year=today.year + YEARS_VALID, day=min(today.day, 28)),
        now=now,
    )
    formats.prepare(session, version.id, now)


def slug_of(folder: Path) -> str:
    """The id that the package gives its course; the folder's name where it cannot be read."""
    try:
        return str(tomllib.loads((folder / "course.toml").read_text(encoding="utf-8"))["id"])
    except (OSError, ValueError, KeyError):
        return folder.name


def folder_digest(folder: Path) -> str:
    """One digest over the names and contents of all files of a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()}\0{digest_of(path)}\n".encode())
    return total.hexdigest()
