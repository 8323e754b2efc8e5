"""What the pages say of agreements, of what would be given, and why not more."""

from collections.abc import Callable, Iterable
from typing import Any

from fastapi import FastAPI, Request
from sqlmodel import Session

from portal.conversion import queries
from portal.conversion.matching import Lack, Outcome
from portal.conversion.queries import Agreed
from portal.conversion.rules import Answer, Evaluation, Verdict, evaluate
from portal.conversion.terms import ALL, ANY, COURSE, Group, Source, Target, Terms
from portal.library.rules import LEVELS
from portal.text import Message, language, message
from portal.text.amounts import format_credit
from portal.text.dates import local_date

LACKS: dict[Lack, Message] = {
    Lack.NONE: message("还没有"),
    Lack.LEVEL: message("级别不够"),
    Lack.MARK: message("成绩不够"),
    Lack.AGE: message("学得太早，过了协议的年限"),
    Lack.USED: message("已经用在别的专业上，这份协议不让再用"),
}
VERDICT_TAGS: dict[Verdict, tuple[Message, str]] = {
    Verdict.GIVEN: (message("现在能换"), "good"),
    Verdict.TAKEN: (message("换过了，或者在等学校决定"), "past"),
    Verdict.OVERLAP: (message("不能换"), "past"),
    Verdict.MISSING: (message("还差一些"), "wait"),
    Verdict.CREDIT: (message("学分还不够"), "wait"),
    Verdict.ELSEWHERE: (message("用在别的课上了"), "wait"),
    Verdict.WHOLE: (message("超过上限"), "stop"),
    Verdict.ONLINE: (message("超过网上学的上限"), "stop"),
}


def named(thing: Any, name: str = "name") -> str:
    """A name in the reader's language where both are known."""
    english = getattr(thing, f"{name}_en", "") if language() == "en" else ""
    return str(english or getattr(thing, name))


def source_words(source: Source) -> Message:
    """What a rule asks for, in words."""
    title = named(source, "title")
    if source.kind == COURSE:
        return message("学完《%(title)s》", title=title)
    if source.least_level > 1:
        return message("认定了%(title)s，%(level)s以上", title=title, level=LEVELS[str(source.least_level)])
    return message("认定了%(title)s", title=title)


def take_words(group: Group) -> Message:
    """How much of a list is needed."""
    if group.take == ALL or group.needed == len(group.of):
        return message("下面的都要：")
    return message("下面的有一项就行：") if group.take == ANY else needed_words(group.needed)


def needed_words(count: int) -> Message:
    """That so many of a list are needed."""
    return message("下面的要有 %(count)s 项：", count=count)


def short_of(count: int) -> Message:
    """That so many of a list are missing still."""
    return message("下面的还差 %(count)s 项：", count=count)


def used_words(outcome: Outcome) -> Message:
    """One entry that counts, and how much of its credit."""
    values = {"title": named(outcome, "title"), "credit": format_credit(outcome.hundredths)}
    if outcome.is_used:
        return message("《%(title)s》，%(credit)s 学分，以前用过，再算一次", **values)
    return message("《%(title)s》，%(credit)s 学分", **values)


def target_words(target: Target) -> Message:
    """A target course, with how much it is worth."""
    values = {"name": named(target), "code": target.code, "credit": format_credit(target.credit_hundredths)}
    return message("%(name)s（%(code)s），%(credit)s 学分", **values)


def target_conditions(target: Target) -> Message:
    """Level, mark and content that a target asks for."""
    values = {"level": LEVELS[str(target.level)], "mark": target.least_mark, "overlap": target.overlap_percent}
    return message("至少%(level)s，有成绩的至少 %(mark)s 分。内容重合 %(overlap)s%%。", **values)


