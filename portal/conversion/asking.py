"""What learners and colleges fill in: what is asked for and shared, and what is decided."""

from collections.abc import Collection
from datetime import date, timedelta

from portal.conversion.actions import Decision
from portal.conversion.forms import read_date, words_problem
from portal.text import Message, message
from portal.text.dates import format_date
from portal.web.forms import Form


class ApplicationForm(Form):
    """Which target courses are asked for, until when the college may see what is shared, and the consent itself."""

    codes: tuple[str, ...] | list[str] = ()
    until_year: str = ""
    until_month: str = ""
    until_day: str = ""
    consent: str = ""

    @classmethod
    def proposed(cls, codes: Collection[str], until: date) -> "ApplicationForm":
        """The form with everything that could be asked for, shared until the college must have decided."""
        parts = {f"until_{part}": str(getattr(until, part)) for part in ("year", "month", "day")}
        return cls(codes=list(codes), **parts)

    @property
    def until(self) -> dict[str, str]:
        """The parts of the date as they were typed."""
        return {"year": self.until_year, "month": self.until_month, "day": self.until_day}

    @property
    def until_on(self) -> date | None:
        """The last day on which the college sees it; None when none was typed."""
        return read_date(self.until_year, self.until_month, self.until_day)

    def errors(self, given: Collection[str], today: date, most_days: int) -> dict[str, Message]:
        """What to put right. `given` are the codes that the college would give now."""
        found: dict[str, Message] = {}
        if not self.codes or not set(self.codes) <= set(given):
            found["codes"] = message("申请换哪些课：至少选一门")
        last, until = today + timedelta(days=most_days), self.until_on
        if until is None or not today <= until <= last:
            values = {"first": format_date(today), "last": format_date(last)}
            found["until"] = message("给学校看到哪一天：写一个日期，从%(first)s到%(last)s", **values)
        if self.consent != "yes":
            found["consent"] = message("同意给学校看：不同意，学校就没法决定")
        return found


class CollegeForm(Form):
    """What a college decides: everything, a part of it, or nothing, with words to the learner."""

    decision: str = ""
    accepted: tuple[str, ...] | list[str] = ()
    words: str = ""

    def errors(self, waiting: Collection[str]) -> dict[str, Message]:
        """What to put right. `waiting` are the codes that were asked for."""
        found: dict[str, Message] = {}
        if self.decision not in ("all", "part", "none"):
            found["decision"] = message("怎么决定：选一个")
        is_part = set(self.accepted) <= set(waiting) and 0 < len(set(self.accepted)) < len(waiting)
        if self.decision == "part" and not is_part:
            found["accepted"] = message("接受哪些课：选其中几门。全部接受或者都不接受，在上面选")
        needed = message("写给学员的话：没有全部接受，要写原因") if self.decision in ("part", "none") else None
        if problem := words_problem(self.words, message("写给学员的话"), needed):
            found["words"] = problem
        return found

    def decided(self, waiting: Collection[str]) -> Decision:
        """What was decided, once nothing is wrong with the form."""
        accepted = {"all": waiting, "part": self.accepted}.get(self.decision, ())
        return Decision(frozenset(accepted), self.words.strip())
