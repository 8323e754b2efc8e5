"""Who may be what: roles, the region a person acts for, and the states of an account."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.text import Message, message

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
SEEN_STEP = timedelta(hours=1)  # how exactly `last_seen_at` is kept: reading a page does not write to the database
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
COMMON_PASSWORDS = frozenset({"1234567890", "0123456789", "password12", "qwertyuiop", "wuai-demo-2026"})
BROWSERS = (  # a mark in what browsers say of themselves, and the name; the first that fits
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("HuaweiBrowser", "华为浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class Role(StrEnum):
    """What a person may do here. The scope of a role is a subtree of the regions."""

    TRAINEE = "trainee"
    SUBMITTER = "submitter"
    ASSISTANT = "assistant"  # answers learners of a place's courses, and writes down what is spoken or signed there
    APPROVER = "approver"
    FORMAL_CHECKER = "formal_checker"
    BLIND_TESTER = "blind_tester"
    DEAF_TESTER = "deaf_tester"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    PANEL_MEMBER = "panel_member"
    CREDIT_OFFICER = "credit_officer"
    APPEAL_OFFICER = "appeal_officer"
    COLLEGE_READER = "college_reader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


DESK_ROLES = frozenset(
    {
        Role.FORMAL_CHECKER,
        Role.BLIND_TESTER,
        Role.DEAF_TESTER,
        Role.EXPERT,
        Role.COORDINATOR,
        Role.PANEL_MEMBER,
        Role.CREDIT_OFFICER,
        Role.APPEAL_OFFICER,
    }
)
OVERSEERS = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.SUBMITTER, Role.APPROVER})

ROLE_NAMES = {
    Role.TRAINEE: message("学员"),
    Role.SUBMITTER: message("课程提交人"),
    Role.ASSISTANT: message("辅助教学人员"),
    Role.APPROVER: message("课程推荐人"),
    Role.FORMAL_CHECKER: message("形式审查员"),
    Role.BLIND_TESTER: message("视障体验员"),
    Role.DEAF_TESTER: message("听障体验员"),
    Role.EXPERT: message("课程专家"),
    Role.COORDINATOR: message("评审协调员"),
    Role.PANEL_MEMBER: message("评审会成员"),
    Role.CREDIT_OFFICER: message("学分管理员"),
    Role.APPEAL_OFFICER: message("申诉处理员"),
    Role.COLLEGE_READER: message("合作院校老师"),
    Role.AUDITOR: message("审计员"),
    Role.ADMINISTRATOR: message("管理员"),
}


class Purpose(StrEnum):
    """What a person may agree to, each by itself."""

    ACCOUNT = "account"  # without this there is no account
    CONTACT = "contact"
    STATISTICS = "statistics"


CONSENT_WORDING_VERSION = 1  # raise it when a sentence below changes its meaning
CONSENTS = {
    Purpose.ACCOUNT: message("用我的姓名、证号和住地开户，记录学习和学分"),
    Purpose.CONTACT: message("用我的电话联系我，说课程和学分的事"),
    Purpose.STATISTICS: message("把我的学习算进不含姓名的统计"),
}


class PersonState(StrEnum):
    """The life of an account. Only an active person's identity has been verified."""

    UNVERIFIED = "unverified"  # may learn; credit waits for the identity
    ACTIVE = "active"
    FROZEN = "frozen"  # may learn and read; nothing is posted
    CLOSED = "closed"  # may not sign in


@dataclass(frozen=True)
class Actor:
    """The person who acts, as rules see them."""

    person_id: int
    name: str
    roles: frozenset[Role]
    region_code: str  # GB/T 2260, six digits: 410100 is 郑州市, 410000 the province
    identity_verified: bool = False


def is_within(region_code: str, ancestor_code: str) -> bool:
    """Whether a region lies in the subtree of another, itself included (GB/T 2260: two digits a level)."""
    return region_code.startswith(within_prefix(ancestor_code))


def within_prefix(region_code: str) -> str:
    """How the codes of all places begin that lie in a region (GB/T 2260: two digits a level)."""
    digits = region_code.rstrip("0")
    return digits.ljust((len(digits) + 1) // 2 * 2, "0")


def is_over(created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in has ended by itself: unused for half a day, or a month old."""
    return now - last_seen_at >= IDLE + SEEN_STEP or now - created_at >= LONGEST


def why_not_password(password: str) -> Message | None:
    """What is wrong with a new password; None when it may be used. Length counts, kinds of characters do not."""
    if len(password) < SHORTEST_PASSWORD:
        return message("至少 %(count)s 个字符。一句话也可以，可以有空格。", count=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return message("最多 %(count)s 个字符。", count=LONGEST_PASSWORD)
    if password.lower() in COMMON_PASSWORDS or len(set(password)) < 4:
        return message("这个密码太容易猜到。换一个。")
    return None


def device_name(user_agent: str) -> str:
    """The browser and system in plain words, “Firefox, Windows”; empty when neither is known. No more of it is kept."""
    found = [next((name for mark, name in names if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)


def normal_name(typed: str) -> str:
    """A sign-in name as it is kept: narrow letters, small, without spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()
