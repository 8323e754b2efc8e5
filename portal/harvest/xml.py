"""Answers in XML: OAI-PMH and sitemaps."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from portal.harvest.rules import PREFIX, stamp
from portal.library.models import VersionState

OAI = "http://www.openarchives.org/OAI/2.0/"
DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, text: object = "", **attributes: object) -> str:
    """An element with a text."""
    return f"<{name}{_attributes(attributes)}>{escape(NOT_XML.sub('', str(text)))}</{name}>"


def around(name: str, inside: str, **attributes: object) -> str:
    """An element with elements."""
    return f"<{name}{_attributes(attributes)}>{inside}</{name}>"


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(NOT_XML.sub('', str(value)))}" for name, value in attributes.items())


def oai_answer(address: str, arguments: Mapping[str, str], answered_at: str, inside: str) -> str:
    """A whole answer. `arguments` are repeated in it, but for a request that was wrong in them."""
    return HEAD + (
        f'<OAI-PMH xmlns="{OAI}" xmlns:xsi="{SCHEMA_INSTANCE}" xsi:schemaLocation="{OAI} {OAI[:-1]}/OAI-PMH.xsd">'
        f"{element('responseDate', answered_at)}{element('request', address, **arguments)}{inside}</OAI-PMH>\n"
    )


def header(row: Any, host: str) -> str:
    """What a record is and when it changed; a course that is gone is a deleted record for ever."""
    state = {} if row.state == VersionState.PUBLISHED else {"status": "deleted"}
    sets = "".join(element("setSpec", name) for name in (f"category:{row.category}", f"region:{row.region_code}"))
    named = element("identifier", identifier(host, row.slug)) + element("datestamp", stamp(row.changed_at))
    return around("header", named + sets, **state)


def identifier(host: str, slug: str) -> str:
    """The name of a record in the world."""
    return f"oai:{host}:{slug}"


def record(row: Any, host: str, address: str) -> str:
    """A record with its description; of a deleted one only the header."""
    described = "" if row.state != VersionState.PUBLISHED else around("metadata", dublin_core(row, address))
    return around("record", header(row, host) + described)


def dublin_core(row: Any, address: str) -> str:
    """A course in the fifteen words of Dublin Core."""
    told: Sequence[tuple[str, str]] = (
        ("title", row.title),
        ("title", row.title_en),
        ("creator", row.provider),
        ("subject", row.occupation),
        ("subject", row.category),
        ("description", row.summary),
        ("publisher", row.provider),
        ("date", stamp(row.changed_at)[:10]),
        ("type", "InteractiveResource"),
        ("type", "Course"),
        ("format", "text/html"),
        ("identifier", address),
        ("language", row.language),
        ("coverage", row.region_code),
        ("rights", row.licence),
    )
    inside = "".join(element(f"dc:{name}", value) for name, value in told if value)
    return (
        f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}" xmlns:xsi="{SCHEMA_INSTANCE}" '
        f'xsi:schemaLocation="{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd">{inside}</oai_dc:dc>'
    )


def formats() -> str:
    """The one form in which records are given."""
    schema = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    inside = element("metadataPrefix", PREFIX) + element("schema", schema) + element("metadataNamespace", OAI_DC)
    return around("ListMetadataFormats", around("metadataFormat", inside))


def sitemap_index(places: Sequence[tuple[str, str]]) -> str:
    """The list of sitemaps: address and last change."""
    return HEAD + around("sitemapindex", _places("sitemap", places), xmlns=SITEMAP) + "\n"


def sitemap(places: Sequence[tuple[str, str]]) -> str:
    """Addresses with their last change, where it is known."""
    return HEAD + around("urlset", _places("url", places), xmlns=SITEMAP) + "\n"


def _places(name: str, places: Sequence[tuple[str, str]]) -> str:
    return "".join(
        around(name, element("loc", address) + (element("lastmod", changed) if changed else ""))
        for address, changed in places
    )
