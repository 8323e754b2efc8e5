"""Suite `review`: the reviewers' desk as it fills, and the check that every package goes through. No goals are set yet."""

from random import Random
from time import perf_counter

from sqlalchemy import insert
from sqlmodel import Session

from portal.accounts import actions as accounts
from portal.accounts.rules import Role
from portal.commands.bench import texts
from portal.commands.bench.figures import Figure, Report, shortened
from portal.commands.bench.load import Target, get, in_turns, rate
from portal.commands.bench.pages import BARE, always
from portal.commands.bench.people import PROVINCE, add_official
from portal.commands.bench.place import Place
from portal.commands.bench.servers import bare_server, portal_server
from portal.library.packages import check_package
from portal.setup.requirements import CHECKOUT
from portal.submissions.models import Submission
from portal.submissions.steps import State

UNDER_WAY = 200  # what a large province has on its desks at once


def measure(place: Place, report: Report) -> None:
    """All figures of the review."""
    place.load_regions()
    cookie = fill_desk(place)
    with portal_server(place.settings) as server, bare_server(place.folder) as bare:
        targets = {
            "bare": Target(bare.port, always(get("/"))),
            "desk": Target(server.port, always(get("/review", cookie=cookie))),
        }
        measured = {name: rate(rounds) for name, rounds in in_turns(targets, place.rounds, place.seconds).items()}
    limit = f"{BARE}, {shortened(measured['bare']):g} requests/s"
    ratio = round(measured["desk"] / measured["bare"], 3)
    report.add(Figure(f"desk, {UNDER_WAY} courses under way", shortened(measured["desk"]), "requests/s", limit, ratio))
    for folder in sorted((CHECKOUT / "courses").glob("*/course.toml")):
        size = sum(path.stat().st_size for path in folder.parent.rglob("*") if path.is_file()) / 1e6
        began = perf_counter()
        check_package(folder.parent)
        words = f"check of the package {folder.parent.name}, {size:.1f} MB"
        report.add(Figure(words, shortened(perf_counter() - began), "s"))


def fill_desk(place: Place) -> str:
    """Courses that wait for their formal check, and the cookie of the coordinator who sees them."""
    random = Random(2026)
    with Session(place.engine) as session, session.begin():
        coordinator = add_official(session, place.settings, Role.COORDINATOR, place.now)
        rows = [
            {
                "region_code": PROVINCE,
                "author_id": coordinator.id,
                "slug": f"handed-in-{number}",
                "title": texts.trade_title(random),
                "state": State.SUBMITTED,
                "due_on": place.now.date(),
                "created_at": place.now,
                "changed_at": place.now,
            }
            for number in range(UNDER_WAY)
        ]
        session.execute(insert(Submission), rows)
        return f"session={accounts.start_session(session, coordinator.id, 'bench', place.now)}"
