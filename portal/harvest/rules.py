"""OAI-PMH 2.0: what may be asked, what is wrong with it, and the tokens by which a long list goes on.

A token holds all that the next page needs and a seal, so nothing is kept for a harvester and nothing can be made up. A
list goes by when a course changed and its number: what changes meanwhile comes at its end, and nothing is left out.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

PREFIX = "oai_dc"
AT_ONCE = 100
Seal = Callable[[str], str]
# What each verb needs and what it may have; a resumption token comes alone.
VERBS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Identify": ((), ()),
    "ListMetadataFormats": ((), ("identifier",)),
    "ListSets": ((), ("resumptionToken",)),
    "ListIdentifiers": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListRecords": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "GetRecord": (("identifier", "metadataPrefix"), ()),
}


class Wrong(Exception):
    """What is wrong with a request, by its code in the protocol."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Walk:
    """Where a harvester is in a list. Moments are UTC; `before` is the first one that is too late."""

    verb: str
    since: datetime | None = None
    before: datetime | None = None
    set_name: str = ""
    after: datetime | None = None  # the last record that was given: when it changed, and its number
    after_id: int = 0
    given: int = 0
    total: int = 0

    def further(self, changed_at: datetime, number: int, count: int) -> "Walk":
        """The same walk behind this record."""
        return replace(self, after=changed_at, after_id=number, given=self.given + count)


def read_arguments(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The arguments of a request. Raises Wrong for an unknown verb and for arguments that do not belong to it."""
    arguments = dict(pairs)
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Wrong("badVerb", "Give exactly one verb: " + ", ".join(VERBS) + ".")
    if len(arguments) != len(pairs):
        raise Wrong("badArgument", "An argument is given twice.")
    needed, possible = VERBS[verbs[0]]
    if unknown := arguments.keys() - {"verb", *needed, *possible}:
        raise Wrong("badArgument", f"{verbs[0]} does not take: {', '.join(sorted(unknown))[:200]}.")
    if "resumptionToken" in arguments:
        if len(arguments) > 2:
            raise Wrong("badArgument", "resumptionToken comes alone.")
    elif missing := [name for name in needed if not arguments.get(name)]:
        raise Wrong("badArgument", f"{verbs[0]} needs: {', '.join(missing)}.")
    return arguments


def read_walk(arguments: Mapping[str, str], seal: Seal, sets: Mapping[str, object]) -> Walk:
    """Where a list begins, or goes on. Raises Wrong."""
    if "resumptionToken" in arguments:
        return read_token(arguments["resumptionToken"], arguments["verb"], seal)
    check_prefix(arguments)
    since, until = arguments.get("from", ""), arguments.get("until", "")
    if since and until and len(since) != len(until):
        raise Wrong("badArgument", "from and until are not equally exact.")
    walk = Walk(arguments["verb"], moment(since, 0), moment(until, 1), arguments.get("set", ""))
    if walk.since and walk.before and walk.since >= walk.before:
        raise Wrong("badArgument", "from is after until.")
    if walk.set_name and walk.set_name not in sets:
        raise Wrong("noRecordsMatch", "There is no such set.")
    return walk


def check_prefix(arguments: Mapping[str, str]) -> None:
    """Raises Wrong for a form that we do not give."""
    if arguments["metadataPrefix"] != PREFIX:
        raise Wrong("cannotDisseminateFormat", f"Records are given as {PREFIX} only.")


def moment(written: str, later: int) -> datetime | None:
    """A date or a moment of a request; `later` 1 gives the first one after the day or second that was meant."""
    if not written:
        return None
    is_day = len(written) == 10
    try:
        if not written.isascii():
            raise ValueError
        read = datetime.strptime(written, "%Y-%m-%d" if is_day else "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return read + later * (timedelta(days=1) if is_day else timedelta(seconds=1))
    except (ValueError, OverflowError):
        raise Wrong("badArgument", "Write dates as 2026-03-01 or 2026-03-01T00:00:00Z.") from None


def write_token(walk: Walk, seal: Seal) -> str:
    """A walk as a token."""
    values = {name: value for name, value in asdict(walk).items() if value}
    written = json.dumps(values, default=lambda one: one.isoformat(), separators=(",", ":"))
    packed = base64.urlsafe_b64encode(written.encode()).decode()
    return f"{packed}.{seal(packed)[:32]}"


def read_token(token: str, verb: str, seal: Seal) -> Walk:
    """The walk of a token. Raises Wrong when we did not write it, or for another list."""
    packed, _, mark = token.partition(".")
    if len(token) > 2000 or not mark or not token.isascii() or seal(packed)[:32] != mark:
        raise Wrong("badResumptionToken", "This token is not one of ours.")
    try:
        values = json.loads(base64.urlsafe_b64decode(packed))
    except (ValueError, binascii.Error):
        raise Wrong("badResumptionToken", "This token is not one of ours.") from None
    moments = {name: datetime.fromisoformat(values[name]) for name in ("since", "before", "after") if name in values}
    walk = Walk(**values | moments)
    if walk.verb != verb:
        raise Wrong("badResumptionToken", "This token is for another verb.")
    return walk


def stamp(moment: datetime) -> str:
    """A moment as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
