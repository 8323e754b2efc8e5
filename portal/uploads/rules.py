"""What may be uploaded, how much of it may lie unfinished, and how an upload ends."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePosixPath

from portal.text import Message, message
from portal.text.amounts import format_size

MOST_UNFINISHED = 3  # of one person; three courses at a time are more than anybody sends
LIFE = timedelta(days=2)  # from the last byte that came: a village's line may be down for a night
PIECE_BYTES = 8_000_000  # what a browser sends at a time, and what a cut can lose at most
ROOM_BYTES = 1_000_000_000  # the disk always keeps this much for the database and the logs
NAME_CHARACTERS = 120
MOST_WITH_FORMS = 2  # files of one person that come whole with their forms at a time
MOST_WITH_FORMS_OF_ALL = 16  # of a process; each holds one of its 40 threads


class State(StrEnum):
    """Where an upload is. Only an open one has bytes on the disk of its own."""

    OPEN = "open"
    TAKEN = "taken"  # its file is in the store, and a form was sent with it
    GIVEN_UP = "given_up"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can happen to an upload."""

    ARRIVE = "arrive"
    TAKE = "take"
    GIVE_UP = "give_up"
    EXPIRE = "expire"


STEPS: dict[tuple[State, Step], State] = {
    (State.OPEN, Step.ARRIVE): State.OPEN,
    (State.OPEN, Step.TAKE): State.TAKEN,
    (State.OPEN, Step.GIVE_UP): State.GIVEN_UP,
    (State.OPEN, Step.EXPIRE): State.EXPIRED,
}


def why_not_begin(
    name: str, size_bytes: int, endings: Iterable[str], most_bytes: int, unfinished: int, free_bytes: int
) -> Message | None:
    """Why a file of this name and size may not be sent, before a byte of it is sent; None when it may."""
    endings = tuple(endings)
    if not name.lower().endswith(endings):
        return message("这种文件不收。请选 %(endings)s 文件。", endings="、".join(endings))
    if size_bytes <= 0:
        return message("这个文件是空的。换一个再传。")
    if size_bytes > most_bytes:
        return message(
            "文件有 %(size)s，太大。最大 %(most)s。", size=format_size(size_bytes), most=format_size(most_bytes)
        )
    if unfinished >= MOST_UNFINISHED:
        return message("已有 %(count)s 个文件没有传完。先传完，或者放弃一个。", count=unfinished)
    return why_no_room(size_bytes, free_bytes)


def why_no_room(size_bytes: int, free_bytes: int) -> Message | None:
    """Why the disk has no room for so much; None when it has."""
    if size_bytes + ROOM_BYTES > free_bytes:
        return message("我们这边存不下这么大的文件。过一天再传，或者告诉管理员。")
    return None


def why_not_receive(size_bytes: int, free_bytes: int, of_person: int, of_all: int) -> Message | None:
    """Why a file may not come whole with its form now, where so many are on their way; None when it may."""
    if of_person >= MOST_WITH_FORMS:
        return message("已有 %(count)s 个文件在传。等传完再交。", count=of_person)
    if of_all >= MOST_WITH_FORMS_OF_ALL:
        return message("现在传文件的人太多。过几分钟再交。")
    return why_no_room(size_bytes, free_bytes)


def is_over(expires_at: datetime, now: datetime) -> bool:
    """Whether nobody has sent anything for so long that the upload is thrown away."""
    return expires_at <= now


def is_of_kind(start: bytes, marks: Iterable[bytes]) -> bool:
    """Whether a file that begins so may still be of the kind; a few bytes alone prove nothing."""
    return any(mark.startswith(start[: len(mark)]) for mark in marks)


def clean_name(name: str) -> str:
    """A stranger's file name as text to show: no folders, no control or direction characters, not endless."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip()
    return shown[-NAME_CHARACTERS:] or "course.zip"
