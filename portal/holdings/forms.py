"""What an officer records of a course's provenance."""

from collections.abc import Collection
from datetime import date

from portal.holdings.rules import ORIGIN_WORDS, Origin, Provenance
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

LONGEST = 300


class HoldingForm(Form):
    """Origin, contract, licence, until when; typed as it was typed."""

    origin: str = ""
    contract_number: str = ""
    licence: str = ""
    ends_year: str = ""
    ends_month: str = ""
    ends_day: str = ""
    note: str = ""
    regions: tuple[str, ...] | list[str] = ()
    number: str = ""  # of the newest record that the page showed

    @property
    def ends(self) -> dict[str, str]:
        """The parts of the date as they were typed."""
        return {"year": self.ends_year, "month": self.ends_month, "day": self.ends_day}

    @property
    def ends_on(self) -> date | None:
        """The last day; None when none was typed. Raises ValueError for no date."""
        typed = [self.ends_year.strip(), self.ends_month.strip(), self.ends_day.strip()]
        if not any(typed):
            return None
        year, month, day = (int(part) for part in typed)
        if not 2000 <= year <= 2100:
            raise ValueError(year)
        return date(year, month, day)

    @property
    def told(self) -> Provenance:
        """What was typed, once nothing is wrong with it."""
        contract, licence, note = self.contract_number.strip(), self.licence.strip(), self.note.strip()
        regions = tuple(sorted(set(self.regions)))
        return Provenance(Origin(self.origin), contract, licence, self.ends_on, note, regions)

    def errors(self, prefectures: Collection[str] = ()) -> dict[str, Message]:
        """What to put right. `prefectures` are the codes of the places that there are."""
        found: dict[str, Message] = {}
        if self.origin not in ORIGIN_WORDS:
            found["origin"] = message("怎么来的：选一个")
        if self.origin == "bought" and not self.contract_number.strip():
            found["contract_number"] = message("合同编号：购买的课程要写")
        if not self.licence.strip():
            found["licence"] = message("许可：写明凭什么可以用，例如 CC BY 4.0，或者合同第几条")
        try:
            _ = self.ends_on
        except ValueError:
            found["ends"] = message("最后一天：年、月、日都写数字，例如 2027 年 12 月 31 日")
        if not set(self.regions) <= set(prefectures):
            found["regions"] = message("可以学的地方：从单子里选")
        return found | self.text_errors()

    def text_errors(self) -> dict[str, Message]:
        """What is too long, or has somebody's number in it."""
        found: dict[str, Message] = {}
        for name, label in (("contract_number", "合同编号"), ("licence", "许可"), ("note", "说明")):
            if len(getattr(self, name)) > LONGEST:
                found[name] = TOO_LONG[label]
            elif name != "contract_number" and find_personal_data(getattr(self, name)):
                found[name] = HAS_NUMBER[label]
        return found


TOO_LONG = {
    "合同编号": message("合同编号：不超过 300 个字"),
    "许可": message("许可：不超过 300 个字"),
    "说明": message("说明：不超过 300 个字"),
}
HAS_NUMBER = {
    "许可": message("许可：里面像是有个人的号码。去掉号码"),
    "说明": message("说明：里面像是有个人的号码。去掉号码"),
}


class WithdrawalForm(Form):
    """Why a course is taken away, for everybody to read."""

    reason: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        if not self.reason.strip():
            return {"reason": message("理由：写一句，人人都看得到")}
        if len(self.reason) > LONGEST:
            return {"reason": message("理由：不超过 300 个字")}
        if find_personal_data(self.reason):
            return {"reason": message("理由：里面像是有个人的号码。去掉号码")}
        return {}
