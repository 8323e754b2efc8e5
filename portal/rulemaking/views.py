"""What the pages show of a draft."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from portal.accounts.access import CreditOfficer
from portal.accounts.rules import Actor, Role
from portal.credits.rulebook.rules import RuleSet, read_rule_set
from portal.credits.rulebook.sentences import DOMAIN_WORDS, PERIOD_WORDS, parts
from portal.db.session import Db
from portal.errors import NotFound
from portal.rulemaking import queries
from portal.rulemaking.forms import RulesForm, as_typed, lines_of
from portal.rulemaking.models import CreditRuleDraft
from portal.text import Message, message
from portal.text.amounts import format_credit

KIND_WORDS = {"more": message("会多得"), "less": message("会少得"), "same": message("不变")}
RULE_WORDS = {  # the rule that says so, by its name in an outcome
    "": message("没有被上限拦住"),
    "pass_mark": message("合格分数"),
    "group": message("和另一门课算同一门"),
} | PERIOD_WORDS


async def provincial_officer(request: Request, officer: CreditOfficer) -> Actor:
    """A credit officer of the province. Raises NotFound for those of a part of it: the rules hold everywhere."""
    if not request.state.role_regions[Role.CREDIT_OFFICER].endswith("0000"):
        raise NotFound
    return officer


def draft_in(session: Db, draft_id: int) -> CreditRuleDraft:
    """One draft. Raises NotFound when there is none."""
    if found := queries.draft_of(session, draft_id):
        return found
    raise NotFound


def rules_in(draft: CreditRuleDraft) -> RuleSet:
    """A draft as the rules that it would be."""
    return read_rule_set("", draft.valid_from, draft.rules)


def typed(session: Db, draft: CreditRuleDraft) -> RulesForm:
    """A draft as its form."""
    ids = [course["id"] for group in draft.rules.get("groups", []) for course in group["courses"]]
    return as_typed(draft.rules, draft.valid_from, draft.reason, draft.revision, queries.slugs_of(session, ids))


def courses_named(session: Db, form: RulesForm) -> dict[str, dict[str, object]]:
    """The published courses that the groups of a form name."""
    slugs = sorted({slug for _, slugs in lines_of(form.groups) for slug in slugs})
    return queries.courses_by_slug(session, slugs[:2000])


def differences(now: RuleSet, then: RuleSet) -> list[tuple[Message, list[Message], list[Message]]]:
    """The parts of the rules that read otherwise: their heading, what holds now, and what would hold."""
    before = {heading.msgid: said for heading, said in parts(now)}
    found = []
    for heading, said in parts(then):
        old = before[heading.msgid]
        if list(map(str, old)) != list(map(str, said)):
            found.append((heading, old, said))
    return found


def trial_words(trial: Mapping[str, Any]) -> list[Message]:
    """What a draft would have changed, in plain words."""
    said = []
    for one in trial["shown"]:
        values = {"people": one["people"], "credit": format_credit(one["credit_hundredths"])}
        if one["kind"] == "more":
            said.append(message("%(people)s 位学员会多得，一共多 %(credit)s 学分。", **values))
        elif one["kind"] == "less":
            said.append(message("%(people)s 位学员会少得，一共少 %(credit)s 学分。", **values))
        else:
            said.append(message("%(people)s 位学员不变。", people=one["people"]))
    said += [
        message("%(kind)s的学员不到 5 位，人数和学分不说，免得看出是谁。", kind=KIND_WORDS[kind])
        for kind in trial["hidden"]
    ]
    if trial["entries"]:
        said.append(
            message("按一笔一笔算：%(more)s 笔会变多，%(less)s 笔会变少，%(same)s 笔不变。", **trial["entries"])
        )
    return said


def trial_reasons(trial: Mapping[str, Any]) -> list[Message]:
    """The rules that most people would meet."""
    return [
        message(
            "%(kind)s，因为%(rule)s：%(people)s 位。",
            kind=KIND_WORDS[one["kind"]],
            rule=RULE_WORDS.get(one["rule"], one["rule"]),
            people=one["people"],
        )
        for one in trial["reasons"]
    ]


MONTH_LABELS = DOMAIN_WORDS
