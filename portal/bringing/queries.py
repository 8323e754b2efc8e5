"""Every read of brought files."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import Row
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.bringing.models import BroughtFile, BroughtIntoDraft, BroughtPicture
from portal.errors import NotFound
from portal.workshop.models import CourseDraft

NEWEST = 20


def brought_of(session: Session, brought_id: int, region_code: str) -> BroughtFile:
    """A file of the own prefecture. Raises NotFound, also for another's."""
    found = session.get(BroughtFile, brought_id)
    if found is None or found.region_code != region_code:
        raise NotFound
    return found


def held(session: Session, brought_id: int, region_code: str) -> BroughtFile:
    """The same, locked until the transaction ends."""
    found = session.get(BroughtFile, brought_id, with_for_update=True, populate_existing=True)
    if found is None or found.region_code != region_code:
        raise NotFound
    return found


def drafts_with(session: Session, brought_id: int) -> Sequence[CourseDraft]:
    """The drafts into which the lessons of a file were put."""
    wanted = select(CourseDraft).join(BroughtIntoDraft, col(BroughtIntoDraft.draft_id) == CourseDraft.id)
    return session.exec(wanted.where(BroughtIntoDraft.file_id == brought_id).order_by(col(CourseDraft.id))).all()


def put_by_key(session: Session, brought_id: int, key: str) -> BroughtIntoDraft | None:
    """What this press of the button has put into a draft already."""
    wanted = select(BroughtIntoDraft).where(BroughtIntoDraft.file_id == brought_id, BroughtIntoDraft.request_key == key)
    return session.exec(wanted).first()


def by_key(session: Session, by_id: int, key: str) -> BroughtFile | None:
    """What this press of the button has brought already."""
    wanted = select(BroughtFile).where(BroughtFile.by_id == by_id, BroughtFile.request_key == key)
    return session.exec(wanted).first()


def newest(session: Session, region_code: str) -> Sequence[Row[Any]]:
    """The files that this prefecture brought last, and who brought them."""
    columns: tuple[Any, ...] = (
        col(BroughtFile.id),
        col(BroughtFile.file_name),
        col(BroughtFile.came_at),
        col(BroughtFile.done_at),
        col(BroughtFile.refused),
        col(Person.name).label("by_name"),
    )
    wanted = sqlalchemy.select(*columns).join(Person, col(Person.id) == col(BroughtFile.by_id))
    theirs = wanted.where(col(BroughtFile.region_code) == region_code).order_by(col(BroughtFile.id).desc())
    return session.execute(theirs.limit(NEWEST)).all()


def pictures_of(session: Session, brought_id: int) -> Sequence[BroughtPicture]:
    """The pictures of a file, in its order."""
    wanted = select(BroughtPicture).where(BroughtPicture.file_id == brought_id).order_by(col(BroughtPicture.number))
    return session.exec(wanted).all()


def picture_of(session: Session, brought_id: int, number: int) -> BroughtPicture:
    """One picture. Raises NotFound."""
    wanted = select(BroughtPicture).where(BroughtPicture.file_id == brought_id, BroughtPicture.number == number)
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound
    return found


def job_reference(brought_id: int) -> str:
    """The reference of the job that reads a file."""
    return f"bring_file/{brought_id}"
