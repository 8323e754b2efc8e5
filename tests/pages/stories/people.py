"""People who came by themselves, beside those of the demo."""

from sqlmodel import Session, select

from portal.accounts.demo import DEMO_PASSWORD
from portal.accounts.models import Consent
from portal.accounts.rules import Purpose
from portal.certificates.rules import draw_code
from tests.pages.world import World
from tests.registration.test_pages import NEW, number_of

CHANGED = {"current_password": DEMO_PASSWORD, "new_password": "一个很长的新密码就够了"}


def people_register(world: World) -> None:
    """Somebody registers and waits for her identity; so many others do that the list has two pages."""
    newcomer = world.visitor()
    newcomer.open("/register").press("注册", NEW | {"number": number_of("19850607")})
    with Session(world.engine) as session:
        needed = select(Consent.id).where(Consent.purpose == Purpose.ACCOUNT)
        world.note("consent", session.exec(needed).one())
    world.note("number_with_wrong_part", number_of("19850607", "83"))
    for day in range(1, 26):
        other = NEW | {"name": f"新学员{day}", "number": number_of(f"199301{day:02d}")}
        world.visitor().open("/register").press("注册", other)
    waiting = world.sign_in("admin").open("/people/verification")
    world.note("code_of_nobody", draw_code(lambda most: 123_456_789 % most))
    world.note("unverified", next(address for address in waiting.links.values() if "/verification/" in address))
    college = world.sign_in("college")
    college.open("/account/password").press("改密码", CHANGED)
