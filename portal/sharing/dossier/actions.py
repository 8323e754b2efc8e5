"""Add, change and take away one's own lines."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.errors import Refused
from portal.sharing.dossier.models import FileLine
from portal.sharing.dossier.queries import count_lines
from portal.sharing.dossier.rules import MOST_LINES, LineKind
from portal.text import message


def add_line(session: Session, person_id: int, values: dict[str, Any], now: datetime) -> FileLine:
    """Add a line to somebody's own file. Raises Refused when it is full."""
    if count_lines(session, person_id) >= MOST_LINES:
        raise Refused(message("最多写 %(count)s 条。去掉几条，再写新的。", count=MOST_LINES))
    line = FileLine(person_id=person_id, changed_at=now, **values | {"kind": LineKind(values["kind"])})
    session.add(line)
    session.flush()
    audit.record(session, person_id, "add.file_line", "file_line", line.id, now)
    return line


def change_line(session: Session, line: FileLine, values: dict[str, Any], now: datetime) -> None:
    """Say it in another way. What was shown to others stays as it was until that ends."""
    line.sqlmodel_update(values | {"kind": LineKind(values["kind"]), "changed_at": now})
    audit.record(session, line.person_id, "change.file_line", "file_line", line.id, now)


def remove_line(session: Session, line: FileLine, now: datetime) -> None:
    """Take it away for good: it is the person's own writing, and nobody's record."""
    audit.record(session, line.person_id, "remove.file_line", "file_line", line.id, now)
    session.delete(line)
    session.flush()
