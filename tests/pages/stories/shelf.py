"""What stands on the shelf: the courses that ship with the portal, and enough small ones for a long list."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from portal.library import actions
from portal.library.packages import Package, read_package
from tests.pages.world import World
from tests.shelf import MINIMAL

SHIPPED = Path(__file__).parents[3] / "courses"
LEARNED = {  # small courses that trainees of the world are at, each at another place
    "dough-begun": "和面，学了一半",
    "dough-ready": "和面，可以考了",
    "dough-open": "和面，正在考",
    "dough-one": "和面，一题一页",
    "dough-failed": "和面，没合格",
    "dough-passed": "和面，学完了",
    "dough-left": "和面，放下了",
}
FRESH = "steamed-buns"  # nobody has begun it
FRESH_TITLE = "蒸馒头入门"
LONG_LIST = 45


def courses_open(world: World) -> None:
    """Four real courses, seven that are being learned, and a row of others."""
    for folder in sorted(path.parent for path in SHIPPED.glob("*/course.toml")):
        open_course(world, folder, read_package(folder))
    small = read_package(MINIMAL)
    for slug, title in LEARNED.items():
        open_course(world, MINIMAL, renamed(small, id=slug, title=title, title_en=f"Dough: {slug}"))
    open_course(world, MINIMAL, renamed(small, id=FRESH, title=FRESH_TITLE, title_en="Steamed buns for beginners"))
    for number in range(1, LONG_LIST + 1):
        named = renamed(small, id=f"dough-{number}", title=f"和面练习第 {number} 讲", title_en=f"Dough, part {number}")
        open_course(world, MINIMAL, named)


def renamed(package: Package, **values: Any) -> Package:
    return package.__class__(**vars(package) | values)


def open_course(world: World, folder: Path, package: Package) -> int:
    """Publish a package as it is. Gives the version's id."""
    with Session(world.engine) as session, session.begin():
        digest = package.id.encode().hex()[:64].ljust(64, "0")
        version = actions.stage(session, world.app.state.files, package, folder, digest)
        credit = max(package.proposed_credit_hundredths, 50)
        actions.publish(session, version, credit, {}, date(2028, 10, 12), world.clock.now)
        return version.id
