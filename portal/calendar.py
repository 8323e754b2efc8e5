"""Working days by the State Council's calendar, with 调休: the only place that knows what a working day is.

Source: the yearly notices of the State Council's General Office (国务院办公厅关于部分节假日安排的通知), as kept by
the library chinesecalendar. A year comes out late in the year before; until then its days are counted Monday to
Friday, and `is_published_year` lets a page say “按周一至周五推算”. Every day here is a date in Asia/Shanghai
(`portal.text.dates.local_date`).
"""

from datetime import date, timedelta

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays

PUBLISHED_YEARS = frozenset(day.year for day in holidays)
ONE_DAY = timedelta(days=1)


def is_published_year(year: int) -> bool:
    """Whether the State Council's calendar of this year is known here, so that its working days are certain."""
    return year in PUBLISHED_YEARS


def is_working_day(day: date) -> bool:
    """Whether offices work on this day; in a year that is not published, whether it is Monday to Friday."""
    return bool(is_workday(day)) if is_published_year(day.year) else day.weekday() < 5


def add_working_days(day: date, count: int) -> date:
    """The day on whose end a term of so many working days is over; `day` itself is day 0 and is not counted.

    Raises ValueError for a negative count. A count of 0 gives the day itself, working day or not.
    """
    if count < 0:
        raise ValueError(f"a term has no negative length: {count}")
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def working_days_left(today: date, due_on: date) -> int:
    """Working days after today up to and including the due day; 0 on the day itself, negative when it is over."""
    if due_on < today:
        return -working_days_left(due_on, today)
    days = (today + timedelta(days=n) for n in range(1, (due_on - today).days + 1))
    return sum(is_working_day(day) for day in days)
