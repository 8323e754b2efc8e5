"""Keys at hand for a request, and what can be taken along of a certificate, in words."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from portal.certificates.models import Certificate
from portal.certificates.rules import certificate_number
from portal.credentials import actions, queries
from portal.credentials.models import IssuerKey
from portal.credentials.papers import MAKER, paper_of, rendered
from portal.credentials.rules import Algorithm, PublicKey, method_of
from portal.credentials.signing import Signer, open_key
from portal.errors import Refused
from portal.text import Message, language, message
from portal.text.amounts import format_size

TEXT, LARGE, PDF, TOKEN, PROOF = "txt", "html", "pdf", "jwt", "json"
PAPERS = {TEXT: "text/plain; charset=utf-8", LARGE: "text/html; charset=utf-8"}
BADGES = {TOKEN: "application/vc+jwt", PROOF: "application/vc"}


@dataclass(frozen=True)
class File:
    """A link to one form of a certificate. A PDF that is not there yet leads to the page that has it made."""

    words: Message
    address: str
    is_there: bool = True


@dataclass(frozen=True)
class Files:
    """What can be taken along: for people, and for machines."""

    papers: tuple[File, ...] = ()
    badges: tuple[File, ...] = ()


def files_of(request: Request, session: Session, certificate: Certificate) -> Files:
    """The links of a certificate's page; none when it holds no more."""
    if certificate.state != "issued":
        return Files()
    number, url_for = certificate_number(certificate.id), request.app.state.url_for

    def address(kind: str) -> str:
        return str(url_for("certificate_file", number=number, kind=kind))

    paper = paper_of(certificate, request.app.state.settings)
    sizes = {kind: format_size(len(rendered(paper, kind == LARGE))) for kind in PAPERS}
    papers = (
        File(message("文字版，TXT 文件，%(size)s", size=sizes[TEXT]), address(TEXT)),
        File(message("大字版，网页文件，%(size)s", size=sizes[LARGE]), address(LARGE)),
        _pdf(session, certificate.id, address(PDF), str(url_for("certificate_pdf", number=number))),
    )
    badges = (
        File(message("徽章，JWT 文件"), address(TOKEN)),
        File(message("徽章，JSON 文件，签名在里面"), address(PROOF)),
    )
    return Files(papers, badges)


def _pdf(session: Session, certificate_id: int, address: str, progress: str) -> File:
    made = queries.paper_of(session, certificate_id, language(), MAKER)
    if made:
        return File(message("PDF 文件，读屏能读，%(size)s", size=format_size(made.size)), address)
    return File(message("PDF 文件，读屏能读，打开就开始准备"), progress, False)


def signer(request: Request, session: Session, algorithm: Algorithm, now: datetime) -> Signer:
    """The key that signs now; made when there is none yet. Raises Refused when the portal's secret has changed."""
    state = request.app.state
    key = queries.keys_in_use(session).get(algorithm) or ready_keys(request, now)[algorithm]
    try:
        private = open_key(state.vault, key.name, key.sealed)
    except ValueError as error:
        raise Refused(message("签名用的钥匙打不开，现在不能发徽章。请管理员运行 credentials rotate。")) from error
    return Signer(method_of(state.settings.origin, key.name), algorithm, private)


def ready_keys(request: Request, now: datetime) -> dict[Algorithm, IssuerKey]:
    """The keys in use, made where they are missing: in a transaction of its own, for a page that reads writes nothing."""
    with Session(request.app.state.engine, expire_on_commit=False) as own, own.begin():
        actions.make_missing_keys(own, request.app.state.vault, now)
        return queries.keys_in_use(own)


def known_keys(request: Request, session: Session, now: datetime) -> list[PublicKey]:
    """The keys that are published; both are there from the first time that anybody asks."""
    if len(queries.keys_in_use(session)) < len(Algorithm):
        ready_keys(request, now)
        with Session(request.app.state.reading_engine) as own:
            return queries.published_keys(own)
    return queries.published_keys(session)
