"""Whom the courses reach: for officials, all of the province, or their own prefecture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Overseer, overseen_region
from portal.accounts.rules import is_within
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.reach import counting, queries, views
from portal.reach.rules import NEEDS_IN_WORDS, Need
from portal.submissions.province import rules_on
from portal.text.dates import local_date
from portal.web import page

router = APIRouter()
__all__ = ["counting", "router"]  # the job is put down when its module is imported
MOST_REPORTS = 24


@dataclass(frozen=True)
class Asked:
    """What an official wants to see, put right where it was unknown; `day` is None before the first report."""

    scope: str
    region: str
    need: Need
    day: date | None

    def query(self, **other: str) -> dict[str, str]:
        """The address of this report, or of one that differs in something."""
        day = self.day.isoformat() if self.day else ""
        return {"region": self.region, "need": self.need.value, "day": day, **other}


@router.get("/reach")
async def reach(
    request: Request, overseer: Overseer, session: Db, now: Now, day: str = "", need: str = "", region: str = ""
) -> Response:
    """The report of one month: how many learned and passed, by place, and the counties in which nobody passed."""
    days = queries.report_days(session, MOST_REPORTS)
    asked = read(overseen_region(request), days, day, need, region)
    address = request.app.state.url_for
    return page(
        request,
        "reach/reach.html",
        asked=asked,
        fewest=fewest_people(request, now),
        report=report_of(request, session, now, asked),
        headline=views.headline,
        columns=views.COLUMNS,
        kinds=[
            (words, address("reach", **asked.query(need=one.value)), one is asked.need)
            for one, words in NEEDS_IN_WORDS.items()
        ],
        earlier=[
            (views.until(one), address("reach", **asked.query(day=one.isoformat()))) for one in days if one != asked.day
        ],
    )


@router.get("/reach.csv")
async def reach_table(
    request: Request, overseer: Overseer, session: Db, now: Now, day: str = "", need: str = "", region: str = ""
) -> Response:
    """The same report as a table for a spreadsheet. Raises NotFound before the first report."""
    asked = read(overseen_region(request), queries.report_days(session, MOST_REPORTS), day, need, region)
    report = report_of(request, session, now, asked)
    if asked.day is None or report is None:
        raise NotFound
    headers = {
        "Content-Disposition": 'attachment; filename="reach.csv"',
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Language",
    }
    table = views.as_csv(views.headline(report.place, asked.day, asked.need), report)
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)


def read(scope: str, days: Sequence[date], day: str, need: str, region: str) -> Asked:
    """What was asked. An unknown day is the newest, an unknown need everybody. Raises NotFound for another's region."""
    if region and not is_within(region, scope):
        raise NotFound
    newest = days[0] if days else None
    return Asked(
        scope=scope,
        region=region or scope,
        need=next((one for one in Need if one == need), Need.ALL),
        day=next((one for one in days if one.isoformat() == day), newest),
    )


def report_of(request: Request, session: Db, now: datetime, asked: Asked) -> views.Report | None:
    """The report that was asked for; None before the first one. Raises NotFound for a region without a report."""
    if asked.day is None:
        return None
    places, figures = queries.places(session), queries.figures(session, asked.day, asked.need)
    report = views.report(places, figures, asked.need, asked.region, fewest_people(request, now))
    if report is None:
        raise NotFound
    return report


def fewest_people(request: Request, now: datetime) -> int:
    """The smallest number of people that a report tells."""
    settings = request.app.state.settings
    return rules_on(settings.province, local_date(now), settings.mode == "demo").fewest_people
