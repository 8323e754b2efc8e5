"""What a document says, statement by statement in one order, so that it can be signed (W3C RDFC-1.0).

The contexts are files here: nothing is ever fetched.

pyld does it. On hostile input its work can grow without bound, so what comes from strangers is measured first.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "contexts"
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr-2.0.1.json",
}
# Far above what a badge of ours has (some 70 values, 3 things without a name of their own), far below what hurts.
MOST_VALUES = 300
MOST_NAMELESS = 5
_loaded: dict[str, Any] = {}


class Unreadable(Exception):
    """The document is none that could have been signed here."""


def canonical(document: dict[str, Any]) -> bytes:
    """All that the document states, one statement a line, sorted. Raises Unreadable."""
    from pyld import jsonld

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    try:
        return str(jsonld.normalize(document, options)).encode()
    except jsonld.JsonLdError as error:
        raise Unreadable(str(error)) from error


def says_only_what_is_signed(document: dict[str, Any]) -> bool:
    """Whether every word of the document is one that its contexts know, in the spelling that they give it.

    A signature covers what a document states. A word that no context knows states nothing, so it could be put in
    unseen, and a reader who knows no contexts would believe it. Raises Unreadable.
    """
    from pyld import jsonld

    try:
        spelled = jsonld.compact(document, document["@context"], {"documentLoader": _load})
    except jsonld.JsonLdError as error:
        raise Unreadable(str(error)) from error
    return bool(spelled == document)


def measure(document: Any, contexts: list[str]) -> None:
    """Refuse what is too large or too entangled to be looked at, or brings words of its own. Raises Unreadable."""
    if not isinstance(document, dict) or document.get("@context") != contexts:
        raise Unreadable("other contexts")
    values = nameless = 0
    waiting: list[Any] = [{name: value for name, value in document.items() if name != "@context"}]
    while waiting:
        one = waiting.pop()
        values += 1
        if isinstance(one, dict):
            nameless += not isinstance(one.get("id"), str) or str(one["id"]).startswith("_:")
            if any(name.startswith("@") for name in one):
                raise Unreadable("keywords of JSON-LD")
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        if values > MOST_VALUES or nameless > MOST_NAMELESS:
            raise Unreadable("too large")


def _load(address: str, _: object = None) -> dict[str, Any]:
    """A context from its file. Raises KeyError, which pyld turns into its own error, for one that is not here."""
    if address not in _loaded:
        _loaded[address] = json.loads((FOLDER / CONTEXTS[address]).read_text(encoding="utf-8"))
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _loaded[address],
    }
