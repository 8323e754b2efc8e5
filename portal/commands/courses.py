"""Put courses from a folder on the shelf: those that ship with the portal, or a province's own."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.terminal import prepare, stop
from portal.files import Files, digest_of
from portal.library import actions, queries
from portal.library.packages import PackageRefused, check_package, has_blocker, read_package
from portal.settings import Settings
from portal.text.dates import local_date

YEARS_VALID = 2  # re-evaluation every 24 months

app = typer.Typer()


@app.command("load-courses")
def load_courses(folder: Path) -> None:
    """Publish every course package in FOLDER, or FOLDER itself when it is one."""
    settings, engine = prepare()
    if not folder.is_dir():
        stop(f"{folder} is not a folder.")
    if put_on_shelf(settings, engine, folder) is False:
        raise typer.Exit(1)


def put_on_shelf(settings: Settings, engine: Engine, folder: Path) -> bool:
    """Publish the packages of a folder that have no blocker. Unchanged ones are left alone; returns whether all went well."""
    folders = (
        [folder] if (folder / "course.toml").exists() else sorted(path.parent for path in folder.glob("*/course.toml"))
    )
    files = Files(settings.files_url, settings.data / "incoming")
    outcomes = [publish_folder(engine, files, path) for path in folders]
    new = outcomes.count("published")
    refused = outcomes.count("refused")
    if new or refused:
        print(f"Courses: {new} published, {outcomes.count('unchanged')} unchanged, {refused} refused.", flush=True)
    return not refused and bool(folders)


def publish_folder(engine: Engine, files: Files, folder: Path) -> str:
    """Publish one package without a review, as shipped. Returns published, unchanged or refused."""
    digest = folder_digest(folder)
    with Session(engine) as session, session.begin():
        slug = folder.name
        there = queries.published_version(session, slug)
        if there and there.CourseVersion.digest == digest:
            return "unchanged"
        findings = check_package(folder)
        if has_blocker(findings):
            print(f"{slug} is refused: run `python3 -m portal package check {folder}` to see why.", flush=True)
            return "refused"
        try:
            package = read_package(folder)
        except PackageRefused:
            print(f"{slug} is refused: run `python3 -m portal package check {folder}` to see why.", flush=True)
            return "refused"
        now = datetime.now(UTC)
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
        return "published"


def folder_digest(folder: Path) -> str:
    """One digest over the names and contents of all files of a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()}\0{digest_of(path)}\n".encode())
    return total.hexdigest()
