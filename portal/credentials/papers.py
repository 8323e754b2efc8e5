"""A certificate as a file for people: plain text, large print, and large print on paper as a tagged PDF."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.certificates.models import Certificate
from portal.certificates.rules import certificate_number
from portal.credentials import actions, queries
from portal.formats.document.markup import element
from portal.formats.document.text import MARK
from portal.formats.print.page import STYLE
from portal.formats.print.paper import as_pdf
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.settings import Settings
from portal.text import LANGUAGES, language, message, speaking
from portal.text.amounts import format_credit, format_hours
from portal.text.codes import group
from portal.text.dates import format_date

MAKER = 1  # raised whenever the PDF changes: all are then made anew
MAKE = "make_certificate_pdf"


@dataclass(frozen=True)
class Paper:
    """What stands on it, from top to bottom, in the language that is spoken now."""

    language: str
    title: str
    holder_name: str
    said: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def paper_of(certificate: Certificate, settings: Settings) -> Paper:
    """A certificate in the language that is spoken now. What a demo issues says that it proves nothing."""
    is_english = language() == "en" and certificate.title_en
    course = message("《%(title)s》", title=certificate.title_en if is_english else certificate.title)
    said = message("学完%(course)s，考核 %(mark)s 分，合格。", course=course, mark=certificate.mark)
    rows = [
        (
            message("学习时间"),
            message("%(hours)s 学时，1 学时是 45 分钟", hours=format_hours(certificate.learning_minutes)),
        ),
        (message("学分"), message("%(credit)s 学分", credit=format_credit(certificate.credit_hundredths))),
        (message("考核合格日期"), format_date(certificate.passed_at)),
        (message("发证日期"), format_date(certificate.issued_at)),
        (message("发证"), message("无碍学堂")),
        *([(message("课程提供"), certificate.provider)] if certificate.provider else []),
        (message("证书号"), group(certificate_number(certificate.id))),
        (message("验证码"), group(certificate.verification_code)),
        (message("核对网址"), f"{settings.origin}/verify"),
    ]
    notes = [message("谁都可以用验证码核对这张证书。证书和核对页上都不写残疾类别，也不写证件号。")]
    if settings.mode == "demo":
        notes.insert(0, message("这张证书出自演示站，人和课程记录都是样例，不能用来证明什么。"))
    return Paper(
        language(),
        str(message("培训合格证书")),
        certificate.holder_name,
        str(said),
        tuple((str(term), str(words)) for term, words in rows),
        tuple(map(str, notes)),
    )


def rendered(paper: Paper, is_large: bool = False) -> bytes:
    """The paper as plain text, or as one HTML file in large print."""
    return _large(paper).encode() if is_large else _text(paper).encode()


def _text(paper: Paper) -> str:
    """One fact a line, with the line ends and the mark that every system reads."""
    facts = [str(message("%(term)s：%(words)s", term=term, words=words)) for term, words in paper.rows]
    lines = [paper.title, "", paper.holder_name, paper.said, "", *facts, "", *paper.notes]
    return MARK + "\r\n".join(lines) + "\r\n"


def _large(paper: Paper) -> str:
    body = [
        element("h1", escape(paper.title)),
        element("p", element("strong", escape(paper.holder_name))),
        element("p", escape(paper.said)),
        element("table", element("tbody", Markup("\n").join(_row(*row) for row in paper.rows))),
        *(element("p", escape(note)) for note in paper.notes),
    ]
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
            "<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
        ).format(
            language=paper.language,
            title=f"{paper.title} {paper.holder_name}",
            style=Markup(STYLE),
            body=Markup("\n").join(body),
        )
    )


def _row(term: str, words: str) -> Markup:
    return element("tr", element("th", escape(term), scope="row") + element("td", escape(words)))


def reference_of(certificate_id: int, spoken: str) -> str:
    """What the job that makes a PDF is known by."""
    return f"certificate/{certificate_id}/pdf/{spoken}/{MAKER}"


@job(MAKE, minutes=10)
def make_certificate_pdf(context: JobContext) -> None:
    """Put a certificate on paper in one language. Doing it twice gives the same."""
    certificate_id = context.payload["certificate_id"]
    spoken = next(known for known in LANGUAGES if known == context.payload["language"])
    context.progress(1, 2, message("把证书排成一页"))
    with context.reading() as session, speaking(spoken):
        page = rendered(paper_of(session.get_one(Certificate, certificate_id), context.settings), is_large=True)
    content = as_pdf(page.decode())
    digest = context.files.put(content)
    with context.writing() as session:
        if queries.paper_of(session, certificate_id, spoken, MAKER) is None:
            actions.keep_paper(session, certificate_id, spoken, MAKER, digest, len(content), context.now())
