"""What an administrator fills in about the readers of a college."""

from datetime import date, timedelta
from enum import StrEnum

from portal.text import Message, message
from portal.web.forms import Form


class End(StrEnum):
    """When a reader's reading ends."""

    NOW = "now"
    TODAY = "today"


ENDS: dict[End, Message] = {
    End.NOW: message("马上停"),
    End.TODAY: message("今天还能看，明天起不能看"),
}
NO_NAME = message("登录名：写这位老师的登录名")
UNKNOWN = message("登录名：没有找到这个人。再核对一遍")
NO_ROLE = message("登录名：这个人还不是合作院校老师。先请管理服务器的人给他这个身份")
OWN = message("登录名：这是您自己。要由别的管理员来加")


class ReaderForm(Form):
    """Who shall read for the college."""

    identifier: str = ""


class EndForm(Form):
    """When somebody's reading ends."""

    ends: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        return {} if self.ends in list(End) else {"ends": message("什么时候停：选一个")}

    def last_day(self, today: date) -> date:
        """The last day on which they read, once nothing is wrong with the form."""
        return today if self.ends == End.TODAY else today - timedelta(days=1)
