"""What the portal may refuse. Raised by rules and actions, turned into pages in one place, portal/main.py."""

from portal.text import Message


class Refused(Exception):
    """A rule of the domain says no. The message is a whole sentence, written for the person; nothing was changed."""

    def __init__(self, message: Message, way_on: tuple[Message, str] | None = None) -> None:
        super().__init__(message.msgid)
        self.message = message
        self.way_on = way_on  # the words of a link that leads on, and its address


class NotFound(Exception):
    """There is no such thing, or this person may not know of it."""


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
