"""Books of earlier terms: one closed, one that fits, one in which something does not."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.rules import Role
from portal.credits.actions import post_earn
from portal.jobs.models import stored
from portal.periods.models import BankPeriod, PeriodRecount
from portal.periods.rules import State
from portal.text import message
from portal.vault import Vault
from tests.cast import PASSWORD_HASH
from tests.pages.world import World

NAME = "常青"


def books_of_earlier_terms(world: World) -> None:
    """常青 has learned since 2025. First of all stories: the first entry of all is theirs."""
    with Session(world.engine) as session, session.begin():
        new = NewPerson(name=NAME, region_code="410100", password_hash=PASSWORD_HASH, verification_method="card seen")
        person = accounts.add_person(session, Vault(world.settings.secret_key), new, world.clock.now)
        accounts.grant_role(session, person.id, Role.TRAINEE, "410000", world.clock.now)
        for number, month in enumerate((1, 4, 10), start=1):
            at = datetime(2025, month, 10, 4, tzinfo=UTC)
            cause = {"kind": "course_passed", "title": f"旧课，第 {number} 门", "mark": 80}
            post_earn(session, person.id, 100, f"old/{number}", cause, at)


def terms_are_closed(world: World) -> None:
    """The first term is closed by its pages, the second fits; of the third a recount found something."""
    officer, auditor = world.sign_in("credit1"), world.sign_in("auditor")
    for begins in ("2024-09-01", "2025-03-01"):
        officer.open(f"/bank/periods/{begins}").press("开始关账，重新计算")
        world.do_jobs()
        if begins == "2024-09-01":
            auditor.open(f"/bank/periods/{begins}").follow("去关账").press("关账")
    officer_id, person_id = world.person("credit1").id, world.person("trainee2").id
    with Session(world.engine) as session, session.begin():
        late = {"kind": "course_passed", "title": "旧课，补记的", "mark": 80}
        at, now = datetime(2025, 1, 10, 4, tzinfo=UTC), world.clock.now + timedelta(minutes=1)
        world.note("late_entry", post_earn(session, person_id, 10, "old/late", late, now, at).id)
        asked = {"asked_by_id": officer_id, "asked_at": world.clock.now}
        period = BankPeriod(begins=date(2025, 9, 1), ends=date(2026, 3, 1), state=State.CLOSING, **asked)
        session.add(period)
        session.flush()
        found = [stored(message("记录号 %(record)s：超过了当时的上限。", record="0000 0002 6"))]
        totals = {"types": {}, "until": {}, "bank": {}, "people": 0, "accounts": 1, "late": 0}
        kept = {"differences": found, "totals": totals, "head": "a" * 64, "previous_digest": "", "digest": "b" * 64}
        session.add(PeriodRecount(period_id=period.id, number=1, made_at=world.clock.now, **kept))


def statements_are_ordered(world: World) -> None:
    """Of everybody who has credit by now, as one file."""
    page = world.sign_in("credit1").open("/bank/statements")
    made = page.press("出这些证明", {"reason": "发给用人单位核对。"})
    world.note("statements_made", made.path.rsplit("/", 1)[1])
    world.do_jobs()
