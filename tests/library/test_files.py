"""The files of a course: in ranges, kept by digest, unable to act as a page of the portal."""

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.files import Files
from portal.library.editions.actions import withdraw
from portal.library.models import CourseVersion, VersionFile, VersionState
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import NOW, MakePerson
from tests.shelf import OpenCourse

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


def test_a_withdrawn_course_is_gone_with_its_earlier_versions_but_not_for_who_finishes(
    engine: Engine, settings: Settings, open_course: OpenCourse, sign_in: SignIn, lin: Person, visitor: Browser
) -> None:
    digest = shelve(engine, settings, open_course(), "media/a.mp3", "audio/mpeg")
    address = f"/library/dough-by-hand/files/media/a.mp3?v={digest[:12]}"
    learner = sign_in(lin)
    learner.open("/library/dough-by-hand").press("报名学这门课")
    second = open_course(title="和面，第二版")
    assert visitor.client.get(address).status_code == 200
    with Session(engine) as session, session.begin():
        assert withdraw(session, session.get_one(CourseVersion, second), "理由。", None, NOW)
    assert visitor.client.get(address).status_code == 404
    theirs = learner.client.get(address)
    assert (theirs.status_code, theirs.headers["cache-control"]) == (200, "private, no-cache")
    assert not learner.open("/library/dough-by-hand/01-flour").says("还没有做，打开就开始准备")


def test_who_learns_a_withdrawn_version_keeps_its_files_when_a_newer_one_opens(
    engine: Engine, settings: Settings, open_course: OpenCourse, sign_in: SignIn, lin: Person, visitor: Browser
) -> None:
    first = open_course()
    digest = shelve(engine, settings, first, "media/a.mp3", "audio/mpeg")
    learner = sign_in(lin)
    learner.open("/library/dough-by-hand").press("报名学这门课")
    with Session(engine) as session, session.begin():
        assert withdraw(session, session.get_one(CourseVersion, first), "理由。", None, NOW)
    open_course(title="和面，第二版")
    address = f"/library/dough-by-hand/files/media/a.mp3?v={digest[:12]}"
    assert learner.client.get(address).status_code == 200
    assert visitor.client.get(address).status_code == 404


def test_a_short_mark_names_nothing(visitor: Browser, engine: Engine, settings: Settings, dough: int) -> None:
    digest = shelve(engine, settings, dough, "media/a.mp3", "audio/mpeg")
    for length in (1, 11):
        address = f"/library/dough-by-hand/files/media/a.mp3?v={digest[:length]}"
        assert visitor.client.get(address).status_code == 404
