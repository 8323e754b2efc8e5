"""OAI-PMH, sitemaps and robots.txt. Nothing here is for people to read, and nothing depends on who asks."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request, Response

from portal.accounts.queries import regions
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.formats.rules import Kind
from portal.harvest import queries, rules, xml
from portal.harvest.rules import AT_ONCE, Walk, Wrong
from portal.library.rules import CATEGORIES
from portal.web import read_fields

router = APIRouter()
XML = "text/xml; charset=utf-8"
AN_HOUR = {"Cache-Control": "public, max-age=3600"}
PAGES = ("home", "library", "help_page", "accessibility", "privacy", "notices")
# Searches and conditions make endlessly many addresses of the same courses; the rest is behind a sign-in.
KEPT_OUT = (
    "/library?",
    "/learning",
    "/credits",
    "/settings",
    "/account",
    "/sign-in",
    "/submissions",
    "/review",
    "/people",
    "/library/*/take-away",  # what is asked for there is made for who asks
    *[f"/library/*.{kind}" for kind in Kind],
)
LET_IN = ("/library/*/files/",)  # longer, so it holds: a file of a course may end like a form


@router.get("/oai")
async def oai(request: Request, session: Db, now: Now) -> Response:
    """OAI-PMH: courses for library catalogues and other portals."""
    return answer(request, session, now, parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=None))


@router.post("/oai")
async def oai_by_form(request: Request, session: Db, now: Now) -> Response:
    """The same, asked with a form: the protocol wants both. Nothing is changed by it."""
    fields = await read_fields(request)
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    return answer(request, session, now, pairs)


def answer(request: Request, session: Db, now: Any, pairs: list[tuple[str, str]]) -> Response:
    """The whole answer to a request, also to a wrong one."""
    address, repeated = own(request) + "/oai", {}
    try:
        arguments = rules.read_arguments(pairs)
        repeated = arguments
        inside = VERBS[arguments["verb"]](request, session, arguments)
    except Wrong as wrong:
        repeated = {} if wrong.code in ("badVerb", "badArgument") else repeated
        inside = xml.element("error", wrong, code=wrong.code)
    return Response(xml.oai_answer(address, repeated, rules.stamp(now), inside), media_type=XML)


def identify(request: Request, session: Db, arguments: Mapping[str, str]) -> str:
    settings = request.app.state.settings
    mail = re.search(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", settings.contact, re.ASCII)
    told = {
        "repositoryName": "无碍学堂",
        "baseURL": own(request) + "/oai",
        "protocolVersion": "2.0",
        "adminEmail": mail[0] if mail else f"webmaster@{host(request)}",
        "earliestDatestamp": rules.stamp(queries.earliest_change(session) or request.app.state.clock()),
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    return xml.around("Identify", "".join(xml.element(name, value) for name, value in told.items()))


def list_metadata_formats(request: Request, session: Db, arguments: Mapping[str, str]) -> str:
    if "identifier" in arguments:
        the_record(request, session, arguments["identifier"])
    return xml.formats()


def list_sets(request: Request, session: Db, arguments: Mapping[str, str]) -> str:
    if "resumptionToken" in arguments:
        raise Wrong("badResumptionToken", "The list of sets is whole at once.")
    named = sets(session).items()
    inside = [xml.element("setSpec", spec) + xml.element("setName", name) for spec, name in named]
    return xml.around("ListSets", "".join(xml.around("set", one) for one in inside))


def get_record(request: Request, session: Db, arguments: Mapping[str, str]) -> str:
    row = the_record(request, session, arguments["identifier"])
    rules.check_prefix(arguments)
    return xml.around("GetRecord", xml.record(row, host(request), course_address(request, row.slug)))


def list_some(request: Request, session: Db, arguments: Mapping[str, str]) -> str:
    """A page of identifiers or records, and the token for the next one."""
    walk = rules.read_walk(arguments, seal(request), sets(session))
    total = walk.total or queries.count_records(session, walk)
    rows = queries.records(session, walk, AT_ONCE + 1)
    if not rows:
        raise Wrong("noRecordsMatch", "No course has changed in this time.")
    shown, more = rows[:AT_ONCE], rows[AT_ONCE:]
    if walk.verb == "ListRecords":
        inside = [xml.record(row, host(request), course_address(request, row.slug)) for row in shown]
    else:
        inside = [xml.header(row, host(request)) for row in shown]
    return xml.around(walk.verb, "".join(inside) + token(request, walk, total, shown, bool(more)))


def token(request: Request, walk: Walk, total: int, shown: Any, has_more: bool) -> str:
    """The token behind a page; on the last page of several an empty one."""
    if not has_more and not walk.given:
        return ""
    last = shown[-1]
    further = Walk(**vars(walk) | {"total": total}).further(last.changed_at, last.id, len(shown))
    written = rules.write_token(further, seal(request)) if has_more else ""
    return xml.element("resumptionToken", written, completeListSize=total, cursor=walk.given)


VERBS = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "ListIdentifiers": list_some,
    "ListRecords": list_some,
    "GetRecord": get_record,
}


def the_record(request: Request, session: Db, identifier: str) -> Any:
    """The record of this name. Raises Wrong when there is none."""
    start = xml.identifier(host(request), "")
    row = queries.record(session, identifier.removeprefix(start)) if identifier.startswith(start) else None
    if row is None:
        raise Wrong("idDoesNotExist", "There is no such record here.")
    return row


def sets(session: Db) -> dict[str, str]:
    """The sets: kinds of training, and prefectures."""
    kinds = {f"category:{name}": words.msgid for name, words in CATEGORIES.items()}
    places = regions(session, "prefecture")
    return {"category": "培训类型"} | kinds | {"region": "来自"} | {f"region:{one.code}": one.name for one in places}


def seal(request: Request) -> rules.Seal:
    """How tokens are sealed."""
    vault = request.app.state.vault
    return lambda text: str(vault.index(text, "harvest token"))


def own(request: Request) -> str:
    return str(request.app.state.settings.origin)


def host(request: Request) -> str:
    """The name of this portal in identifiers."""
    return urlsplit(own(request)).hostname or "localhost"


def course_address(request: Request, slug: str) -> str:
    return own(request) + str(request.app.state.url_for("course", slug=slug))


@router.get("/sitemap.xml")
async def sitemap_index(request: Request, session: Db) -> Response:
    """Where the sitemaps are: one of our own pages, and one for every 25,000 courses."""
    url_for = request.app.state.url_for
    places = [(own(request) + url_for("sitemap", number=0), "")]
    for row in queries.chapters(session):
        places.append((own(request) + url_for("sitemap", number=row.number + 1), rules.stamp(row.changed_at)))
    return Response(xml.sitemap_index(places), media_type=XML, headers=AN_HOUR)


@router.get("/sitemaps/{number}.xml")
async def sitemap(request: Request, number: int, session: Db) -> Response:
    """One sitemap: 0 for our own pages, the others for courses."""
    url_for = request.app.state.url_for
    if number == 0:
        places = [(own(request) + url_for(name), "") for name in PAGES]
    else:
        rows = queries.open_courses(session, number - 1) if 0 < number < 1_000_000 else []
        places = [(course_address(request, row.slug), rules.stamp(row.changed_at)) for row in rows]
    if not places:
        raise NotFound
    return Response(xml.sitemap(places), media_type=XML, headers=AN_HOUR)


@router.get("/library/{slug}/course.jsonld")
async def course_data(request: Request, slug: str, session: Db) -> Response:
    """A course in the words of schema.org, for programs: the same block that its page carries."""
    shelf = request.app.state.shelf
    found = shelf.course(session, slug)
    if found is None:
        raise NotFound
    data = shelf.described(session, found, course_address(request, slug))
    return Response(data.partition(">")[2].rpartition("<")[0], media_type="application/ld+json")


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """What search engines may read: all that is public, once."""
    rows = [*[f"Disallow: {path}" for path in KEPT_OUT], *[f"Allow: {path}" for path in LET_IN]]
    lines = ["User-agent: *", *rows, f"Sitemap: {own(request)}/sitemap.xml", ""]
    return Response("\n".join(lines), media_type="text/plain; charset=utf-8", headers=AN_HOUR)
