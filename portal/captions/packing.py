"""The job that puts what the desk has into a new package of the submission: the same zip, with those files replaced."""

import re
import shutil
import zipfile
from pathlib import Path

from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.captions import actions, queries
from portal.captions.opening import KEYS
from portal.captions.queries import Seen
from portal.errors import Refused
from portal.files import digest_of
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.packages.archive_names import safe_entries
from portal.submissions import actions as submissions
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed, Upload
from portal.submissions.models import Submission
from portal.submissions.province import rules_on
from portal.text import message
from portal.text.dates import local_date

CHUNK = 256 * 1024
SOON = (2026, 1, 1, 0, 0, 0)  # every file that the desk writes: the same content is the same zip


def packing_reference(package_id: int, mark: str) -> str:
    """The reference of the job: one for what the desk has at a moment."""
    return f"pack_captions/{package_id}/{mark}"


@job("pack_captions", minutes=60)
def pack_captions(context: JobContext) -> None:
    """Make the new package and hand it over to the check, as if the author had uploaded it."""
    given = context.payload
    with context.reading() as session:
        submission = session.get_one(Submission, given["submission_id"])
        package = handed_in.current_package(session, submission)
        changed = to_pack(session, submission.id)
    if package.id != given["package_id"]:
        raise Refused(message("这门课刚换了课程包。先打开新的，再放进去。"))
    if not changed:
        return
    folder = context.settings.data / "checking" / f"packing-{package.id}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        context.progress(1, 2, message("写新的课程包"))
        old, new = folder / "old.zip", folder / "new.zip"
        context.files.copy_to(package.digest, old)
        repack(old, new, changed)
        upload = Upload(context.files.put(new), package.file_name, new.stat().st_size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    settings, now = context.settings, context.now()
    actor = Actor(given["person_id"], given["name"], frozenset({Role.SUBMITTER}), given["region_code"], True)
    rules = rules_on(settings.province, local_date(now), settings.mode == "demo")
    with context.writing() as session:
        submissions.upload_again(
            session, submission.id, upload, Deed(actor, now, rules, f"captions/{context.taken.id}")
        )
        for seen in changed:
            again = queries.seen(session, seen.lesson, seen.kind)
            if again.row.revision == seen.row.revision:
                actions.packed(session, again, digest_of(seen.file.encode()))
        moved = handed_in.held(session, submission.id).package_id
        desk = queries.desk_of(session, submission.id)
        if desk and moved:
            actions.open_desk(session, submission.id, moved, desk.language, now)


def to_pack(session: Session, submission_id: int) -> list[Seen]:
    """Every text whose file is another than the package has: changed, or confirmed since."""
    found = []
    for row in queries.texts_of(session, submission_id):
        seen = queries.seen(session, row.CaptionLesson, row.CaptionText.kind)
        is_newer = seen.row.revision != seen.row.package_revision or bool(seen.confirmed_by)
        if seen.row.revision and is_newer and digest_of(seen.file.encode()) != seen.row.package_digest:
            found.append(seen)
    return found


def repack(old: Path, new: Path, changed: list[Seen]) -> None:
    """The same files in the same order, but for those that the desk has, and the front matter that names them."""
    files = {seen.row.file_name: seen.file.encode() for seen in changed}
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
        entries, _ = safe_entries(source.infolist())
        lessons = {f"lessons/{seen.lesson.slug}.md" for seen in changed}
        for entry in entries:
            if entry.name in files:
                continue
            if entry.name in lessons:
                theirs = [seen for seen in changed if entry.name == f"lessons/{seen.lesson.slug}.md"]
                write(target, entry.name, named_in(source.read(entry.info), theirs))
                continue
            info = zipfile.ZipInfo(entry.name, entry.info.date_time)
            info.compress_type = entry.info.compress_type if entry.info.compress_type in (0, 8) else 8
            info.file_size = entry.info.file_size
            with source.open(entry.info) as content, target.open(info, "w") as copy:
                shutil.copyfileobj(content, copy, CHUNK)
        for name, content_bytes in sorted(files.items()):
            write(target, name, content_bytes)


def write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """One small file."""
    archive.writestr(zipfile.ZipInfo(name, SOON), content, zipfile.ZIP_DEFLATED)


def named_in(lesson: bytes, texts: list[Seen]) -> bytes:
    """A lesson whose front matter names these files. Every other byte stays as it is."""
    encoding = "utf-8"
    try:
        content = lesson.decode("utf-8")
    except UnicodeDecodeError:
        content, encoding = lesson.decode("gb18030"), "gb18030"
    end = content.find("\n---", 3)
    front, rest = content[:end], content[end:]
    for seen in texts:
        key, name = KEYS[seen.kind], seen.row.file_name
        front, count = re.subn(rf"(?m)^{key}:[^\r\n]*", f"{key}: {name}", front, count=1)
        if not count:
            front = re.sub(r"(?m)^(media:[^\r\n]*)", rf"\g<1>\n{key}: {name}", front, count=1)
    return (front + rest).encode(encoding)
