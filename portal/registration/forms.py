"""What may be posted to open an account, and to confirm somebody's identity."""

from datetime import date

from portal.accounts.rules import CONSENTS, Purpose, why_not_password
from portal.registration import rules
from portal.text import Message, message
from portal.web.forms import Form

METHODS = {
    "card": message("看了残疾人证原件"),
    "military": message("看了残疾军人证原件"),
    "identity": message("看了身份证，并在残联核对"),
}


NO_REGION = {"region": message("住在哪里：选一个市")}


class RegisterForm(Form):
    """The form by which people register themselves."""

    name: str = ""
    number: str = ""
    region: str = ""
    phone: str = ""
    password: str = ""
    consents: tuple[str, ...] | list[str] = ()

    def errors(self, today: date, is_demo: bool) -> dict[str, Message]:
        """What to put right, in the order of the page."""
        found = {
            "name": rules.why_not_name(self.name),
            "number": rules.why_not_number(self.number, today, is_demo),
            "region": None if self.region else NO_REGION["region"],
            "phone": rules.why_not_phone(self.phone),
            "password": why_not_password(self.password),
            "consents": self.why_not_consents(),
        }
        if reason := found["password"]:
            found["password"] = message("密码：%(reason)s", reason=reason)
        return {field: problem for field, problem in found.items() if problem}

    def why_not_consents(self) -> Message | None:
        if Purpose.ACCOUNT not in self.consents:
            return message("同意什么：开户需要第一项。不同意，就不能开户，课程照样可以看。")
        if self.phone.strip() and Purpose.CONTACT not in self.consents:
            return message("同意什么：填了电话，要选第二项。不想选，就把电话删掉。")
        return None

    def purposes(self) -> list[Purpose]:
        """The consents that were given, those that are known."""
        return [purpose for purpose in CONSENTS if purpose in self.consents]


NUMBER_TAKEN = {"number": message("证号：用这个证号已经开过户。去登录。忘了密码，去求助。")}


class VerificationForm(Form):
    """What an official saw: they type the number from the document in front of them."""

    number: str = ""
    method: str = ""

    def errors(self, today: date) -> dict[str, Message]:
        """Field to message; whether the number is this person's is found out afterwards."""
        found = {
            "number": rules.why_not_number(self.number, today, is_demo=False),
            "method": None if self.method in METHODS else message("怎么核对的：选一项"),
        }
        return {field: problem for field, problem in found.items() if problem}


NOT_THEIRS = {"number": message("证号：和这个人登记的不一样。先看证件，再看是不是选错了人。")}
