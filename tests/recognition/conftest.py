"""林小雨 asks to have her certificate recognised; two officers of the province and one of 郑州."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.db import READING
from tests.browser import Browser, Page, SignIn
from tests.cast import ZHENGZHOU, MakePerson

AWARD = {
    "row_key": "level-4",
    "title": "保健按摩师",
    "awarded_by": "郑州市职业技能鉴定中心",
    "awarded_region": ZHENGZHOU,
    "awarded_on_year": "2021",
    "awarded_on_month": "6",
    "awarded_on_day": "1",
    "certificate_number": "S 0000-4101",
    "check_at": "https://zscx.example/",
}
ASSESSED = {
    "no_tie": "1",
    "proof": "source",
    "same_person": "yes",
    "row_key": "level-4",
    "topic": "保健按摩师",
    "result": "granted",
    "words": "到网上核对过，编号和姓名都对。",
}
DESCRIBED = "证书正面，职业是保健按摩师，四级，有红章。"


def photo(place: bool = True, kind: str = "JPEG") -> bytes:
    """A photo as a phone makes it, with its model and, if asked, its place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "OnlyForTests", 6
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    into = BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(into, kind, exif=exif)
    return into.getvalue()


def add_photo(page: Page, content: bytes, expect: int = 200, **fields: str) -> Page:
    told = {"sent": "paper", "description": DESCRIBED} | fields
    return page.press("加上这个文件", told, expect, files={"file": ("a.jpg", content, "image/jpeg")})


def draft(learner: Browser, **award: str) -> Page:
    """A draft with everything but its evidence; the page of its evidence."""
    page = learner.open("/recognition/start").press("保存，去第 2 步", {"kind": "level"})
    return page.press("保存，去第 3 步", AWARD | award)


def handed_in(learner: Browser, **award: str) -> str:
    """An application with one photo, at the desk: its number."""
    page = add_photo(draft(learner, **award), photo()).follow("去看一遍，再交").press("交申请")
    return page.path.rsplit("/", 1)[1]


def checked(officer: Browser, number: str) -> None:
    officer.open(f"/recognition/desk/{number}").press("材料齐了，交给评定")


def assessed(officer: Browser, number: str, expect: int = 200, **fields: str) -> Page:
    page = officer.open(f"/recognition/desk/{number}/assessment")
    return page.press("交评定", ASSESSED | fields, expect)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks. `rollback` before looking again."""
    with Session(engine.execution_options(**READING)) as session:
        yield session


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def first(sign_in: SignIn, credit1: Person) -> Browser:
    return sign_in(credit1)


@pytest.fixture
def second(sign_in: SignIn, credit2: Person) -> Browser:
    return sign_in(credit2)


@pytest.fixture
def third(sign_in: SignIn, make_person: MakePerson) -> Browser:
    return sign_in(make_person("学分员三", Role.CREDIT_OFFICER))


@pytest.fixture
def at_home(sign_in: SignIn, make_person: MakePerson) -> Browser:
    """A credit officer of 郑州 only."""
    return sign_in(make_person("郑州的学分员", Role.CREDIT_OFFICER, region=ZHENGZHOU, scope=ZHENGZHOU))
