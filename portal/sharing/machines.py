"""A statement for machines: JSON with every value that the digests of the books cover, so that seals can prove it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from portal.certificates.rules import certificate_number
from portal.chain import canonical
from portal.credits.rules import record_number
from portal.sharing import queries
from portal.sharing.contents import Said
from portal.text.dates import local_date

FORMAT = "wuai-statement-1"
Proofs = Callable[[Session, list[int]], list[Any] | None]


def as_document(session: Session, said: Said, origin: str, proofs: Proofs) -> dict[str, Any]:
    """The statement. Each entry has the values of its row as its digest covers them, and its record number beside;
    `proofs` stand in the order of the entries. In a whole statement the points between them are proven too: with a gap
    in the chain nobody could know that what is not shown took no credit back."""
    rows = queries.rows_of(session, [entry.id for entry in said.entries])
    proven = queries.ids_up_to(session, rows[-1]) if said.is_whole and rows else [row["id"] for row in rows]
    document: dict[str, Any] = {
        "format": FORMAT,
        "issuer": origin,
        "made_on": local_date(said.as_of).isoformat(),
        "holder": {"name": said.holder_name},
        "is_whole": said.is_whole,
        "credit_hundredths": said.credit_hundredths,
        "entries": [{"record": record_number(row["id"]), "row": plain(row)} for row in rows],
        "certificates": [
            {
                "number": certificate_number(one.id),
                "title": one.title,
                "credit_hundredths": one.credit_hundredths,
                "passed_on": local_date(one.passed_at).isoformat(),
                "state": one.state,
            }
            for one in said.certificates
        ],
        "own_lines": [
            {"kind": line.kind.value, "title": line.title, "place": line.place, "year_from": line.year_from,
             "year_to": line.year_to, "note": line.note, "is_proven": False}
            for line in said.lines
        ],
        "proofs": proofs(session, proven),
    }  # fmt: skip
    if said.points is not None:
        document["points"] = said.points
    if said.code and said.ends_on:
        document |= {"code": said.code, "valid_until": said.ends_on.isoformat()}
    return document


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the books as JSON has it, every value as the digest takes it."""
    values: dict[str, Any] = json.loads(canonical(row))
    return values
