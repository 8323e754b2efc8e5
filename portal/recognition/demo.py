"""The application of a demo, so that the desk of `credit1` has something to check. The certificate is made up."""

from datetime import date, datetime

from sqlmodel import Session

from portal.accounts.queries import person_by_identifier
from portal.recognition import actions
from portal.recognition.actions import Award
from portal.recognition.evidence.actions import Came, add
from portal.recognition.evidence.rules import Form
from portal.recognition.queries import own_applications
from portal.settings import Settings
from portal.submissions.province import rules_on
from portal.text.dates import local_date

LEARNER = "trainee"
AWARD = Award(
    row_key="level-5",
    title="保健按摩师",
    awarded_by="郑州市职业技能鉴定中心（示例）",
    awarded_region="410100",
    awarded_on=date(2022, 9, 1),
    certificate_number="S000041022000005",
    check_at="https://zscx.example/",
)
WORDS = "2021 年在郑州的盲人按摩店跟师傅学了一年，2022 年 9 月考到五级。证书编号写在上面，可以到网上查。"


def load_demo_application(session: Session, settings: Settings, now: datetime) -> bool:
    """Hand in the demo's application, when its learner has none. Returns whether it was handed in."""
    learner = person_by_identifier(session, LEARNER)
    if learner is None or own_applications(session, learner.id):
        return False
    rules = rules_on(settings.province, local_date(now), settings.mode == "demo")
    one = actions.start(session, learner.id, "level", rules, now)
    actions.keep_award(session, one, AWARD)
    add(session, one, Came("demo", Form.TYPED, "", words=WORDS), now)
    actions.hand_in(session, one, rules, now)
    return True
