"""The files of a course: in ranges, kept by digest, unable to act as a page of the portal."""

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.rules import Role
from portal.files import Files
from portal.library.models import CourseVersion, VersionFile, VersionState
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import MakePerson

CONTENT = bytes(range(256)) * 40


def shelve(engine: Engine, settings: Settings, version_id: int, name: str, media_type: str) -> str:
    digest = Files(settings.files_url, settings.data / "incoming").put(CONTENT)
    with Session(engine) as session, session.begin():
        session.add(
            VersionFile(version_id=version_id, name=name, digest=digest, media_type=media_type, size=len(CONTENT))
        )
    return digest


def test_a_file_comes_whole_or_in_part(visitor: Browser, engine: Engine, settings: Settings, dough: int) -> None:
    digest = shelve(engine, settings, dough, "media/a.mp3", "audio/mpeg")
    address = f"/library/dough-by-hand/files/media/a.mp3?v={digest[:12]}"
    client: TestClient = visitor.client
    whole = client.get(address)
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, CONTENT, "audio/mpeg")
    assert "immutable" in whole.headers["cache-control"]
    part = client.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, CONTENT[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(CONTENT)}"
    assert client.get(address, headers={"Range": "bytes=-6"}).content == CONTENT[-6:]
    assert client.get(address, headers={"Range": "bytes=10230-"}).content == CONTENT[10230:]
    beyond = client.get(address, headers={"Range": f"bytes={len(CONTENT)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(CONTENT)}")
    assert client.get(address, headers={"If-None-Match": f'"{digest}"'}).status_code == 304


def test_a_strangers_file_cannot_act(visitor: Browser, engine: Engine, settings: Settings, dough: int) -> None:
    shelve(engine, settings, dough, "media/a.pdf", "application/pdf")
    answer = visitor.client.get("/library/dough-by-hand/files/media/a.pdf")
    assert answer.headers["content-disposition"] == "attachment"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_of_no_version_is_not_found(visitor: Browser, engine: Engine, settings: Settings, dough: int) -> None:
    shelve(engine, settings, dough, "media/a.mp3", "audio/mpeg")
    for address in ("media/b.mp3", "media/a.mp3?v=000000000000", "../course.toml", "media/a.mp3%00"):
        assert visitor.client.get(f"/library/dough-by-hand/files/{address}").status_code == 404


def test_a_staged_file_is_for_reviewers_and_its_own_place_and_nobody_between_keeps_it(
    engine: Engine, settings: Settings, dough: int, make_person: MakePerson, sign_in: SignIn, visitor: Browser
) -> None:
    digest = shelve(engine, settings, dough, "media/a.mp3", "audio/mpeg")
    with Session(engine) as session, session.begin():
        version = session.get_one(CourseVersion, dough)
        version.state, version.region_code = VersionState.STAGED, "410100"
    address = f"/library/dough-by-hand/files/media/a.mp3?v={digest[:12]}"
    people = [
        (make_person("甲", Role.EXPERT), 200),
        (make_person("乙", Role.SUBMITTER, scope="410100"), 200),
        (make_person("丙", Role.SUBMITTER, scope="410300"), 404),
        (make_person("丁", Role.AUDITOR), 404),
    ]
    for person, status in people:
        answer = sign_in(person).client.get(address)
        assert answer.status_code == status
        assert status == 404 or answer.headers["cache-control"] == "private, no-cache"
    assert visitor.client.get(address).status_code == 404


def test_a_range_of_endless_digits_is_no_range(
    visitor: Browser, engine: Engine, settings: Settings, dough: int
) -> None:
    shelve(engine, settings, dough, "media/a.mp3", "audio/mpeg")
    asked = {"Range": f"bytes=0-{'9' * 5000}"}
    assert visitor.client.get("/library/dough-by-hand/files/media/a.mp3", headers=asked).status_code == 200
