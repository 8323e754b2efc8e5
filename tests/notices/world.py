"""Everybody who might have a hand in a course, and a database to try them in, copied for each life."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Engine, event
from sqlmodel import Session, select

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.rules import Actor, Role
from portal.db import connect
from portal.files import Files
from portal.jobs import run_waiting
from portal.settings import Settings
from portal.submissions import actions as hand_in
from portal.submissions.actions import Deed, Upload
from portal.submissions.models import SubmittedPackage
from portal.submissions.province import rules_on
from portal.text.dates import local_date
from portal.vault import Vault
from tests.cast import NOW
from tests.submissions.parcels import MENDED, PARCEL

HOME = "410100"
CAST: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("作者", HOME, (Role.SUBMITTER,)),
    ("推荐人", HOME, (Role.APPROVER,)),
    ("一人两角", HOME, (Role.SUBMITTER, Role.APPROVER)),
    ("外市作者", "410300", (Role.SUBMITTER, Role.APPROVER)),
    ("审查员", "410000", (Role.FORMAL_CHECKER,)),
    ("盲人体验员", "410000", (Role.BLIND_TESTER,)),
    ("聋人体验员", "410300", (Role.DEAF_TESTER,)),
    ("县里的体验员", "410102", (Role.BLIND_TESTER, Role.DEAF_TESTER)),
    ("专家甲", "410000", (Role.EXPERT,)),
    ("专家乙", "410300", (Role.EXPERT,)),
    ("专家丙", "410000", (Role.EXPERT,)),
    ("本市专家", HOME, (Role.EXPERT, Role.PANEL_MEMBER)),
    ("林芳", "410000", (Role.EXPERT, Role.PANEL_MEMBER)),  # named in the course itself
    ("多面手", "410000", (Role.FORMAL_CHECKER, Role.EXPERT, Role.PANEL_MEMBER, Role.BLIND_TESTER, Role.APPEAL_OFFICER)),
    ("成员甲", "410000", (Role.PANEL_MEMBER,)),
    ("成员乙", "410000", (Role.PANEL_MEMBER,)),
    ("成员丙", "410000", (Role.PANEL_MEMBER,)),
    ("协调员", "410000", (Role.COORDINATOR,)),
    ("学分员", "410000", (Role.CREDIT_OFFICER,)),
    ("处理人", "410000", (Role.APPEAL_OFFICER,)),
)


@dataclass
class World:
    """A database with the cast and two packages that have been checked, copied for each run."""

    folder: Path
    settings: Settings
    actors: list[Actor]
    uploads: list[tuple[Upload, int]]  # each with its staged version

    def fresh(self) -> Engine:
        place = Path(mkdtemp(dir=self.folder))
        shutil.copyfile(self.folder / "world.sqlite3", place / "world.sqlite3")
        return quick(f"sqlite:///{place}/world.sqlite3")


def quick(url: str) -> Engine:
    engine = connect(url)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    return engine


def make_world(folder: Path) -> World:
    """The world in a folder that holds a migrated database, world.sqlite3."""
    url = f"sqlite:///{folder}/world.sqlite3"
    told = Settings(data=folder, database_url=url, files_url=f"file://{folder}/files", origin="http://testserver")
    engine, files = quick(url), Files(told.files_url, folder / "incoming")
    with Session(engine) as session, session.begin():
        accounts.load_regions(session)
    actors = [_person(engine, told, *one) for one in CAST]
    uploads = [Upload(files.put(content), "course.zip", len(content)) for content in (PARCEL, MENDED)]
    deed = Deed(actors[0], NOW, rules_on("henan", local_date(NOW), is_demo=False))
    for upload in uploads:
        with Session(engine) as session, session.begin():
            hand_in.hand_in(session, upload, deed)
        run_waiting(engine, files, told, NOW)
    with Session(engine) as session:
        versions = [package.version_id or 0 for package in session.exec(select(SubmittedPackage))]
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return World(folder, told, actors, list(zip(uploads, versions, strict=True)))


def _person(engine: Engine, told: Settings, name: str, region: str, roles: tuple[Role, ...]) -> Actor:
    with Session(engine) as session, session.begin():
        new = NewPerson(name=name, region_code=region, password_hash="", verification_method="card seen")
        person = accounts.add_person(session, Vault(told.secret_key), new, NOW)
        for role in roles:
            accounts.grant_role(session, person.id, role, region, NOW)
        return Actor(person.id, name, frozenset(roles), region, identity_verified=True)
