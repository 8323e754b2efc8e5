"""What a desk's page shows of a course: only what the person who reads may know now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from pydantic import create_model
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.errors import NotFound, Refused
from portal.library import queries as library
from portal.library.models import CourseVersion
from portal.review import queries
from portal.review.checks import forms as checks
from portal.review.experts.forms import ESSENTIALS, LEVELS, WEIGHTED, options_of, unmet_words
from portal.review.forms import PART_STATES
from portal.review.models import AccessReport, ExpertReview
from portal.review.queries import Evidence
from portal.submissions import queries as handed_in
from portal.submissions import views
from portal.submissions.actions import Deed
from portal.submissions.models import Submission
from portal.submissions.rules import PART_NAMES, Facts, Part, steps_open, why_not
from portal.submissions.steps import State, Step
from portal.text import Message, language, message
from portal.web import page, read_form, see_other
from portal.web.forms import Form
from portal.web.refusals import leading_back

BACK = message("回到这门课")
BACK_TO_COURSE = leading_back(BACK, "review_submission", "submission_id")
OVERSEERS = frozenset({Role.COORDINATOR, Role.APPEAL_OFFICER})
OPENING = frozenset({Step.TAKE, Step.OPEN_TEST, Step.OPEN_FIX, Step.ACCEPT_REVIEW, Step.OPEN_PAPERS})
DEEDS: tuple[tuple[frozenset[Step], str, Message], ...] = (
    (frozenset({Step.PASS_FORMAL, Step.RETURN_FORMAL}), "formal_check", message("做形式审查")),
    (frozenset({Step.REPORT}), "access_report", message("写试学报告")),
    (frozenset({Step.PASS_FIX, Step.RETURN_FIX}), "fix_check", message("复查改过的地方")),
    (frozenset({Step.REVIEW}), "rubric", message("填评审表")),
    (frozenset({Step.VOTE}), "vote", message("投票")),
    (frozenset({Step.PASS_ACCESS, Step.PASS_CHANGES, Step.FAIL_ACCESS}), "access_verdict", message("下无障碍结论")),
    (frozenset({Step.NAME_TESTER}), "testers", message("请体验员")),
    (frozenset({Step.ASSIGN_EXPERT}), "experts", message("请专家")),
    (
        frozenset({Step.ACCEPT_COURSE, Step.WANT_MINOR, Step.WANT_MAJOR, Step.REJECT}),
        "panel_result",
        message("结束表决"),
    ),
    (frozenset({Step.CANCEL, Step.EXTEND}), "revision_time", message("延长或取消修改")),
    (frozenset({Step.OPEN_NOTICE}), "opening_of_notice", message("发公示")),
    (frozenset({Step.SET_CREDIT}), "credit_value", message("定学分")),
    (frozenset({Step.ANSWER, Step.DISMISS, Step.UPHOLD, Step.UPHOLD_RETURN}), "objections", message("答复异议")),
    (frozenset({Step.PUBLISH}), "publication", message("开放课程")),
)


@dataclass(frozen=True)
class Desk:
    """One person before one course: what the rules know, what has been given, what they may do and see."""

    submission: Submission
    deed: Deed
    facts: Facts
    evidence: Evidence
    open_steps: list[Step]
    url_for: Callable[..., str]

    @property
    def actor(self) -> Actor:
        """Who stands at the desk."""
        assert self.deed.actor is not None
        return self.deed.actor

    @property
    def oversees(self) -> bool:
        """Whether this person sees every name and every paper."""
        return bool(self.actor.roles & OVERSEERS) and self.facts.part in (None, Part.OBJECTION_HANDLER)

    @property
    def may_read(self) -> bool:
        """Whether the content is open to this person."""
        return self.facts.is_open or self.oversees or self.is_credit_officer

    @property
    def is_credit_officer(self) -> bool:
        """Whether this person is here to set the credit."""
        return Role.CREDIT_OFFICER in self.actor.roles and self.facts.part is None

    @property
    def must_declare(self) -> bool:
        """Whether this person has to say first that there is no conflict."""
        return not self.facts.is_open and bool(OPENING & set(self.open_steps))

    @property
    def way_to_declare(self) -> tuple[Message, str]:
        """The words and the address of the page where somebody says that there is no conflict."""
        return message("去说明有没有要回避的关系"), self.url_for("review_submission", submission_id=self.submission.id)


def desk_of(session: Session, request: Request, submission_id: int, actor: Actor, now: Any, key: str = "") -> Desk:
    """Everything about one person before one course. Raises NotFound for who has no business with it."""
    submission = queries.submission_for_review(session, submission_id)
    deed = views.deed_of(request, actor, now, key)
    evidence = queries.evidence_of(session, submission)
    facts = queries.review_facts(session, submission, deed, evidence)
    desk = Desk(submission, deed, facts, evidence, steps_open(facts), request.app.state.url_for)
    if not facts.conflicts and not has_business(desk):
        raise NotFound
    return desk


def closed_to_conflicts(desk: Desk) -> Desk:
    """The same desk; Refused with the reason for somebody who must keep away."""
    if desk.facts.conflicts:
        to_desk = message("回到评审台"), desk.url_for("review")
        raise Refused(message("您要回避这门课：%(reason)s", reason=desk.facts.conflicts[0]), to_desk)
    return desk


def require(desk: Desk, *steps: Step) -> Desk:
    """The same desk, when one of these steps is open to the person; else Refused with the reason."""
    reasons = [reason for step in steps if (reason := why_not(step, desk.facts))]
    if len(reasons) == len(steps):
        closed_to_conflicts(desk)
        raise Refused(reasons[0], desk.way_to_declare if desk.must_declare else None)
    return desk


def said_or_hub(request: Request, submission_id: int, said: Message | None) -> Response:
    """The page of the course; or the reason why nothing was done, when there is one.

    A reason given back, unlike one raised, lets the transaction be committed: the look for a conflict is kept.
    """
    if said is not None:
        to_course = BACK, request.app.state.url_for("review_submission", submission_id=submission_id)
        return page(request, "errors/refused.html", status_code=409, reason=said, way_on=to_course)
    return see_other(request, "review_submission", submission_id=submission_id)


def has_business(desk: Desk) -> bool:
    """Whether the course is on this person's desk at all."""
    waits_for_credit = desk.is_credit_officer and desk.submission.state in (State.NOTICE, State.OBJECTION)
    is_asked_openly = bool({Step.TAKE, Step.OPEN_FIX, Step.OPEN_PAPERS} & set(desk.open_steps))
    return desk.facts.part is not None or desk.oversees or waits_for_credit or is_asked_openly


