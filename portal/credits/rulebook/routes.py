"""The rules of the credit bank, for everybody: those that hold now, and every version before and after."""

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Role
from portal.credits.rulebook import queries, sentences
from portal.credits.rulebook.rules import RuleSet
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.text.dates import local_date
from portal.web import page

router = APIRouter(prefix="/credits/rules")


@router.get("")
async def credit_rules(request: Request, session: Db, now: Now) -> Response:
    """The rules that hold today."""
    holds = queries.rules_on(session, local_date(now))
    return rules_page(request, holds, queries.all_rules(session), holds.version)


@router.get("/{version}")
async def credit_rule_set(request: Request, version: str, session: Db, now: Now) -> Response:
    """One version of the rules, whether it holds now, held before or will hold."""
    found = queries.all_rules(session)
    rules = next((each for each in found if each.version == version), None)
    if rules is None:
        raise NotFound
    return rules_page(request, rules, found, queries.rules_on(session, local_date(now)).version)


def rules_page(request: Request, rules: RuleSet, versions: list[RuleSet], holds_now: str) -> Response:
    """A rule set in words, with the way to the others. `versions` are all there are, the latest first."""
    place = versions.index(rules)
    return page(
        request,
        "credits/rules.html",
        rules=rules,
        holds_now=holds_now,
        since=sentences.since(rules, versions[place - 1] if place else None),
        parts=sentences.parts(rules),
        versions=versions,
        may_draft=getattr(request.state, "role_regions", {}).get(Role.CREDIT_OFFICER, "").endswith("0000"),
    )
