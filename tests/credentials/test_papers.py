"""The certificate on paper: the page that large print and the PDF are made of, and the PDF opened with another program."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from sqlalchemy import Engine

from portal.accounts.models import Person
from portal.jobs import run_waiting
from portal.settings import Settings
from tests.browser import SignIn
from tests.cast import Clock
from tests.formats.test_heavy import nodes


def test_large_print_is_one_whole_page(sign_in: SignIn, lin: Person, number: str) -> None:
    page = BeautifulSoup(sign_in(lin).client.get(f"/certificates/{number}/certificate.html").text, "html.parser")

    assert page.html and page.html["lang"] == "zh-CN" and page.title
    assert page.title.get_text() == "培训合格证书 林小雨"
    assert [heading.get_text() for heading in page.find_all(["h1", "h2"])] == ["培训合格证书"]
    assert {cell.get("scope") for cell in page.find_all("th")} == {"row"}
    assert not page.find_all(["script", "link", "img"])


@pytest.mark.libraries
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_pdf_is_tagged_in_its_language(
    engine: Engine,
    settings: Settings,
    app: FastAPI,
    sign_in: SignIn,
    lin: Person,
    number: str,
    clock: Clock,
    language: str,
) -> None:
    import pikepdf

    browser = sign_in(lin)
    browser.client.cookies.set("language", language)
    browser.open(f"/certificates/{number}/pdf", 202)
    run_waiting(engine, app.state.files, settings, clock.now)

    page = browser.open(f"/certificates/{number}/pdf")
    address = next(one for one in page.links.values() if one.endswith(".pdf"))
    answer = browser.client.get(address)
    assert answer.headers["content-disposition"] == f'attachment; filename="certificate-{number}.pdf"'
    assert "private" in answer.headers["cache-control"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == language and pdf.Root.MarkInfo.Marked and pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1" and "林小雨" in told["dc:title"]
        tree: list[Any] = list(nodes(pdf.Root.StructTreeRoot.K))
        assert {"/H1", "/P", "/Table", "/TH", "/TD"} <= {str(node.S) for node in tree if "/S" in node}
        assert {str(node.A.Scope) for node in tree if str(node.get("/S")) == "/TH"} == {"/Row"}
