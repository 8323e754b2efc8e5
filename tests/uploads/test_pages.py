"""Sending in pieces: what is kept, what is refused, and that nothing stays behind."""

import base64
import fcntl
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.files import Files, digest_of
from portal.jobs import run_waiting
from portal.settings import Settings
from portal.submissions.models import Submission, SubmittedPackage
from portal.uploads.models import Upload
from portal.uploads.rules import State
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.submissions.parcels import MENDED, PARCEL
from tests.uploads.tus import Sender, announced

HALF = len(PARCEL) // 2


@pytest.fixture
def sender(sign_in: SignIn, zz_author: Person) -> Sender:
    return Sender(sign_in(zz_author))


@pytest.fixture
def unfinished(app: FastAPI) -> Path:
    files: Files = app.state.files
    return files.unfinished


def begun(sender: Sender, content: bytes = PARCEL, **values: str) -> str:
    answer = sender.begin(len(content), **values)
    assert answer.status_code == 201
    return str(answer.headers["Location"])


def sent(sender: Sender, content: bytes = PARCEL) -> str:
    """The address of a file that has come whole."""
    path = begun(sender, content)
    assert sender.send(path, 0, content).status_code == 204
    return path


def hand_in(browser: Browser, path: str, page: str = "/submissions/new", expect: int = 200) -> Any:
    form = browser.open(page)
    token = path.rsplit("/", 1)[1]
    return form.press("上传课程包", {"upload": token}, files={"other": ("", b"")}, expect=expect)


def test_a_file_in_two_pieces_becomes_a_submission(sender: Sender, session: Session, unfinished: Path):
    path = begun(sender)
    assert sender.offset(path) == 0
    first = sender.send(path, 0, PARCEL[:HALF])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(HALF))
    assert sender.offset(path) == HALF
    assert sender.send(path, HALF, PARCEL[HALF:]).status_code == 204
    page = hand_in(sender.browser, path)
    assert page.heading == "course.zip"
    package = session.exec(select(SubmittedPackage)).one()
    assert (package.digest, package.size_bytes) == (digest_of(PARCEL), len(PARCEL))


def test_a_form_sent_twice_or_in_two_tabs_is_one_submission(sender: Sender, session: Session):
    path = sent(sender)
    first = hand_in(sender.browser, path)
    assert hand_in(sender.browser, path).path == first.path
    assert len(session.exec(select(Submission)).all()) == 1
    session.rollback()
    mended = sent(sender, MENDED)
    again = f"{first.path}/packages/new"
    assert hand_in(sender.browser, mended, again).path == first.path
    assert hand_in(sender.browser, mended, again).path == first.path
    assert [package.number for package in session.exec(select(SubmittedPackage)).all()] == [1, 2]


def test_a_file_that_is_not_whole_is_not_taken(sender: Sender, session: Session):
    path = begun(sender)
    sender.send(path, 0, PARCEL[:HALF])
    page = hand_in(sender.browser, path, expect=422)
    assert page.problems == {"课程包：还没有传完。再选同一个文件，会接着传": "package"}
    assert session.exec(select(Submission)).all() == []


def test_a_file_that_is_being_written_or_is_not_as_long_as_counted_is_not_taken(
    sender: Sender, session: Session, unfinished: Path
):
    path = sent(sender)
    file = unfinished / path.rsplit("/", 1)[1]
    with file.open("r+b") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert hand_in(sender.browser, path, expect=422).problems == {
            "课程包：还没有传完。再选同一个文件，会接着传": "package"
        }
    file.write_bytes(PARCEL[:HALF])
    assert hand_in(sender.browser, path, expect=422).says("还没有传完")
    assert session.exec(select(Submission)).all() == []
    session.rollback()
    file.write_bytes(PARCEL)
    assert hand_in(sender.browser, path).heading == "course.zip", "nothing is lost"


def test_what_comes_late_never_changes_a_file_in_the_store(app: FastAPI, sender: Sender, engine: Engine):
    files: Files = app.state.files
    path = sent(sender)
    digest = files.adopt(files.unfinished / path.rsplit("/", 1)[1])
    with Session(engine) as session, session.begin():
        session.exec(select(Upload)).one().received_bytes = HALF  # as a request read it before the last piece came
    assert sender.send(path, HALF, bytes(len(PARCEL) - HALF)).status_code == 423
    assert files.verify(digest)


