"""What the pages of a notice show."""

from datetime import date
from typing import Any

from sqlmodel import Session

from portal.notices import forms, queries, rules
from portal.notices.actions import count_p1
from portal.notices.models import Notice
from portal.review import queries as review
from portal.submissions import queries as handed_in
from portal.submissions.models import Submission
from portal.submissions.steps import State
from portal.submissions.views import code_of, due_of, place_name
from portal.text import Message, message

STANDING = frozenset({State.NOTICE, State.OBJECTION, State.PUBLISHED, State.SUSPENDED, State.REEVAL})


def state_words(state: State, is_current: bool, days_left: int | None) -> Message:
    """Where a notice is, in words."""
    if is_current and state is State.NOTICE:
        return message("正在公示")
    if is_current:
        return message("暂停，正在处理异议，还剩 %(count)s 个工作日", count=days_left or 0)
    return forms.ENDED_WORDS.get(state, forms.WENT_BACK)


def list_rows(session: Session, number: int, today: date) -> list[tuple[Any, Message, Any]]:
    """One page of notices: the row, its state in words, and when it ends while it runs."""
    rows = []
    for row in queries.notices_page(session, number):
        is_current = row.sitting == row.current_sitting and row.state in (State.NOTICE, State.OBJECTION)
        runs = is_current and row.state is State.NOTICE
        words = state_words(row.state, is_current, row.days_left)
        rows.append((row, words, due_of(row.ends_on, today) if runs else None))
    return rows


def notice_values(
    session: Session, notice: Notice, submission: Submission, today: date, p1_days: int
) -> dict[str, Any]:
    """What the public notice says: title, provider, conclusions, dates, objections and their answers."""
    version = queries.noticed_version(session, notice)
    evidence = review.evidence_of(session, submission)
    is_current = queries.is_current(notice, submission)
    opinion = evidence.opinion
    stands = submission.sitting == notice.sitting and submission.state in STANDING  # nothing was decided anew since
    return {
        "notice": notice,
        "submission": submission,
        "version": version,
        "course": version or submission,
        "code": code_of(submission.id),
        "place": place_name(handed_in.region_name(session, submission.region_code)),
        "is_current": is_current,
        "state_words": state_words(submission.state, is_current, notice.days_left),
        "due": due_of(notice.ends_on, today),
        "band": rules.band_of(opinion) if opinion and stands else None,
        "access_words": rules.access_words(count_p1(evidence), p1_days) if stands else None,
        "objections": queries.objections_of(session, notice.id),
        "objection_words": forms.STATE_WORDS,
        "is_published": submission.state is State.PUBLISHED,
    }
