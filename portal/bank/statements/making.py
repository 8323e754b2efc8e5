"""The file of an order: for each person a table and plain text, in Chinese and in English, in one archive. It is taken
away after some days.

Everybody's statement has the same forms: the form in which somebody reads best would tell of their disability.
"""

import io
import zipfile
from datetime import datetime

from sqlmodel import Session

from portal.bank.statements import queries
from portal.bank.statements.actions import store_of
from portal.bank.statements.models import StatementOrder
from portal.bank.statements.queries import JOB
from portal.credits.queries import balance, entries
from portal.credits.statement import BYTE_ORDER_MARK, COLUMNS, EXPLAINED, as_csv, header_sentence
from portal.jobs import Every, JobContext, job
from portal.sharing.contents import whole_statement
from portal.sharing.documents import as_plain_text
from portal.text import LANGUAGES, message, speaking
from portal.text.dates import local_date

READ_ME: dict[str, str] = {"zh-CN": "说明.txt", "en": "read-me.txt"}
ABOUT = (
    message("每位学员有一个表格（CSV）和一份纯文本（TXT），内容一样。“zh”里是中文，“en”里是英文。"),
    message("大家的格式都一样。本人要大字版 PDF、盲文，在自己的学分账户里下载。"),
    message("表格的第一行说是谁的，第二行是列名。各列说的是："),
)


@job(JOB, minutes=30)
def make_statements(context: JobContext) -> None:
    """Make the archive, once; the same statements again are the same file."""
    with context.reading() as session:
        order = session.get_one(StatementOrder, context.payload["order_id"])
        ordered_at, people = order.ordered_at, queries.people_of(session, order.id)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for spoken in LANGUAGES:
            with speaking(spoken):
                put(archive, READ_ME[spoken], explained())
        for number, person in enumerate(people, start=1):
            for spoken in LANGUAGES:
                with context.reading() as session, speaking(spoken):
                    table = statement_of(session, person.id, person.name, ordered_at)
                    words = as_plain_text(whole_statement(session, person.id, ordered_at), context.settings)
                put(archive, f"{spoken[:2]}/{number:04d}-{plain(person.name)}.csv", table)
                put(archive, f"{spoken[:2]}/{number:04d}-{plain(person.name)}.txt", words)
            if number % 20 == 0:
                context.progress(number, len(people), message("做好 %(done)s 份", done=number))
    content = written.getvalue()
    digest = store_of(context.settings).put(content)
    with context.writing() as session:
        order = session.get_one(StatementOrder, context.payload["order_id"], with_for_update=True)
        if order.made_at is None:
            order.made_at, order.digest, order.size_bytes = context.now(), digest, len(content)
            session.add(order)


def put(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    """Add a file that says nothing of when it was made: the same content is the same archive."""
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def explained() -> str:
    """What the archive holds, and what each column of its tables says, in the language that is spoken."""
    columns = [
        message("%(column)s：%(words)s", column=one, words=words) for one, words in zip(COLUMNS, EXPLAINED, strict=True)
    ]
    return BYTE_ORDER_MARK + "\r\n".join(map(str, (*ABOUT, *columns))) + "\r\n"


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
