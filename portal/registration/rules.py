"""What somebody must tell to get an account, and what is wrong with it, part by part."""

from datetime import date

from portal.accounts.numbers import DEMO_PREFIX, clean, make_citizen, what_is_wrong
from portal.text import Message, message

LONGEST_NAME = 50
SHORTEST_PHONE, LONGEST_PHONE = 7, 15  # digits; ITU-T E.164 allows 15
DAYS_OF_DEMO = 10_000  # birth dates of demo cards lie within so many days after 1 January 1970


def why_not_name(name: str) -> Message | None:
    """What is wrong with a typed name."""
    if not name.strip():
        return message("姓名：填写姓名")
    if len(name.strip()) > LONGEST_NAME:
        return message("姓名：最多 %(count)s 个字", count=LONGEST_NAME)
    return None


def why_not_number(typed: str, today: date, is_demo: bool) -> Message | None:
    """Which part of a typed card or identity number is wrong. A demo takes numbers of nobody only."""
    if not clean(typed):
        return message("证号：填写证号")
    if is_demo and not clean(typed).startswith(DEMO_PREFIX):
        return message("证号：这是演示，只收 %(prefix)s 开头的样例号。别填真的证号。", prefix=DEMO_PREFIX)
    if reason := what_is_wrong(typed, today):
        return message("证号：%(reason)s", reason=reason)
    return None


def why_not_phone(typed: str) -> Message | None:
    """What is wrong with a typed telephone number; an empty one is fine."""
    digits = clean_phone(typed).removeprefix("+")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()):
        return message("电话：只写数字，例如 13800000000")
    if not SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE:
        return message("电话：%(count)s 位数字，看看少了还是多了", count=len(digits))
    return None


def clean_phone(typed: str) -> str:
    """A telephone number without spaces, hyphens and brackets."""
    return clean(typed).replace("(", "").replace(")", "")


def demo_card(serial: int) -> str:
    """A card number for trying out a demo: valid in every part, and of a region that does not exist."""
    born = date.fromordinal(date(1970, 1, 1).toordinal() + serial % DAYS_OF_DEMO)
    return make_citizen("990101", f"{born:%Y%m%d}", f"{serial // DAYS_OF_DEMO % 1000:03d}") + "13"
