"""What an officer fills in to order statements."""

from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

LONGEST_REASON = 300


class OrderForm(Form):
    """By which course and year, and why."""

    course: str = ""
    year: str = ""
    reason: str = ""

    @property
    def chosen_year(self) -> int | None:
        """The year, once nothing is wrong with it."""
        return int(self.year) if self.year else None

    def errors(self, has_course: bool, this_year: int) -> dict[str, Message]:
        """What to put right. `has_course`: whether there is a course of the title, or none was named."""
        found: dict[str, Message] = {}
        if not has_course:
            found["course"] = message("课程名称：没有找到这门课。写完整的名称，或者不填")
        is_year = self.year.isascii() and self.year.isdigit() and len(self.year) == 4
        if self.year and not (is_year and 2000 <= int(self.year) <= this_year):
            found["year"] = message("哪一年：写四位数字，例如 2026，或者不填")
        if not self.reason.strip():
            found["reason"] = message("为什么要：写清做什么用")
        elif len(self.reason) > LONGEST_REASON:
            found["reason"] = message("为什么要：不超过 %(count)s 个字", count=LONGEST_REASON)
        elif find_personal_data(self.reason):
            found["reason"] = message("为什么要：里面像是有个人的号码。去掉号码")
        return found
