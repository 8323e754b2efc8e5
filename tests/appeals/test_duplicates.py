"""Credit that was rejected as a duplicate, appealed: it counts beside what its group counts, or the refusal stands."""

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.appeals import verifying
from portal.certificates import queries as certificates
from portal.credits.counting import not_counted
from portal.credits.queries import balance_hundredths
from portal.credits.verifying import verify
from tests.appeals.conftest import APPEAL
from tests.appeals.test_pages import accept, decide, hear
from tests.browser import Browser, SignIn
from tests.credits.rulebook.test_following import bread, passes, ruled, standing
from tests.credits.test_verify import drop_guards

__all__ = ["bread"]
FEW = {"year": 200, "term": None, "provider_year": None, "sources": {}}


@pytest.fixture
def duplicate(engine: Engine, lin: Person, dough: int, bread: int) -> int:
    """《做面包》 was passed after 《用手和面》, with no better mark: the id of what was kept of it."""
    return rejected(engine, lin, dough, bread)


def rejected(engine: Engine, lin: Person, dough: int, bread: int, **rules: object) -> int:
    ruled(engine, (dough, bread), **rules)
    passes(engine, lin, dough, 86)
    passes(engine, lin, bread, 86)
    with Session(engine) as session:
        (one,) = not_counted(session, lin.id)
        return one.id


def lodged(learner: Browser) -> str:
    page = learner.open("/credits").follow("不同意《做面包》算重复，怎么办")
    assert page.says("和它算同一门的《用手和面》记了学分，考核 86 分。") and page.says("申诉的期限：")
    case = page.follow("申诉").press("交申诉", APPEAL)
    assert case.says("《做面包》的 1.5 学分没有记，因为算重复。")
    return case.path.replace("/appeals/", "/appealed/")


def sound(session: Session) -> bool:
    session.rollback()
    said = [*verify(session), *verifying.verify(session), *certificates.verify(session)]
    session.rollback()  # nothing is held while others write
    return said == []


def test_what_is_no_duplicate_after_all_counts(
    learner: Browser, desk: Browser, duplicate: int, session: Session, lin: Person, sign_in: SignIn, mei: Person
) -> None:
    sign_in(mei).open(f"/credits/left/{duplicate}", expect=404)
    case = lodged(learner)
    sign_in(mei).open(f"/appeals/about/duplicate/{duplicate}", expect=404)
    accept(desk, case), hear(desk, case)
    form = desk.open(case).follow("作出决定")
    assert not form.says("还回一部分")
    refused = form.press("决定，告诉学员", {"outcome": "part", "credit": "1", "told": "一半。"}, expect=422)
    assert refused.problems == {"怎样决定：选一个": "outcome"}
    decide(desk, case, told="一门学和面，一门学烤，不一样。")
    done = learner.open(case.replace("appealed", "appeals"))
    entry = done.follow("看还回的那一笔")
    assert done.says("全部还回") and entry.says("学完《做面包》，申诉以后不算重复，记上。")
    assert entry.says("原来算重复、没有记的 1.5 学分。 这次记 1.5 学分。")
    assert balance_hundredths(session, lin.id) == 300 and sound(session)
    assert standing(session, lin) == {"用手和面": (150, 86), "做面包": (150, 86)}
    assert learner.open(f"/credits/left/{duplicate}").says("后来都记上了。")


def test_what_is_over_the_cap_waits_though_the_appeal_is_upheld(
    engine: Engine, learner: Browser, desk: Browser, dough: int, bread: int, session: Session, lin: Person
) -> None:
    rejected(engine, lin, dough, bread, caps=FEW)
    case = lodged(learner)
    accept(desk, case), hear(desk, case), decide(desk, case)
    assert balance_hundredths(session, lin.id) == 200 and sound(session)
    (waits,) = not_counted(session, lin.id)
    assert (waits.state, waits.left_hundredths, waits.rejected_at) == ("waiting", 100, None)


def test_what_was_won_back_meanwhile_is_not_given_twice(
    engine: Engine, learner: Browser, desk: Browser, dough: int, bread: int, session: Session, lin: Person
) -> None:
    rejected(engine, lin, dough, bread, best_of=True)
    case = lodged(learner)
    accept(desk, case), hear(desk, case)
    passes(engine, lin, bread, 95)
    form = desk.open(case).follow("作出决定")
    refused = form.press("决定，告诉学员", {"outcome": "all", "told": "还。"}, expect=422)
    assert refused.says("后来已经记上了。只能维持")
    refused.press("决定，告诉学员", {"outcome": "upheld", "told": "后来考得更高，已经记上了。"})
    assert balance_hundredths(session, lin.id) == 150 and sound(session)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE appeal SET given_back_hundredths = 149",
        "UPDATE credit_transfer SET reference = 'course/9/person/9/appeal/99' WHERE reference LIKE '%/appeal/%'",
    ],
)
def test_planted_faults_are_named(
    learner: Browser, desk: Browser, duplicate: int, engine: Engine, session: Session, change: str
) -> None:
    case = lodged(learner)
    accept(desk, case), hear(desk, case), decide(desk, case)
    assert sound(session)
    with Session(engine) as writing:
        drop_guards(writing)
        writing.execute(text(change))
        writing.commit()
        assert verifying.verify(writing) != []
