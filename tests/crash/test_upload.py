"""The server is killed during an upload and during the check: nothing half is kept, and what was kept is checked."""

import socket
from collections.abc import Callable

from sqlalchemy import Engine, func, update
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.files import Files
from portal.jobs.models import Job, JobState
from portal.library.models import CourseVersion
from portal.settings import Settings
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from tests.cast import NOW
from tests.crash.conftest import Running, Start, wait_until
from tests.submissions.parcels import PARCEL

BOUNDARY = "----crash"
CHECK = "check_package"
HEAD = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{{name}}"{{more}}\r\n\r\n'


def form(key: str) -> bytes:
    """The upload form as a browser sends it."""
    fields = HEAD.format(name="key", more="") + key + "\r\n"
    file = HEAD.format(name="package", more='; filename="course.zip"')
    return (fields + file).encode() + PARCEL + f"\r\n--{BOUNDARY}--\r\n".encode()


def send(server: Running, cookie: str, body: bytes, part: int) -> socket.socket:
    """Begin to upload: the head, and so many bytes of the body."""
    line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    head = (
        f"POST /submissions/new HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    line.sendall(head.encode() + body[:part])
    return line


def kept(engine: Engine, settings: Settings) -> dict[str, int]:
    """How many of everything there are."""
    tables = (Submission, SubmittedPackage, SubmissionEvent, CourseVersion)
    with Session(engine) as session:
        counts = {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in tables}
        checks = select(func.count()).where(Job.name == CHECK)  # others come by themselves
        counts["Job"] = session.exec(checks.select_from(Job)).one()
    files = Files(settings.files_url, settings.data / "incoming")
    return counts | {"files": len(list(files.digests()))}


def test_killed_during_an_upload_and_during_the_check(
    engine: Engine, settings: Settings, zz_author: Person, start: Start, cookie_of: Callable[[Person], str]
) -> None:
    body, cookie, nothing = form("the-key-of-this-form"), cookie_of(zz_author), kept(engine, settings)
    incoming = settings.data / "files" / "incoming"
    with start() as server:
        line = send(server, cookie, body, part=len(body) - 200)
        wait_until(lambda: incoming.exists() and list(incoming.iterdir()))
        server.kill()
        line.close()
    assert kept(engine, settings) == nothing
    assert Files(settings.files_url, settings.data / "incoming").clear_leftovers(older_than_seconds=-1) == 1

    with start() as server:
        assert answered(send(server, cookie, body, part=len(body))) == 303
        server.kill()  # the worker with it, wherever it is with the check
    accepted = {"Submission": 1, "SubmittedPackage": 1, "SubmissionEvent": 1, "Job": 1, "CourseVersion": 0, "files": 1}
    assert kept(engine, settings) == accepted

    with Session(engine) as session, session.begin():
        session.exec(update(Job).values(heartbeat_at=NOW))  # as if the machine had been down for a while
    with start() as server:
        assert answered(send(server, cookie, body, part=len(body))) == 303, "sent again: nothing more"
        wait_until(lambda: state_of_job(engine) == JobState.DONE)
    done = kept(engine, settings)
    assert {name: done[name] for name in ("Submission", "SubmittedPackage", "Job")} == dict.fromkeys(
        ("Submission", "SubmittedPackage", "Job"), 1
    )
    with Session(engine) as session:
        assert session.exec(select(Submission.title)).one() == "用手和面"


def answered(line: socket.socket) -> int:
    """The status of the answer."""
    status = int(line.recv(1000).split()[1])
    line.close()
    return status


def state_of_job(engine: Engine) -> JobState:
    with Session(engine) as session:
        return session.exec(select(Job.state).where(Job.name == CHECK)).one()
