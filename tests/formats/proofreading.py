"""What the tests of read braille send and look for."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.formats.proofs import marking
from portal.formats.proofs.models import BrailleCheck
from portal.formats.proofs.reading import read_braille
from tests.browser import Browser, Page

LESSON = "/braille/dough-by-hand/01-flour"
SEND, BACK = "交校对结果", "收回我的校对"
NOTES = (marking.BY_MACHINE, marking.BY_PERSON)


def brf_of(browser: Browser, size: str = "cells=40&lines=25") -> str:
    return browser.client.get(f"/library/dough-by-hand/01-flour.brf?{size}").content.decode("ascii")


def links_of(browser: Browser) -> list[str]:
    page = browser.open("/library/dough-by-hand/01-flour", cookie="session=none")  # past the kept page
    return [words for words in page.links if words.startswith("盲文")]


def flat(brf: str) -> str:
    pages = read_braille(brf.encode(), 40, 25).pages
    return "".join(line.replace(" ", "") for page in pages for line in page.lines)


def says_person(brf: str) -> bool:
    return marking.person_note(False, date(2026, 10, 12)).replace(" ", "") in flat(brf)


def says_machine(brf: str) -> bool:
    return marking.machine_note(False).replace(" ", "") in flat(brf)


def corrected(reader: Browser) -> bytes:
    """The machine's BRF with its last cells changed."""
    lines = brf_of(reader).rstrip("\r\n").split("\r\n")
    lines[-1] = lines[-1][:-1] + ("A" if lines[-1][-1] != "A" else "B")
    return ("\r\n".join(lines) + "\r\n").encode()


def bring(page: Page, raw: bytes, expect: int = 200, note: str = "") -> Page:
    files = {"file": ("better.brf", raw, "application/octet-stream")}
    return page.press(SEND, {"verdict": "corrected", "note": note}, expect, files)


def checks(engine: Engine) -> list[BrailleCheck]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.exec(select(BrailleCheck).order_by(BrailleCheck.id)))  # type: ignore[arg-type]
