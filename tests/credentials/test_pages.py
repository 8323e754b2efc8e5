"""Lin takes her certificate along; an employer brings a badge; both see what happened."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.certificates.actions import Officers, replace, revoke
from portal.certificates.models import Certificate
from portal.certificates.rules import Reason
from portal.credentials.checking import CHANGED, EMPTY, LARGEST, NO_BADGE, NOT_OURS, TOO_LARGE
from portal.text import Message
from tests.browser import Browser, Page, SignIn
from tests.cast import NOW, Clock, MakePerson
from tests.certificates.test_pages import CODE, SECRET


def bring(visitor: Browser, content: str, expect: int = 200, as_file: bool = False) -> Page:
    page = visitor.open("/verify")
    if as_file:
        files = {"file": ("badge.jwt", content.encode(), "application/octet-stream")}
        return page.press("核对徽章", {"badge": ""}, expect, files)
    return page.press("核对徽章", {"badge": content}, expect)


def test_every_file_on_her_page_can_be_taken_along(sign_in: SignIn, lin: Person, number: str) -> None:
    browser = sign_in(lin)
    links = browser.open(f"/certificates/{number}").links
    files = {words: address for words, address in links.items() if "/certificate." in address}

    assert list(files) == [
        "文字版，TXT 文件，1 KB",
        "大字版，网页文件，3 KB",
        "徽章，JWT 文件",
        "徽章，JSON 文件，签名在里面",
    ]
    for address in files.values():
        answer = browser.client.get(address)
        name = f"certificate-{number}.{address.rpartition('.')[2]}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["cache-control"] == "private, no-store"
    assert f"/certificates/{number}/pdf" in links.values()


@pytest.mark.parametrize("kind", ["txt", "html", "json", "jwt", "pdf"])
def test_certificates_of_others_are_not_found_in_any_form(
    sign_in: SignIn, visitor: Browser, mei: Person, number: str, kind: str
) -> None:
    address = f"/certificates/{number}/certificate.{kind}"
    assert sign_in(mei).open(address, 404)
    assert visitor.open(address).path.startswith("/sign-in")
    assert sign_in(mei).open(f"/certificates/{number}/pdf", 404)


def test_a_form_that_there_is_not_is_not_found(sign_in: SignIn, lin: Person, number: str) -> None:
    sign_in(lin).open(f"/certificates/{number}/certificate.docx", 404)


def test_the_text_says_what_the_page_says(sign_in: SignIn, lin: Person, number: str) -> None:
    browser = sign_in(lin)
    said = browser.client.get(f"/certificates/{number}/certificate.txt").content.decode("utf-8-sig")

    assert said.splitlines()[:4] == ["培训合格证书", "", "林小雨", "学完《用手和面》，考核 86 分，合格。"]
    assert "验证码：4821 7390 5512 6047 5" in said and "样例" in said
    browser.client.cookies.set("language", "en")
    english = browser.client.get(f"/certificates/{number}/certificate.txt").content.decode("utf-8-sig")
    assert "Completion certificate" in english and "Verification code: 4821 7390 5512 6047 5" in english


def test_no_form_says_more_of_her_than_the_certificate(
    sign_in: SignIn, lin: Person, number: str, document: dict[str, Any]
) -> None:
    browser = sign_in(lin)
    forms = [browser.client.get(f"/certificates/{number}/certificate.{kind}").text for kind in ("txt", "html")]
    badge = json.dumps(document, ensure_ascii=False)

    assert not [word for word in SECRET if word in badge]
    assert not [word for form in forms for word in SECRET if word in form]
    assert document["credentialSubject"]["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityHash": "林小雨", "identityType": "name"}
    ]


def test_the_badge_says_it_in_both_languages(document: dict[str, Any]) -> None:
    subject = document["credentialSubject"]
    narrative = subject["achievement"]["criteria"]["narrative"]

    assert "结业考核合格。共 12 学时，1 学时是 45 分钟，1.5 学分。" in narrative
    assert "passed its final assessment. 12 learning hours of 45 minutes each, 1.5 credit." in narrative
    assert subject["creditsEarned"] == 1.5
    assert [result["value"] for result in subject["result"]] == ["12", "初级 / Beginner"]
    assert document["validFrom"] == "2026-10-12T06:30:00Z"


@pytest.mark.parametrize("as_file", [True, False])
@pytest.mark.parametrize("kind", ["jwt", "json"])
def test_an_employer_brings_a_badge(
    sign_in: SignIn, visitor: Browser, lin: Person, number: str, kind: str, as_file: bool
) -> None:
    badge = sign_in(lin).client.get(f"/certificates/{number}/certificate.{kind}").text

    page = bring(visitor, badge, as_file=as_file)

    assert page.heading == "这张证书有效"
    assert "徽章签名对，没有改过" in page.text
    assert not [word for word in SECRET if word in page.text]


def test_the_word_of_the_badge_cannot_be_borrowed(visitor: Browser, clock: Clock, token: str, number: str) -> None:
    """The address of the answer says so for an hour, for this code, and only as we have made it."""
    path = bring(visitor, token).path
    made_up = [f"/verify/{CODE}?checked=1", path[:-1] + ("0" if path[-1] != "0" else "1"), f"/verify/{CODE}?checked=é"]
    for other in made_up:
        assert "签名对" not in visitor.open(other).text
    clock.forward(hours=2)
    assert "签名对" not in visitor.open(path).text


def test_a_revoked_badge_says_so(
    session: Session, make_person: MakePerson, visitor: Browser, token: str, document: dict[str, Any]
) -> None:
    officers = Officers(proposed_by=make_person("甲").id, confirmed_by=make_person("乙").id)
    revoke(session, session.get_one(Certificate, 1), Reason.FRAUD, officers, NOW)
    session.commit()

    for badge in (token, json.dumps(document)):
        assert bring(visitor, badge).heading == "这张证书已撤销"


def test_a_replaced_badge_says_so_and_her_page_leads_to_the_new_one(
    session: Session, make_person: MakePerson, sign_in: SignIn, visitor: Browser, lin: Person, token: str, number: str
) -> None:
    officers = Officers(proposed_by=make_person("甲").id, confirmed_by=make_person("乙").id)
    replace(session, session.get_one(Certificate, 1), Reason.NAME_CHANGED, officers, NOW)
    session.commit()

    assert bring(visitor, token).heading == "这张证书已换发"
    page = sign_in(lin).open(f"/certificates/{number}")
    assert "原因：改了姓名。" in page.text and "带走" not in page.text
    assert page.follow("看新的证书").heading == "培训合格证书"
    for kind in ("txt", "html", "pdf", "jwt", "json"):
        assert "不能再下载" in sign_in(lin).open(f"/certificates/{number}/certificate.{kind}", 409).text


def test_a_badge_of_a_certificate_that_is_gone_is_unknown(engine: Engine, visitor: Browser, token: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM certificate"))

    assert bring(visitor, token, 404).heading == "没有这张证书"


@pytest.mark.parametrize(
    ("brought", "problem"),
    [
        ("", EMPTY),
        ("   ", EMPTY),
        ("abc", NO_BADGE),
        ("a.b.c", NO_BADGE),
        ("{", NO_BADGE),
        ("[" * 50_000, NO_BADGE),
        ('{"a":' * 15_000, NO_BADGE),
        ('{"type": ["VerifiableCredential"]}', NO_BADGE),
        ('{"type": ["OpenBadgeCredential"], "issuer": "did:web:elsewhere.example"}', NOT_OURS),
        ('{"type": ["OpenBadgeCredential"], "issuer": "did:web:testserver"}', CHANGED),
        ("x" * (LARGEST + 1), TOO_LARGE),
        ("\x00\ud800", NO_BADGE),
    ],
)
def test_what_is_no_badge_of_ours_is_told_apart(visitor: Browser, number: str, brought: str, problem: Message) -> None:
    page = bring(visitor, brought.encode("utf-8", "replace").decode(), 422, as_file=len(brought) > 1000)

    assert page.title.startswith("错误：核对证书")
    assert page.problems == {str(problem): "badge"}


def test_a_changed_badge_is_refused_in_both_forms(visitor: Browser, token: str, document: dict[str, Any]) -> None:
    changed = document | {"awardedDate": "2020-01-01T00:00:00Z"}
    unseen = document | {"degree": "doctor"}
    twice = json.dumps(document).replace('"validFrom"', '"validFrom": "2020-01-01T00:00:00Z", "validFrom"', 1)
    spelled = json.loads(json.dumps(document))
    spelled["credentialSubject"]["issuerNote"] = "more"
    with_more = document | {"proof": document["proof"] | {"nonce": "1"}}

    for badge in (changed, unseen, spelled, with_more):
        assert list(bring(visitor, json.dumps(badge), 422).problems) == [str(CHANGED)]
    assert list(bring(visitor, twice, 422).problems) == [str(NO_BADGE)]
    assert list(bring(visitor, token[:-4] + "AAAA", 422).problems) == [str(CHANGED)]


def test_an_entangled_badge_is_refused_at_once(visitor: Browser, document: dict[str, Any]) -> None:
    """Eight nameless things that all know each other would keep the canonicalisation busy for half a minute."""
    names = [f"_:b{place}" for place in range(8)]
    clique = [{"id": one, "type": "Evidence", "evidence": [{"id": other} for other in names]} for one in names]

    for badge in (document | {"evidence": clique}, document | {"evidence": [{"name": str(one)} for one in range(400)]}):
        assert list(bring(visitor, json.dumps(badge), 422).problems) == [str(CHANGED)]


def test_her_page_says_when_somebody_looked_and_not_who(
    sign_in: SignIn, visitor: Browser, mei: Person, lin: Person, token: str, number: str, clock: Clock
) -> None:
    browser = sign_in(lin)
    browser.open(f"/verify/{CODE}")
    assert "还没有人核对过。" in browser.open(f"/certificates/{number}").text

    visitor.open(f"/verify/{CODE}")
    visitor.open(f"/verify/{CODE}")
    clock.forward(hours=1)
    sign_in(mei).open(f"/verify/{CODE}")
    bring(visitor, token)

    page = browser.open(f"/certificates/{number}")
    listed = [" ".join(item.get_text().split()) for item in page.html.select("main .screen-only ul:not(.plain) li")]
    assert listed == [
        "2026年10月12日 下午3点30分，用验证码",
        "2026年10月12日 下午3点30分，用徽章文件",
        "2026年10月12日 下午2点30分，用验证码",
    ]
    assert mei.name not in page.text


def test_the_pdf_is_made_by_the_worker(sign_in: SignIn, lin: Person, number: str) -> None:
    browser = sign_in(lin)

    page = browser.open(f"/certificates/{number}/pdf", 202)
    assert page.title.startswith("证书的 PDF 文件，正在准备") and "排队等着做。" in page.text
    assert browser.open(f"/certificates/{number}/certificate.pdf", 202).path == f"/certificates/{number}/pdf"
    assert browser.send(f"/certificates/{number}/pdf", expect=202).heading == "证书的 PDF 文件"
