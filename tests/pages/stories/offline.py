"""Learning without a connection: one pack waits, one can be taken, one was taken and its receipt came back."""

from sqlmodel import Session, select

from portal.offline.actions import key_of
from portal.offline.models import OfflinePack
from portal.offline.rules import lesson_code
from tests.pages.world import World


def packs_are_taken(world: World) -> None:
    """周晓禾 takes a pack along and dictates a code from it afterwards."""
    trainee = world.sign_in("trainee")
    for slug in ("bakery-safety", "dough-ready"):
        trainee.open(f"/learning/{slug}/pack")
    world.do_jobs()
    trainee.send("/learning/bakery-safety/pack")
    with Session(world.engine, expire_on_commit=False) as session:
        pack = session.exec(select(OfflinePack)).one()
    code = lesson_code(key_of(world.app.state.vault, pack), 1)
    receipt = trainee.open("/learning/receipts").press("交回回执", {"pack": pack.code, "codes": code})
    world.note("receipt", receipt.path)
