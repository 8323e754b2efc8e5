"""What the portal may refuse. Raised by rules and actions, turned into pages in one place, portal/main.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.text import Message


class Refused(Exception):
    """A rule of the domain says no. The message is a whole sentence, written for the person; nothing was changed."""

    def __init__(self, message: Message, way_on: tuple[Message, str] | None = None) -> None:
        super().__init__(message.msgid)
        self.message = message
        self.way_on = way_on  # the words of a link that leads on, and its address


class NotFound(Exception):
    """There is no such thing, or this person may not know of it."""


class Gone(Exception):
    """There was such a course, and it was taken away: everybody may know when and why."""

    def __init__(self, title: str, title_en: str, reason: Message, withdrawn_at: datetime) -> None:
        super().__init__(title)
        self.title, self.title_en, self.reason, self.withdrawn_at = title, title_en, reason, withdrawn_at


class NotInPlace(Exception):
    """By contract only people of these places may begin the course: everybody may know which. `places` have a `name`
    and a `name_en`."""

    def __init__(self, slug: str, title: str, title_en: str, places: Sequence[Any]) -> None:
        super().__init__(title)
        self.slug, self.title, self.title_en, self.places = slug, title, title_en, places


class SignInNeeded(Exception):
    """The page is for people who have signed in; sign-in leads back to where they were going."""


class TooMany(Exception):
    """Too many tries in a short time. The message says when to try again."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


class TooBig(Exception):
    """What was sent is larger than the portal takes. The message says how large it may be."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message
