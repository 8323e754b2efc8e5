"""A file that has come whole is taken into the file store, by the form that it was sent for."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from portal.accounts.rules import Actor
from portal.files import Files
from portal.uploads import queries
from portal.uploads.kinds import Kind
from portal.uploads.receiving import adopted
from portal.uploads.rules import State


@dataclass(frozen=True)
class Taken:
    """A file in the store; `id` is its upload, to be ended in the transaction that uses it: actions.take."""

    id: int
    digest: str
    file_name: str
    size_bytes: int


async def take_in(
    request: Request, token: str, person: Actor, kind: Kind, now: datetime, store: Files | None = None
) -> Taken | None:
    """The file in the store, or in another one; None when it has not come whole. Doing it again gives the same.

    Call it before the request's first query: reading gigabytes takes a while. Raises NotFound for another person's.
    """
    with queries.reading(request.app.state.reading_engine) as reading:
        upload = queries.upload_of(reading, token, person.person_id)
    if upload.kind != kind.name:
        return None
    if upload.state is State.TAKEN:
        return Taken(upload.id, upload.digest, upload.file_name, upload.size_bytes)
    files: Files = request.app.state.files
    path = files.unfinished / upload.token
    is_whole = upload.state is State.OPEN and upload.received_bytes == upload.size_bytes and path.exists()
    if not is_whole:
        return None
    digest = await run_in_threadpool(adopted, store or files, path, upload.size_bytes)
    return Taken(upload.id, digest, upload.file_name, upload.size_bytes) if digest else None
