"""Dates and times that can be heard: whole words, never slashes, always Asia/Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date

from portal.text import language

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_date(moment: datetime) -> date:
    """The calendar date of a moment in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def format_date(day: date | datetime) -> str:
    """“2026年3月1日”, “1 March 2026”. A datetime is taken at its date in Asia/Shanghai."""
    if isinstance(day, datetime):
        day = local_date(day)
    if language() == "en":
        return babel_date(day, "d MMMM y", locale="en_GB")
    return f"{day.year}年{day.month}月{day.day}日"


def format_time(moment: datetime) -> str:
    """“下午3点20分”, “3:20 pm”, in Asia/Shanghai."""
    local = moment.astimezone(SHANGHAI)
    hour = local.hour % 12 or 12
    if language() == "en":
        return f"{hour}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"
    part = "凌晨" if local.hour < 6 else "上午" if local.hour < 12 else "下午" if local.hour < 18 else "晚上"
    return f"{part}{hour}点{local.minute:02d}分" if local.minute else f"{part}{hour}点"


def format_datetime(moment: datetime) -> str:
    """Date and time together, with a space between."""
    return (
        f"{format_date(moment)} {format_time(moment)}"
        if language() != "en"
        else (f"{format_date(moment)}, {format_time(moment)}")
    )


def iso(moment: date | datetime) -> str:
    """For `<time datetime>`: the same moment for machines, to the minute."""
    if isinstance(moment, datetime):
        return moment.astimezone(SHANGHAI).isoformat(timespec="minutes")
    return moment.isoformat()
