"""The job that reads a brought file, in a process of its own that has little memory, little time and no network."""

import json
import shutil
from pathlib import Path
from typing import Any

from portal.bringing import actions
from portal.bringing.models import BroughtFile, BroughtPicture
from portal.bringing.office.confined import OUTCOME
from portal.bringing.office.opening import BROKEN, TOO_MUCH
from portal.jobs.context import JobContext
from portal.jobs.models import told
from portal.jobs.registry import job
from portal.library.packages.media import PICTURE_TYPES
from portal.media.confined import NotDone, TooLong, do
from portal.text import message

SECONDS = 120
FILE_BYTES = 100_000_000
READER = "portal.bringing.office.confined"


@job(actions.JOB, minutes=10)
def read_brought_file(context: JobContext) -> None:
    """Read one file. Doing it twice gives the same."""
    brought_id: int = context.payload["brought_id"]
    with context.reading() as session:
        row = session.get_one(BroughtFile, brought_id)
        if row.done_at:
            return
        values: dict[str, Any] = {"file_name": row.file_name, "make_headings": row.make_headings}
        values["prefix"] = f"file{brought_id}"  # several files may go into one course
        digest = row.digest
    folder = context.settings.data / "checking" / f"bring-{brought_id}"
    shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
    (folder / "made").mkdir(parents=True)
    try:
        context.progress(1, 2, message("正在读文件"))
        context.files.copy_to(digest, folder / "file")
        values |= {"path": str(folder / "file"), "folder": str(folder / "made")}
        _keep(context, brought_id, _read(context, values, folder / "made"), folder / "made")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(context: JobContext, values: dict[str, Any], folder: Path) -> Any:
    """What the confined process made; a refusal where it came to no end."""

    def heed() -> None:
        context.progress(1, 2, message("正在读文件"))

    try:
        do("bring", values, SECONDS, FILE_BYTES, READER, heed)
    except NotDone:
        return BROKEN
    except TooLong:
        return TOO_MUCH
    return json.loads((folder / OUTCOME).read_text())


def _keep(context: JobContext, brought_id: int, made: Any, folder: Path) -> None:
    if not isinstance(made, dict) or "refused" in made:
        with context.writing() as session:
            reason = told(made["refused"]) if isinstance(made, dict) else made
            actions.keep_refusal(session, brought_id, reason, context.now())
        return
    context.progress(2, 2, message("保存结果"))
    pictures = [
        BroughtPicture(
            file_id=brought_id,
            number=number,
            digest=context.files.put(folder / str(number)),
            size_bytes=(folder / str(number)).stat().st_size,
            media_type=PICTURE_TYPES[Path(one["name"]).suffix],
            **one,
        )
        for number, one in enumerate(made.pop("pictures"), 1)
    ]
    with context.writing() as session:
        actions.keep_outcome(session, brought_id, made, pictures, context.now())
