"""The sections of the header, by role. Only those whose page exists are shown."""

from dataclasses import dataclass

from fastapi import FastAPI

from portal.accounts.rules import DESK_ROLES, OVERSEERS, Role
from portal.text import Message, message


@dataclass(frozen=True)
class Section:
    """One link of the header. Its name is what a page sets as its `section`."""

    name: str
    label: Message
    url: str


ROUTES = {"help": "help_page"}  # where the route has another name than the section
SECTIONS: tuple[tuple[str, Message, frozenset[Role] | None], ...] = (
    # name of the section, label, roles that see it; None: visitors too
    ("home", message("首页"), None),
    ("library", message("课程"), None),
    ("learning", message("我的学习"), frozenset({Role.TRAINEE})),
    ("credits", message("学分"), frozenset({Role.TRAINEE})),
    ("submissions", message("提交课程"), frozenset({Role.SUBMITTER, Role.APPROVER})),
    ("recordings", message("写文字"), frozenset({Role.ASSISTANT})),
    ("review", message("评审台"), DESK_ROLES),
    ("bank", message("学分银行"), frozenset({Role.CREDIT_OFFICER, Role.AUDITOR})),  # it leads on to the bank's rooms
    ("appeals_desk", message("申诉"), frozenset({Role.APPEAL_OFFICER})),
    ("college", message("换学分"), frozenset({Role.COLLEGE_READER})),
    ("holdings", message("课程来源"), frozenset({Role.COORDINATOR})),
    ("verification", message("核对身份"), frozenset({Role.ADMINISTRATOR})),
    ("colleges", message("合作院校"), frozenset({Role.ADMINISTRATOR})),
    ("upkeep", message("每周检查"), OVERSEERS),
    ("reach", message("覆盖情况"), OVERSEERS),
    ("notices", message("公示"), None),
    ("help", message("帮助"), None),
)


def sections_for(app: FastAPI, roles: frozenset[Role]) -> list[Section]:
    """The sections that these roles see, made once for each set of roles."""
    made: dict[frozenset[Role], list[Section]] = app.state.sections_by_roles
    if roles not in made:
        made[roles] = [
            Section(name, label, address)
            for name, label, seen_by in SECTIONS
            if (seen_by is None or roles & seen_by) and (address := _address(app, name))
        ]
    return made[roles]


def _address(app: FastAPI, name: str) -> str:
    try:
        return str(app.state.url_for(ROUTES.get(name, name)))
    except KeyError:  # the room of this section is not part of this portal
        return ""
