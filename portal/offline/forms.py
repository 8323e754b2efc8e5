"""What is handed in: a receipt's file, its pasted text, or codes; and for whom."""

from dataclasses import dataclass

from fastapi import Request

from portal.offline.rules import LARGEST, UNREADABLE, Receipt, read_codes, read_receipt
from portal.offline.sheet import Given, read_sheet
from portal.text import Message, message
from portal.text.codes import normalise
from portal.web.forms import bounded


@dataclass
class HandedIn:
    """The form as it was sent. One of the three ways is enough; a file goes first."""

    file: bytes = b""
    text: str = ""
    pack: str = ""
    codes: str = ""
    consent: str = ""

    def receipt(self) -> Receipt | None:
        """The receipt of a file or a text, when one was sent and can be read."""
        return read_receipt(self.file or self.text.strip().encode("utf-8", "replace"))

    def sheet(self) -> tuple[str, list[Given]] | None:
        """The answer sheet of a file or a text, when it is one."""
        return read_sheet(self.file or self.text.encode("utf-8", "replace"))

    @property
    def has_receipt(self) -> bool:
        return bool(self.file or self.text.strip())

    def errors(self, for_others: bool) -> dict[str, Message]:
        """What to put right before anything is looked up."""
        problems: dict[str, Message] = {}
        if for_others and not self.consent:
            problems["consent"] = message("本人在场，同意代交：要先问过本人，再打勾")
        place = "file" if self.file else "text"
        if self.has_receipt and self.receipt() is None and self.sheet() is None:
            problems[place] = at(place, UNREADABLE)
        elif not self.has_receipt and not (self.pack.strip() or self.codes.strip()):
            problems["file"] = message("回执文件：还没有选文件，也没有填交回码")
        elif not self.has_receipt:
            problems |= self.code_problems()
        return problems

    def code_problems(self) -> dict[str, Message]:
        problems = {}
        if normalise(self.pack) is None:
            problems["pack"] = message("学习包号：9 位数字，在学习包的“回答问题”一页。请核对")
        codes = read_codes(self.codes)
        if not codes:
            problems["codes"] = message("交回码：每课 9 位数字，有一个不对或没有写完。请核对")
        return problems


def at(place: str, problem: Message) -> Message:
    """A message about a receipt, at the field that brought it: it begins with the label of that field."""
    if place == "file":
        return message("回执文件：%(problem)s", problem=problem)
    return message("回执的文字：%(problem)s", problem=problem)


async def read_handed_in(request: Request) -> HandedIn:
    """Everything that was sent, before the database is asked. Of a file that is too long only the beginning is read."""
    async with bounded(request).form(max_files=1, max_fields=20, max_part_size=LARGEST + 1) as posted:
        handed = HandedIn()
        for name in ("text", "pack", "codes", "consent"):
            value = posted.get(name, "")
            setattr(handed, name, value.replace("\x00", "") if isinstance(value, str) else "")
        file = posted.get("file")
        if file is not None and not isinstance(file, str):
            handed.file = await file.read(LARGEST + 1)
        return handed