def why(answer: Answer, terms: Terms) -> Message | None:
    """Why a target is not given, in one sentence; None where it is, or where a list says what is missing."""
    if answer.verdict is Verdict.OVERLAP:
        values = {"has": answer.target.overlap_percent, "least": terms.least_overlap}
        return message("内容只重合 %(has)s%%，协议要 %(least)s%%。", **values)
    if answer.verdict is Verdict.CREDIT:
        amounts = {"worth": format_credit(answer.target.credit_hundredths), "has": format_credit(answer.has_hundredths)}
        most = format_credit(terms.most_hundredths)
        return message(
            "规则满足了。这门课值 %(worth)s 学分，用得上的只有 %(has)s 学分（一笔最多算 %(most)s）。",
            **amounts,
            most=most,
        )
    return SENTENCES.get(answer.verdict)


SENTENCES = {
    Verdict.ELSEWHERE: message("能用的成果，这次用在了别的课上。一项成果只换一门课。"),
    Verdict.WHOLE: message("规则满足了。再加这门课，就超过了专业认可的上限。"),
    Verdict.ONLINE: message("规则满足了。再加这门课，网上学的就超过了上限。"),
}


def cap_words(found: Evaluation) -> list[Message]:
    """Both caps, with what is in them."""
    terms = found.agreement.terms
    total = format_credit(terms.total_hundredths)
    whole = {"percent": terms.whole_percent, "cap": format_credit(terms.whole_cap), "has": format_credit(found.whole)}
    online = {
        "percent": terms.online_percent,
        "cap": format_credit(terms.online_cap),
        "has": format_credit(found.online),
    }
    return [
        message(
            "专业一共 %(total)s 学分，认可的最多 %(percent)s%%，就是 %(cap)s 学分。连这次能换的，有 %(has)s 学分。",
            total=total,
            **whole,
        ),
        message("其中网上学的最多 %(percent)s%%，就是 %(cap)s 学分。连这次能换的，有 %(has)s 学分。", **online),
    ]


def terms_words(terms: Terms) -> list[Message]:
    """The numbers of an agreement in sentences."""
    total = format_credit(terms.total_hundredths)
    values = {"total": total, "whole": terms.whole_percent, "online": terms.online_percent}
    again = message("用过的学分，同一层次可以再算。") if terms.reuses else message("用过的学分，同一层次不再算。")
    age = (
        message("%(count)s 年以内学的才算。", count=terms.most_years)
        if terms.most_years
        else message("什么时候学的都算。")
    )
    return [
        message("专业一共 %(total)s 学分。认可的最多 %(whole)s%%，其中网上学的最多 %(online)s%%。", **values),
        message("一笔学分最多算 %(most)s 学分。一项成果只换一门课。", most=format_credit(terms.most_hundredths)),
        message("内容至少重合 %(least)s%% 的课才能换。", least=terms.least_overlap),
        age,
        again,
    ]


def evaluate_now(request: Request, session: Session, agreed: Agreed, person_id: int) -> Evaluation:
    """What a college would give somebody now."""
    agreement = agreed.agreement
    outcomes = queries.outcomes_of(session, person_id, disputed(request.app, session, person_id))
    today = local_date(request.app.state.clock())
    return evaluate(agreement, outcomes, queries.before_of(session, person_id, agreement), today)


def disputed(app: FastAPI, session: Session, person_id: int) -> Iterable[int]:
    """The entries of somebody about which there is a question: nothing new is done with them until it is decided."""
    found: Iterable[int] = app.state.disputed_entries(session, person_id)
    return found


def convertible_in(app: FastAPI) -> Callable[[Session, int], int | None]:
    """For the page of credit: how much some college would take now; None where no agreement is live."""

    def convertible(session: Session, person_id: int) -> int | None:
        today = local_date(app.state.clock())
        live = queries.live_agreements(session, today)
        blocked = disputed(app, session, person_id) if live else ()
        return queries.convertible_under(session, live, person_id, today, blocked) if live else None

    return convertible


WORDS: dict[str, Any] = {
    "named": named,
    "source_words": source_words,
    "take_words": take_words,
    "short_of": short_of,
    "used_words": used_words,
    "target_words": target_words,
    "target_conditions": target_conditions,
    "terms_words": terms_words,
    "why": why,
    "cap_words": cap_words,
    "lacks": LACKS,
    "verdict_tags": VERDICT_TAGS,
}
