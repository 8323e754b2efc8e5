"""The file of an order: a statement for each person as a table, in one archive. It is taken away after some days."""

import io
import zipfile
from datetime import datetime

from sqlmodel import Session

from portal.bank.statements import queries
from portal.bank.statements.actions import store_of
from portal.bank.statements.models import StatementOrder
from portal.bank.statements.queries import JOB
from portal.credits.queries import balance, entries
from portal.credits.statement import as_csv, header_sentence
from portal.jobs import Every, JobContext, job
from portal.text import message
from portal.text.dates import local_date


@job(JOB, minutes=30)
def make_statements(context: JobContext) -> None:
    """Make the archive, once; the same statements again are the same file."""
    with context.reading() as session:
        order = session.get_one(StatementOrder, context.payload["order_id"])
        ordered_at, people = order.ordered_at, queries.people_of(session, order.id)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, person in enumerate(people, start=1):
            with context.reading() as session:
                table = statement_of(session, person.id, person.name, ordered_at)
            archive.writestr(zipfile.ZipInfo(f"{number:04d}-{plain(person.name)}.csv", (1980, 1, 1, 0, 0, 0)), table)
            if number % 20 == 0:
                context.progress(number, len(people), message("做好 %(done)s 份", done=number))
    content = written.getvalue()
    digest = store_of(context.settings).put(content)
    with context.writing() as session:
        order = session.get_one(StatementOrder, context.payload["order_id"], with_for_update=True)
        if order.made_at is None:
            order.made_at, order.digest, order.size_bytes = context.now(), digest, len(content)
            session.add(order)


def plain(name: str) -> str:
    """A name as a part of a file's name: letters and characters only."""
    return "".join(letter for letter in name if letter.isalnum())[:40]


def statement_of(session: Session, person_id: int, name: str, at: datetime) -> str:
    """Somebody's statement as they would get it themselves."""
    held = balance(session, person_id)
    head = header_sentence(name, held.credit_hundredths, held.points, at)
    return as_csv(head, entries(session, person_id), with_total=True)


@job("drop_statements", every=Every.DAY)
def drop_statements(context: JobContext) -> None:
    """Take away every file whose last day is over. The orders stay, and so does what each person reads of them."""
    files, today = store_of(context.settings), local_date(context.now())
    while True:
        with context.writing() as session:
            found = queries.to_drop(session, today)
            for order in found:
                order.dropped_at = context.now()
                session.add(order)
            session.flush()
            for order in found:
                if not queries.is_kept_elsewhere(session, order):
                    files.remove(order.digest)
        if not found:
            return
