"""何安 brought badges of a school that two officers trust: one waits, one waits for a rule, one has become credit, and two
that give much wait for a second officer, one of them given back."""

from typing import Any

from sqlmodel import Session

from portal.accounts.actions import NewPerson, add_person, grant_role
from portal.accounts.rules import Role
from tests.pages.world import World
from tests.transfers.elsewhere import badge, proven, token
from tests.transfers.test_pages import RULE, SCHOOL, WORDS

MUCH = "https://badges.example.edu/achievements/massage-teacher"
OTHER = "https://badges.example.edu/achievements/massage-3"


def badges_come_from_elsewhere(world: World) -> None:
    first, second = world.sign_in("credit1"), world.sign_in("credit2")
    school = first.open("/transfers/issuers/office").press("提出，等另一位确认", SCHOOL).path
    second.open(school).press("确认这家单位")
    first.open(school).press("提出，等另一位确认", RULE)
    second.open(school).press("确认《保健按摩（二）》的换算")
    world.note("issuer", school.rsplit("/", 1)[1])

    with Session(world.engine) as session, session.begin():
        new = NewPerson(name="何安", region_code="410100", password_hash="", verification_method="card seen")
        person = add_person(session, world.app.state.vault, new, world.clock.now)
        grant_role(session, person.id, Role.TRAINEE, "410000", world.clock.now)
    learner = world.sign_in_named("何安")
    first.open(school).press(
        "提出，等另一位确认", RULE | {"achievement": MUCH, "title": "按摩带教师傅", "credit": "12"}
    )
    second.open(school).press("确认《按摩带教师傅》的换算")
    without_rule = badge(3, "何安")
    without_rule["credentialSubject"]["achievement"] |= {"id": OTHER, "name": "保健按摩（三）"}
    brought = {
        "badge_posted": token(badge(1, "何安")),
        "badge_waits": proven(badge(2, "何安", has_list=True)),
        "badge_without_rule": token(without_rule),
        "badge_much": token(much(4)),
        "badge_proposed": token(much(5)),
    }
    for name, one in brought.items():
        path = learner.open("/transfers").press("交徽章", {"badge": one}).path
        world.note(name, path.rsplit("/", 1)[1])
    case = first.open(f"/transfers/desk/{world.places['badge_posted']}")
    case.press("转入 2.5 学分", WORDS)
    for name in ("badge_much", "badge_proposed"):
        first.open(f"/transfers/desk/{world.places[name]}").press("转入 12 学分，交给第二位", WORDS)
    second.send(f"/transfers/desk/{world.places['badge_much']}/return", {"words": "成果的学时再核一次。"})


def much(number: int) -> dict[str, Any]:
    """A badge that counts for more than one officer may post."""
    made = badge(number, "何安")
    made["credentialSubject"]["achievement"] |= {"id": MUCH, "name": "按摩带教师傅"}
    return made
