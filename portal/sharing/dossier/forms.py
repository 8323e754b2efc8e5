"""What a person writes into their lifelong file."""

from portal.sharing.dossier.rules import FIRST_YEAR, LONGEST_NOTE, LONGEST_PLACE, LONGEST_TITLE, LineKind
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

HAS_NUMBER = {
    "title": message("是什么：里面像是有个人的号码。去掉号码"),
    "place": message("在哪里：里面像是有个人的号码。去掉号码"),
    "note": message("还想说的：里面像是有个人的号码。去掉号码"),
}


class LineForm(Form):
    """One line: what, where, from when to when."""

    kind: str = ""
    title: str = ""
    place: str = ""
    year_from: str = ""
    year_to: str = ""
    note: str = ""

    def errors(self, this_year: int) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if self.kind not in list(LineKind):
            found["kind"] = message("哪一类：选一个")
        if not self.title.strip():
            found["title"] = message("是什么：写一句，例如“面点师”")
        too_long = (
            ("title", LONGEST_TITLE, message("是什么：不超过 %(count)s 个字", count=LONGEST_TITLE)),
            ("place", LONGEST_PLACE, message("在哪里：不超过 %(count)s 个字", count=LONGEST_PLACE)),
            ("note", LONGEST_NOTE, message("还想说的：不超过 %(count)s 个字", count=LONGEST_NOTE)),
        )
        found |= {name: problem for name, most, problem in too_long if len(getattr(self, name).strip()) > most}
        found |= {name: problem for name, problem in HAS_NUMBER.items() if find_personal_data(getattr(self, name))}
        first, last = year_of(self.year_from), year_of(self.year_to)
        if first is None or not FIRST_YEAR <= first <= this_year:
            found["year_from"] = message("从哪一年：写四位数字，例如 2019")
        if self.year_to.strip() and (last is None or not (first or FIRST_YEAR) <= last <= this_year):
            found["year_to"] = message("到哪一年：写四位数字，不早于开始的那年；还在做，就空着")
        return found

    def values(self) -> dict[str, str | int | None]:
        """What is kept, once nothing is wrong with the form."""
        texts = {name: getattr(self, name).strip() for name in ("kind", "title", "place", "note")}
        return texts | {"year_from": year_of(self.year_from), "year_to": year_of(self.year_to)}


def year_of(typed: str) -> int | None:
    """The year that was typed, in four digits."""
    digits = typed.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) == 4 else None