def deeds_of(desk: Desk, has_draft: bool) -> list[tuple[str, Message]]:
    """What this person can do now, as links: the name of the page and its words."""
    if desk.must_declare:
        return []
    open_steps = set(desk.open_steps)
    begun = {"rubric": message("接着填评审表")} if has_draft else {}
    return [(route, begun.get(route, words)) for steps, route, words in DEEDS if steps & open_steps]


@dataclass(frozen=True)
class ShownReview:
    """An expert's review as this person may read it."""

    who: Any
    score: int
    verdict: str
    unmet: list[Message]
    lines: list[tuple[Message, Message | str]]


def reviews_shown(desk: Desk, names: dict[int, str]) -> list[ShownReview]:
    """Reviews, but never another's before one's own is in, and never a name, except to who oversees."""
    numbered = list(enumerate(desk.evidence.reviews, start=1))
    me = desk.actor.person_id
    if desk.facts.part is Part.EXPERT and not (desk.facts.has_reported and desk.facts.reviews >= 2):
        numbered = [(n, review) for n, review in numbered if review.person_id == me]
    elif desk.facts.part not in (Part.EXPERT, Part.PANEL_MEMBER) and not desk.oversees:
        return []
    return [_shown(desk, number, review, names) for number, review in numbered]


def _shown(desk: Desk, number: int, review: ExpertReview, names: dict[int, str]) -> ShownReview:
    who: Any = message("第 %(number)s 位专家", number=number)
    if review.person_id == desk.actor.person_id:
        who = message("您的评审")
    elif desk.oversees:
        who = names.get(review.person_id, who)
    answers = review.answers
    lines: list[tuple[Message, Message | str]] = [
        (words, _mark(answers, "essential", "comment", item, options_of(item))) for item, words in ESSENTIALS.items()
    ]
    lines += [(words, _mark(answers, "level", "note", item, LEVELS)) for item, words in WEIGHTED.items()]
    lines.append((message("总的意见"), answers.get("summary", "").strip()))
    said = [(words, text) for words, text in lines if text]
    return ShownReview(who, review.score or 0, review.verdict, unmet_words(review.unmet), said)


