"""柳青's credit in every state: usable, ending soon, lapsed, lapsed but partly locked, and given back."""

from datetime import timedelta
from types import SimpleNamespace

from sqlmodel import Session

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.rules import Role
from portal.credits.actions import move_earned, post_earn
from portal.credits.models import CreditTransfer
from portal.credits.rulebook.rules import Validity
from portal.credits.rules import EntryType
from portal.text.dates import local_date
from portal.validity import actions
from portal.vault import Vault
from tests.cast import PASSWORD_HASH
from tests.pages.world import World

NAME = "柳青"
TERM = Validity(24, (90, 30, 7))
DAYS_AGO = {"usable": 10, "ending": 720, "lapsed": 800, "partly_locked": 790, "given_back": 780}


def use_of_credit_lapses(world: World) -> None:
    """All of it by the actions that the daily look takes."""
    now = world.clock.now
    with Session(world.engine) as session, session.begin():
        new = NewPerson(name=NAME, region_code="410100", password_hash=PASSWORD_HASH, verification_method="card seen")
        person = accounts.add_person(session, Vault(world.settings.secret_key), new, now)
        accounts.grant_role(session, person.id, Role.TRAINEE, "410000", now)
        for number, (name, days) in enumerate(DAYS_AGO.items(), start=1):
            cause = {"kind": "course_passed", "title": f"和面，第 {number} 门", "mark": 80 + number}
            at = now - timedelta(days=days)
            earned = post_earn(session, person.id, 100, f"lapses/{number}", cause, now, at)
            domain = "skilled" if name == "given_back" else "employment"
            actions.begin_term(session, earned, person.id, domain, TERM)
            world.note(f"{name}_entry", earned.id)
    with Session(world.engine) as session, session.begin():
        locked = {"kind": "reversed", "title": "和面", "reason": "error", "record": "0"}  # any cause may stand there
        entry = session.get_one(CreditTransfer, int(world.places["partly_locked_entry"]))
        move_earned(session, entry, EntryType.LOCK, 40, "lapses/lock", locked, now)
        for name in ("lapsed", "partly_locked", "given_back"):
            posted = actions.lapse(session, int(world.places[f"{name}_entry"]), local_date(now), now)
            world.note(f"{name}_as", posted.id if posted else 0)
        refresher = SimpleNamespace(title="发酵", title_en="Leavening", passed_at=now)
        back = actions.refresh(session, int(world.places["given_back_entry"]), refresher, now)
        world.note("back_as", back.id if back else 0)