def test_what_is_half_sent_is_listed_and_can_be_given_up(sender: Sender, session: Session, unfinished: Path):
    path = begun(sender, name="面包.zip")
    sender.send(path, 0, PARCEL[:HALF])
    page = sender.browser.open("/submissions/new")
    assert page.says("有 1 个文件没有传完")
    asked = page.follow("放弃“面包.zip”")
    assert asked.title == "放弃这次上传，面包.zip – 无碍学堂"
    assert asked.says("放弃以后不能恢复") and asked.says("已传的都删掉。再传，就从头开始。")
    assert sender.offset(path) == HALF, "asking loses nothing"
    assert asked.follow("不放弃，回去接着传").path == "/submissions/new"
    after = asked.press("放弃，删掉已传的")
    assert after.path == "/submissions/new?done=given_up"
    assert after.title.startswith("提交一门课程，已放弃这次上传")
    assert not after.says("没有传完")
    assert list(unfinished.iterdir()) == []
    assert sender.ask("HEAD", path).status_code == 410
    assert sender.send(path, HALF, PARCEL[HALF:]).status_code == 410
    assert sender.browser.open(f"{path}/abandonment", expect=404)
    assert session.exec(select(Upload)).one().state is State.GIVEN_UP


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", ""])
def test_giving_up_never_leads_elsewhere(sender: Sender, back: str):
    path = begun(sender)
    asked = sender.browser.open(f"{path}/abandonment?back={quote(back)}")
    assert asked.links["不放弃，回去接着传"] == "/"
    assert asked.press("放弃，删掉已传的", {"back": back}).path == "/?done=given_up"


@pytest.mark.parametrize("verb", ["HEAD", "GET", "PATCH", "DELETE", "POST", "ASK"])
def test_another_persons_upload_is_not_there(
    verb: str, sender: Sender, sign_in: SignIn, ly_author: Person, visitor: Browser
):
    path = begun(sender)
    sender.send(path, 0, PARCEL[:HALF])
    for browser, status in ((sign_in(ly_author), 404), (visitor, 303)):
        other = Sender(browser)
        address = path + "/abandonment" if verb in ("POST", "ASK") else path
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(HALF)}
        assert other.ask("GET" if verb == "ASK" else verb, address, kind, b"x" * 10).status_code == status
    assert sender.offset(path) == HALF


def test_only_who_hands_in_may_begin(sign_in: SignIn, lin: Person, visitor: Browser):
    assert Sender(sign_in(lin)).begin(10).status_code == 404
    assert Sender(visitor).begin(10).status_code == 303