def _mark(answers: dict[str, str], field: str, note: str, item: str, choices: dict[str, Message]) -> Message | str:
    """What an expert chose for an item of the rubric, with what was written beside it."""
    chosen = choices.get(answers.get(f"{field}_{item}", ""), "")
    written = answers.get(f"{note}_{item}", "").strip()
    return message("%(mark)s：%(note)s", mark=chosen, note=written) if written else chosen


def reports_shown(desk: Desk) -> Sequence[AccessReport]:
    """Testers' reports: one's own, and all of them for who decides on them or after them."""
    if desk.facts.part in (Part.BLIND_TESTER, Part.DEAF_TESTER):
        return [report for report in desk.evidence.reports if report.person_id == desk.actor.person_id]
    return desk.evidence.reports if desk.may_read else []


def lesson_names(session: Session, version: CourseVersion | None) -> dict[str, Message]:
    """The lessons of a version by slug, in words: where a fault is."""
    lessons = library.outline(session, version.id) if version else []
    english = language() == "en"
    return {
        lesson.slug: message(
            "第 %(number)s 课：%(title)s",
            number=lesson.number,
            title=(lesson.title_en if english else "") or lesson.title,
        )
        for lesson in lessons
    }


async def read_answers(request: Request, names: Iterable[str]) -> dict[str, str]:
    """The posted texts of these fields, for forms whose fields are counted and not written down; missing ones empty."""
    fields: dict[str, Any] = dict.fromkeys(names, (str, ""))
    form = await read_form(request, create_model("Answers", __base__=Form, **fields))
    return form.model_dump()


def hub_values(session: Session, desk: Desk) -> dict[str, Any]:
    """What the page of one course on the desk shows."""
    submission, facts = desk.submission, desk.facts
    package = handed_in.current_package(session, submission)
    events = handed_in.events_of(session, submission.id)
    parts = queries.parts_of(session, submission.id) if desk.oversees else []
    names = {row.ReviewPart.person_id: row.name for row in parts}
    version = handed_in.version_of(session, package)
    writes = Step.REVIEW in desk.open_steps
    draft = queries.draft_of(session, submission, desk.actor.person_id) if writes else None
    return {
        "desk": desk,
        "submission": submission,
        "package": package,
        "version": version,
        "code": views.code_of(submission.id),
        "place": views.place_name(handed_in.region_name(session, submission.region_code)),
        "due": views.due_of(submission.due_on, desk.deed.today),
        "facts": facts,
        "deeds": deeds_of(desk, draft is not None),
        "draft": draft,
        "lesson_names": lesson_names(session, version),
        "parts": parts,
        "steps": views.steps_of(submission),
        "groups": views.findings_by_grade(package) if desk.may_read else [],
        "reports": reports_shown(desk),
        "reviews": reviews_shown(desk, names),
        "history": views.full_history(events) if desk.oversees else views.plain_history(events),
        "change_list": package.change_list or submission.what_is_new,
        "people": sorted({f"{person['name']}，{person['role']}" for person in (version.people if version else [])}),
        "may_decline": Step.DECLINE_REVIEW in desk.open_steps,
        "part_names": PART_NAMES,
        "part_states": PART_STATES,
        "checks": checks,
    }
