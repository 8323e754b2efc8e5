"""OAI-PMH as a real harvester walks it, and what it answers to those who ask wrongly."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import uvicorn
from fastapi import FastAPI
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch
from sqlalchemy import Engine
from sqlmodel import Session

from portal.formats.rules import Kind
from portal.harvest import rules
from portal.library.indexing import take_out_of_index
from portal.library.models import VersionState
from tests.browser import Browser
from tests.cast import NOW
from tests.counting import counted_queries
from tests.shelf import OpenCourse, version_of

OAI = {"": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The portal on a port of this machine."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def harvester(app: FastAPI) -> Iterator[Sickle]:
    """A real harvester in front of the running portal."""
    with serving(app) as origin:
        yield Sickle(f"{origin}/oai", timeout=20)


def ask(browser: Browser, query: str) -> ElementTree.Element:
    answer = browser.client.get(f"/oai{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    return ElementTree.fromstring(answer.text)


def error(browser: Browser, query: str) -> str:
    found = ask(browser, query).find("error", OAI)
    return "" if found is None else found.attrib["code"]


def test_a_harvester_walks_all_courses_while_others_are_published(
    harvester: Sickle, engine: Engine, open_course: OpenCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.harvest.routes.AT_ONCE", 2)
    for number in range(5):
        open_course(slug=f"course-{number}", title=f"面粉 <{number}> & 水")
    withdrawn = open_course(slug="gone")
    with Session(engine) as session, session.begin():
        gone = version_of(session, withdrawn)
        gone.state = VersionState.WITHDRAWN
        take_out_of_index(session, gone, NOW + timedelta(minutes=1))
    records, found = harvester.ListRecords(metadataPrefix="oai_dc"), []
    for record in records:
        found.append((record.header.identifier.rpartition(":")[2], record.deleted))
        if len(found) == 3:
            open_course(slug="course-new", title="后来的")
    assert [name for name, _ in found[:5]] == [f"course-{number}" for number in range(5)]
    assert sorted(found[5:]) == [("course-new", False), ("gone", True)]
    assert [one.identifier.rpartition(":")[2] for one in harvester.ListIdentifiers(metadataPrefix="oai_dc")][:2] == [
        "course-0",
        "course-1",
    ]


def test_what_a_record_says(harvester: Sickle, dough: int) -> None:
    assert harvester.Identify().deletedRecord == "persistent"
    assert [one.metadataPrefix for one in harvester.ListMetadataFormats()] == ["oai_dc"]
    record = harvester.GetRecord(identifier="oai:testserver:dough-by-hand", metadataPrefix="oai_dc")
    assert record.metadata["title"] == ["用手和面", "Dough by hand"]
    assert record.metadata["identifier"] == ["http://testserver/library/dough-by-hand"]
    assert record.header.datestamp == "2026-10-12T06:30:00Z"
    names = {one.setSpec for one in harvester.ListSets()}
    assert set(record.header.setSpecs) <= names | set(record.header.setSpecs)
    day = {"metadataPrefix": "oai_dc", "from": "2026-10-12", "until": "2026-10-12"}
    assert len(list(harvester.ListRecords(**day))) == 1
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", **{"from": "2026-10-13"})


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("?verb=Nothing", "badVerb"),
        ("?verb=Identify&verb=Identify", "badVerb"),
        ("?verb=Identify&more=1", "badArgument"),
        ("?verb=GetRecord&identifier=oai:testserver:dough-by-hand", "badArgument"),
        ("?verb=GetRecord&identifier=oai:testserver:nothing&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("?verb=GetRecord&identifier=dough-by-hand&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("?verb=GetRecord&identifier=oai:testserver:dough-by-hand&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("?verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        ("?verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("?verb=ListRecords", "badArgument"),
        ("?verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31&until=9999-12-31", "badArgument"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&from=2027-01-01&until=2026-01-01", "badArgument"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&from=2026-01-02", "badArgument"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&set=colour:red", "noRecordsMatch"),
        ("?verb=ListRecords&metadataPrefix=oai_dc&set=category:employer", "noRecordsMatch"),
        ("?verb=ListRecords&resumptionToken=eyJ2ZXJiIjoi.0000", "badResumptionToken"),
        ("?verb=ListRecords&resumptionToken=%00%ff&metadataPrefix=oai_dc", "badArgument"),
        ("?verb=ListRecords&resumptionToken=" + "a" * 3000, "badResumptionToken"),
        ("?verb=Ident%00ify", "badVerb"),
    ],
)
def test_what_is_asked_wrongly_is_said_by_its_code(visitor: Browser, dough: int, query: str, code: str) -> None:
    assert error(visitor, query) == code


def test_a_token_cannot_be_made_up_or_used_elsewhere() -> None:
    walk = rules.Walk("ListRecords", since=NOW, after=NOW, after_id=7, given=100, total=300)
    token = rules.write_token(walk, lambda text: "seal of " + str(hash(text)))
    assert rules.read_token(token, "ListRecords", lambda text: "seal of " + str(hash(text))) == walk
    for wrong in (token + "0", "A" + token, token.partition(".")[0], ""):
        with pytest.raises(rules.Wrong):
            rules.read_token(wrong, "ListRecords", lambda text: "seal of " + str(hash(text)))
    with pytest.raises(rules.Wrong):
        rules.read_token(token, "ListIdentifiers", lambda text: "seal of " + str(hash(text)))


def test_a_form_is_answered_as_an_address(visitor: Browser, dough: int) -> None:
    answer = visitor.client.post("/oai", data={"verb": "GetRecord", "identifier": "x", "metadataPrefix": "oai_dc"})
    assert 'code="idDoesNotExist"' in answer.text


def test_a_page_far_into_a_list_takes_as_many_queries_as_the_first(
    visitor: Browser, engine: Engine, open_course: OpenCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.harvest.routes.AT_ONCE", 1)
    for number in range(3):
        open_course(slug=f"course-{number}")
    query, counted = "?verb=ListIdentifiers&metadataPrefix=oai_dc", []
    for _ in range(3):
        with counted_queries(engine) as statements:
            token = ask(visitor, query).find(".//resumptionToken", OAI)
        counted.append(len(statements))
        assert token is not None
        query = f"?verb=ListIdentifiers&resumptionToken={token.text}"
    assert token.text is None
    assert counted[2] <= counted[1] <= counted[0]


def test_sitemaps_list_every_open_course_and_robots_finds_them(visitor: Browser, open_course: OpenCourse) -> None:
    for number in range(3):
        open_course(slug=f"course-{number}")
    robots = visitor.client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    lines = robots.splitlines()
    assert "Disallow: /library/*/take-away" in lines  # what a crawler opens there would be made for it
    assert {f"Disallow: /library/*.{kind}" for kind in Kind} <= set(lines)
    assert "Allow: /library/*/files/" in lines
    index = ElementTree.fromstring(visitor.client.get("/sitemap.xml").text)
    addresses = [loc.text or "" for loc in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert addresses == ["http://testserver/sitemaps/0.xml", "http://testserver/sitemaps/1.xml"]
    courses = ElementTree.fromstring(visitor.client.get("/sitemaps/1.xml").text)
    listed = [loc.text for loc in courses.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert listed == [f"http://testserver/library/course-{number}" for number in range(3)]
    for address in ElementTree.fromstring(visitor.client.get("/sitemaps/0.xml").text).iter(
        "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    ):
        visitor.open((address.text or "").removeprefix("http://testserver"))
    assert visitor.client.get("/sitemaps/2.xml").status_code == 404
    assert visitor.client.get("/sitemaps/-1.xml").status_code == 404
