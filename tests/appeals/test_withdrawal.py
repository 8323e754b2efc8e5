"""An appeal that its learner takes back: the hold ends, nobody decides it, and it may be lodged again in time."""

from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.appeals.models import AppealEvent
from portal.audit import AuditEntry
from portal.credits.models import CreditHold
from tests.appeals.test_pages import accept, decide, hear, lodge, sound
from tests.browser import Browser, Page, SignIn


def test_an_appeal_is_withdrawn_and_lodged_again_on_both_levels(
    learner: Browser, desk: Browser, desk2: Browser, taken: int, session: Session, sign_in: SignIn, mei: Person
) -> None:
    def withdraw(case: str) -> Page:
        page = learner.open(case.replace("appealed", "appeals")).follow("撤回这件申诉")
        assert page.says("原来的决定不变，学分不会还回来。") and page.says("期限不重新算")
        done = page.press("撤回申诉")
        assert done.says("您撤回了这件申诉") and "撤回这件申诉" not in done.links
        return done

    first = lodge(learner, taken)
    own = first.replace("appealed", "appeals")
    sign_in(mei).send(f"{own}/withdrawal", {}, expect=404)
    accept(desk, first), hear(desk, first)
    withdraw(first)
    learner.send(f"{own}/withdrawal", {})  # sent again, it is one
    assert desk.open(f"{first}/decision", expect=409).says("这件申诉，本人已经撤回了。")
    assert desk.open("/appealed?pile=over").says("本人撤回了") and desk.open("/appealed").says("等您处理，0 件")
    assert not learner.open("/credits").says("申诉中的学分看得到")
    session.rollback()
    assert [one.held_until is None for one in session.exec(select(CreditHold))] == [False]

    again = lodge(learner, taken)  # as long as it could be lodged at all
    assert again != first
    accept(desk, again), hear(desk, again)
    decide(desk, again, outcome="upheld", told="老师不记得了。")
    assert learner.open(f"{again.replace('appealed', 'appeals')}/withdrawal", expect=409).says("已经有结果了")
    learner.send(f"{again.replace('appealed', 'appeals')}/withdrawal", {}, expect=409)
    second = lodge(learner, taken)
    withdraw(second)
    third = lodge(learner, taken)
    accept(desk2, third), hear(desk2, third), decide(desk2, third)
    session.rollback()
    steps = [one.step for one in session.exec(select(AppealEvent)) if one.step == "withdraw"]
    audited = [one.object_id for one in session.exec(select(AuditEntry)) if one.step == "withdraw.appeal"]
    assert len(steps) == len(audited) == 2 and sound(session)