def test_another_site_begins_and_ends_nothing(sender: Sender):
    path = begun(sender)
    for verb, address in (("POST", "/uploads"), ("PATCH", path), ("DELETE", path)):
        answer = sender.ask(verb, address, announced(10) | {"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert sender.offset(path) == 0


def test_an_upload_is_nobodys_form_but_its_own_persons(sender: Sender, sign_in: SignIn, ly_author: Person):
    hand_in(sign_in(ly_author), sent(sender), expect=404)


@pytest.mark.parametrize(
    ("size", "values", "status", "says"),
    [
        (10, {"name": "course.rar"}, 422, "这种文件不收。请选 .zip 文件。"),
        (4_000_000_001, {}, 413, "文件有 4.1 GB，太大。最大 4 GB。"),
        (0, {}, 422, "这个文件是空的。换一个再传。"),
        (10, {"kind": "video"}, 404, None),
    ],
)
def test_refused_before_a_byte(
    sender: Sender, unfinished: Path, size: int, values: dict[str, str], status: int, says: str | None
):
    answer = sender.begin(size, **values)
    assert answer.status_code == status
    assert says is None or answer.text == says
    assert list(unfinished.iterdir()) == []


def test_three_unfinished_files_are_enough(sender: Sender):
    paths = [begun(sender) for _ in range(3)]
    refused = sender.begin(10)
    assert (refused.status_code, refused.text) == (422, "已有 3 个文件没有传完。先传完，或者放弃一个。")
    assert sender.ask("DELETE", paths[0]).status_code == 204
    assert sender.begin(10).status_code == 201


def test_first_bytes_of_another_kind_end_the_upload(sender: Sender, unfinished: Path):
    path = begun(sender)
    answer = sender.send(path, 0, b"%PDF-1.7")
    assert (answer.status_code, answer.text) == (415, "这不是 zip 文件。把课程文件夹压缩成 zip，再选一次。")
    assert list(unfinished.iterdir()) == []
    assert sender.ask("HEAD", path).status_code == 410


def test_a_wrong_offset_changes_nothing(sender: Sender):
    path = begun(sender)
    sender.send(path, 0, PARCEL[:HALF])
    for offset in (0, HALF - 1, HALF + 1, len(PARCEL)):
        answer = sender.send(path, offset, PARCEL[HALF:])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, str(HALF))
    assert sender.send(path, HALF, PARCEL[HALF:]).status_code == 204


def test_more_than_was_announced_is_refused(sender: Sender):
    path = begun(sender)
    assert sender.send(path, 0, PARCEL + b"more").status_code == 413
    assert sender.offset(path) == 0
    assert sender.send(path, 0, PARCEL).status_code == 204
    assert sender.send(path, len(PARCEL), b"").status_code == 204
    assert sender.send(path, len(PARCEL), b"x").status_code == 413


def test_a_wrong_checksum_counts_nothing(sender: Sender):
    path = begun(sender)
    right = base64.b64encode(hashlib.sha1(PARCEL[:HALF]).digest()).decode()
    assert sender.send(path, 0, PARCEL[:HALF], Upload_Checksum="sha1 AAAA").status_code == 460
    assert sender.send(path, 0, PARCEL[:HALF], Upload_Checksum="crc32 AAAA").status_code == 400
    assert sender.send(path, 0, PARCEL[:HALF], Upload_Checksum="sha1 ?").status_code == 400
    assert sender.offset(path) == 0
    assert sender.send(path, 0, PARCEL[:HALF], Upload_Checksum=f"sha1 {right}").status_code == 204
    assert sender.offset(path) == HALF


def test_another_protocol_is_told_which_one(sender: Sender):
    path = begun(sender)
    old = {"Tus-Resumable": "0.2.2", "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    for verb, address in (("POST", "/uploads"), ("PATCH", path)):
        answer = sender.ask(verb, address, announced(10) | old)
        assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert sender.ask("PATCH", path, {"Content-Type": "text/plain", "Upload-Offset": "0"}).status_code == 415
    assert "checksum" in sender.ask("OPTIONS", "/uploads").headers["Tus-Extension"]


def test_what_nobody_goes_on_with_is_collected(
    sign_in: SignIn,
    zz_author: Person,
    engine: Engine,
    settings: Settings,
    app: FastAPI,
    clock: Clock,
    session: Session,
    unfinished: Path,
):
    path = begun(Sender(sign_in(zz_author)))
    clock.forward(hours=47)
    sender = Sender(sign_in(zz_author))
    assert sender.send(path, 0, PARCEL[:HALF]).status_code == 204
    clock.forward(hours=2)
    run_waiting(engine, app.state.files, settings, clock.now)
    assert sender.offset(path) == HALF  # something came, so it lives two days from then
    clock.forward(hours=47)
    run_waiting(engine, app.state.files, settings, clock.now)
    assert session.exec(select(Upload)).one().state is State.EXPIRED
    assert list(unfinished.iterdir()) == []


def test_what_was_taken_leaves_nothing_beside_the_store(
    sender: Sender, engine: Engine, settings: Settings, app: FastAPI, clock: Clock, unfinished: Path
):
    hand_in(sender.browser, sent(sender))
    run_waiting(engine, app.state.files, settings, clock.now)
    assert list(unfinished.iterdir()) == []
    assert app.state.files.verify(digest_of(PARCEL))


def test_a_name_that_climbs_stays_a_name(sender: Sender, session: Session, unfinished: Path):
    begun(sender, name="../../../tmp/x.zip")
    assert session.exec(select(Upload)).one().file_name == "x.zip"
    session.rollback()
    assert len(list(unfinished.iterdir())) == 1
    for path in ("/uploads/../../etc", "/uploads/%2e%2e%2fetc", "/uploads/nobody"):
        assert sender.ask("HEAD", path).status_code == 404
