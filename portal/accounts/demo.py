"""The people of a demo, named on its sign-in page. All share one password, known to everybody."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from argon2 import PasswordHasher
from sqlmodel import Session

from portal.accounts import actions, queries
from portal.accounts.actions import NewPerson
from portal.accounts.numbers import Number, make_citizen
from portal.accounts.rules import Role
from portal.settings import Settings
from portal.text import Message, message
from portal.vault import Vault

DEMO_PASSWORD = "wuai-demo-2026"
PROVINCE, ZHENGZHOU, LUOYANG, ZHOUKOU = "410000", "410100", "410300", "411600"


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo and what they are there to show."""

    identifier: str
    name: str
    role: Role
    region_code: str
    about: Message
    scope_code: str = PROVINCE
    number: Number | None = None
    needs: dict[str, Any] = field(default_factory=dict, hash=False)


BY_EAR = {"media": ["description", "transcript"], "ways": ["listen"]}
BY_EYE = {"media": ["captions", "sign"], "ways": ["look"]}
CARDS = (
    Number(make_citizen("990101", "19920308", "005"), "11"),
    Number(make_citizen("990116", "19950505", "002"), "21"),
)

DEMO_PEOPLE = (
    DemoPerson("trainee", "周晓禾", Role.TRAINEE, ZHENGZHOU, message("学员，用读屏"), number=CARDS[0], needs=BY_EAR),
    DemoPerson("trainee2", "李思远", Role.TRAINEE, ZHOUKOU, message("学员，看字幕"), number=CARDS[1], needs=BY_EYE),
    DemoPerson("zz-author", "吴静", Role.SUBMITTER, ZHENGZHOU, message("提交课程"), ZHENGZHOU),
    DemoPerson("zz-approver", "郑海涛", Role.APPROVER, ZHENGZHOU, message("推荐课程"), ZHENGZHOU),
    DemoPerson("zz-assistant", "吕静", Role.ASSISTANT, ZHENGZHOU, message("辅助教学，写录音的文字"), ZHENGZHOU),
    DemoPerson("ly-author", "冯雪", Role.SUBMITTER, LUOYANG, message("提交课程"), LUOYANG),
    DemoPerson("ly-approver", "孙立新", Role.APPROVER, LUOYANG, message("推荐课程"), LUOYANG),
    DemoPerson("formal", "何平", Role.FORMAL_CHECKER, PROVINCE, message("做形式审查")),
    DemoPerson("tester-blind", "许明", Role.BLIND_TESTER, PROVINCE, message("视障体验员")),
    DemoPerson("tester-deaf", "沈悦", Role.DEAF_TESTER, PROVINCE, message("听障体验员")),
    DemoPerson("expert1", "唐志强", Role.EXPERT, ZHENGZHOU, message("课程专家")),
    DemoPerson("expert2", "宋慧", Role.EXPERT, LUOYANG, message("课程专家")),
    DemoPerson("expert3", "罗文", Role.EXPERT, PROVINCE, message("课程专家")),
    DemoPerson("expert4", "谢芳", Role.EXPERT, PROVINCE, message("课程专家")),
    DemoPerson("coordinator", "丁洁", Role.COORDINATOR, PROVINCE, message("安排评审，发公示")),
    DemoPerson("panel1", "高翔", Role.PANEL_MEMBER, PROVINCE, message("评审会成员")),
    DemoPerson("panel2", "梁艳", Role.PANEL_MEMBER, PROVINCE, message("评审会成员")),
    DemoPerson("panel3", "韩志", Role.PANEL_MEMBER, PROVINCE, message("评审会成员")),
    DemoPerson("credit1", "彭蕾", Role.CREDIT_OFFICER, PROVINCE, message("管学分")),
    DemoPerson("credit2", "曹阳", Role.CREDIT_OFFICER, PROVINCE, message("管学分")),
    DemoPerson("appeal", "董琳", Role.APPEAL_OFFICER, PROVINCE, message("处理申诉")),
    DemoPerson("appeal2", "程远", Role.APPEAL_OFFICER, PROVINCE, message("处理再申诉")),
    DemoPerson("college", "袁刚", Role.COLLEGE_READER, PROVINCE, message("合作院校老师")),
    DemoPerson("auditor", "邓敏", Role.AUDITOR, PROVINCE, message("审计")),
    DemoPerson("admin", "江涛", Role.ADMINISTRATOR, PROVINCE, message("管理员")),
)


def load_demo_people(session: Session, settings: Settings, hasher: PasswordHasher | None = None) -> int:
    """Add the people of the demo who are missing; those who are there stay as they are. Returns how many were added."""
    there = queries.identifiers(session, [person.identifier for person in DEMO_PEOPLE])
    missing = [person for person in DEMO_PEOPLE if person.identifier not in there]
    if not missing:
        return 0
    now = datetime.now(UTC)
    vault = Vault(settings.secret_key)
    password_hash = (hasher or PasswordHasher()).hash(DEMO_PASSWORD)  # one for all: everybody knows the password
    for demo in missing:
        new = NewPerson(
            name=demo.name,
            identifier=demo.identifier,
            region_code=demo.region_code,
            password_hash=password_hash,
            number=demo.number,
            verification_method="demo",
            is_demo=True,
        )
        person = actions.add_person(session, vault, new, now)
        person.needs = demo.needs or None
        actions.grant_role(session, person.id, demo.role, demo.scope_code, now)
    return len(missing)


class DemoPeopleFound(RuntimeError):
    """A database that production must not use."""


def refuse_demo_people(session: Session) -> None:
    """Raises DemoPeopleFound when people of a demo are in this database: everybody knows their password."""
    if count := queries.demo_people_count(session):
        raise DemoPeopleFound(
            f"This database holds {count} demo people, whose password is public. "
            "Production needs a database of its own: set PORTAL_DATABASE_URL or PORTAL_DATA."
        )
