"""What may be posted to sign in and to change a password."""

from portal.accounts.rules import why_not_password
from portal.text import Message, message
from portal.web.forms import Form


class SignInForm(Form):
    """Who, and the password. `next` is where to go afterwards."""

    identifier: str = ""
    password: str = ""
    next: str = ""

    def errors(self) -> dict[str, Message]:
        """Only what is empty: whether it is right is not for a form to say."""
        errors = {}
        if not self.identifier.strip():
            errors["identifier"] = message("登录名或证号：填写登录名或者证号")
        if not self.password:
            errors["password"] = message("密码：填写密码")
        return errors


NOT_RIGHT = {"identifier": message("登录名或证号，或者密码，有一个不对。两个都再看一遍。")}


class PasswordForm(Form):
    """A new password, and the old one to show that it is really its owner."""

    current_password: str = ""
    new_password: str = ""

    def errors(self) -> dict[str, Message]:
        """Field to message; whether the current password is right is found out afterwards."""
        errors = {}
        if not self.current_password:
            errors["current_password"] = message("现在的密码：填写现在的密码")
        if reason := why_not_password(self.new_password):
            errors["new_password"] = message("新密码：%(reason)s", reason=reason)
        elif self.new_password == self.current_password:
            errors["new_password"] = message("新密码：和现在的一样。换一个。")
        return errors


WRONG_CURRENT = {"current_password": message("现在的密码：不对。再看一遍。")}


class ConsentForm(Form):
    """Which consent is withdrawn."""

    consent: str = ""
