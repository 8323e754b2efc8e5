"""Who asks for a college: a reader, whose own college alone they may see."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from portal.accounts.access import signed_in_as
from portal.accounts.rules import Actor, Role
from portal.colleges.models import College
from portal.colleges.queries import college_of
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.text.dates import local_date


@dataclass(frozen=True)
class Reader:
    """Somebody who reads for a college now, and the college."""

    actor: Actor
    college: College


async def reader_of_college(
    actor: Annotated[Actor, Depends(signed_in_as(Role.COLLEGE_READER))], session: Db, now: Now
) -> Reader:
    """The person who asks, with their college. Raises NotFound for who has the role and reads for no live college now."""
    if college := college_of(session, actor.person_id, local_date(now)):
        return Reader(actor, college)
    raise NotFound


CollegeReader = Annotated[Reader, Depends(reader_of_college)]
