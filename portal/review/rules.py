"""Who must keep away from a course, and what two or three experts together have said. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.accounts.rules import is_within
from portal.submissions.province import ProvinceRules
from portal.submissions.rules import Outcome
from portal.text import Message, message

SEVERITY = tuple(Outcome)


@dataclass(frozen=True)
class Reviewer:
    """Somebody who may have a part in a review, with the place where they live or work."""

    person_id: int
    name: str
    region_code: str


@dataclass(frozen=True)
class Subject:
    """What a conflict is looked for in: the prefecture, and everybody who has made or handed in any version."""

    region_code: str
    maker_ids: frozenset[int] = frozenset()  # who uploaded, proposed or recommended it
    named: frozenset[str] = frozenset()  # the people that any version names, as their names are compared


def conflicts(reviewer: Reviewer, subject: Subject, has_declared: bool = False) -> tuple[Message, ...]:
    """Every reason why this person may not be assigned, open, submit or vote; empty when there is none."""
    found = []
    if is_within(reviewer.region_code, subject.region_code):
        found.append(message("工作或居住在提交这门课的市，或者它的县区。"))
    if reviewer.person_id in subject.maker_ids:
        found.append(message("参加过这门课的制作、提交或推荐。"))
    if comparable(reviewer.name) in subject.named:
        found.append(message("和课程写明的制作人员同名。"))
    if has_declared:
        found.append(message("申报了回避。"))
    return tuple(found)


def comparable(name: str) -> str:
    """A name as it is compared: full width as half width, without spaces and without what stands in brackets."""
    return re.sub(r"\([^)]*\)|\s", "", unicodedata.normalize("NFKC", name)).casefold()


@dataclass(frozen=True)
class GivenReview:
    """One expert's review, as the others' is compared with it."""

    score: int
    verdict: Outcome
    unmet: frozenset[str] = field(default_factory=frozenset)  # essential items that are not met


@dataclass(frozen=True)
class Opinion:
    """What the experts together say. Tenths of a point, so that the mean of two scores is exact."""

    score_tenths: int
    verdict: Outcome
    unmet: frozenset[str]


def do_agree(first: GivenReview, second: GivenReview, rules: ProvinceRules) -> bool:
    """Whether two reviews are close enough: score, verdict and every essential item."""
    is_close = abs(first.score - second.score) < rules.score_gap
    return is_close and first.verdict is second.verdict and first.unmet == second.unmet


def opinion_of(reviews: Sequence[GivenReview]) -> Opinion | None:
    """Of two that agree the mean; of three the median score, the middle verdict, and items that two call unmet."""
    if len(reviews) < 2:
        return None
    if len(reviews) == 2:
        first, second = reviews
        worst = max(first.verdict, second.verdict, key=SEVERITY.index)
        return Opinion((first.score + second.score) * 5, worst, first.unmet | second.unmet)
    three = reviews[:3]
    items = frozenset().union(*(review.unmet for review in three))
    unmet = frozenset(item for item in items if sum(item in review.unmet for review in three) >= 2)
    verdict = sorted((review.verdict for review in three), key=SEVERITY.index)[1]
    return Opinion(sorted(review.score for review in three)[1] * 10, verdict, unmet)


def mildest_outcome(opinion: Opinion, rules: ProvinceRules) -> Outcome:
    """The best that a panel may decide after what the experts said."""
    if opinion.score_tenths >= rules.accept_score * 10 and not opinion.unmet:
        return Outcome.ACCEPT
    if opinion.score_tenths >= rules.minor_score * 10:
        return Outcome.MINOR
    return Outcome.MAJOR if opinion.score_tenths >= rules.major_score * 10 else Outcome.REJECT


def allowed_outcomes(opinion: Opinion, rules: ProvinceRules) -> tuple[Outcome, ...]:
    """What a member may vote for: the mildest that the experts' reviews allow, and everything stricter."""
    return SEVERITY[SEVERITY.index(mildest_outcome(opinion, rules)) :]


def panel_outcome(votes: Sequence[Outcome], opinion: Opinion | None, rules: ProvinceRules) -> Outcome | None:
    """What the panel has decided: the middle vote, of two in the middle the stricter. None without votes or reviews."""
    if not votes or opinion is None:
        return None
    middle = sorted(SEVERITY.index(vote) for vote in votes)[len(votes) // 2]
    return SEVERITY[max(middle, SEVERITY.index(mildest_outcome(opinion, rules)))]
