"""Text from strangers: UTF-8, or the GB18030 of older Chinese editors."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Why a text could not be read, as a short stable word, and the line (from 1) where reading stopped."""

    reason: str
    line: int | None = None


@dataclass(frozen=True)
class Text:
    content: str
    encoding: str  # "utf-8" or "gb18030"


def decode(raw: bytes) -> Text | None:
    """The text with plain line ends and without a byte order mark; None when it is no text at all."""
    for encoding in ("utf-8", "gb18030"):
        try:
            content = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(character < " " and character not in "\t\n\r" for character in content):
            return None
        return Text(content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding)
    return None
