"""Whose badges are taken over, and for how much: public to read; provincial credit officers change it, two of them each time."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import CreditOfficer, Visitor
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.review.credit.rules import read_credit
from portal.text import Message, message
from portal.transfers import actions, queries
from portal.transfers.forms import IssuerForm, RuleForm
from portal.transfers.keys import keys_in, stored
from portal.transfers.models import TransferRule, TrustedIssuer
from portal.transfers.rules import STANDING_WORDS, Move, Standing, why_not_move
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这家单位"), "trusted_issuer", "issuer_id")
router = APIRouter(prefix="/transfers/issuers")
one_router = APIRouter(prefix="/transfers/issuers/{issuer_id}", dependencies=[BACK])


async def province_officer(request: Request, officer: CreditOfficer) -> Actor:
    """A credit officer of the whole province. Raises NotFound for others."""
    if not request.state.role_regions[Role.CREDIT_OFFICER].endswith("0000"):
        raise NotFound
    return officer


ProvinceOfficer = Annotated[Actor, Depends(province_officer)]


@router.get("")
async def trusted_issuers(request: Request, visitor: Visitor, session: Db) -> Response:
    """Every issuer that is trusted, and what their achievements count for."""
    rules = queries.rules_in_force(session)
    in_force = [issuer for issuer in queries.issuers(session) if issuer.standing == Standing.IN_FORCE]
    listed = [(issuer, [rule for rule in rules if rule.issuer_id == issuer.id]) for issuer in in_force]
    return page(
        request,
        "transfers/issuers.html",
        listed=listed,
        may_change=visitor is not None and is_office(request),
        is_trainee=visitor is not None and Role.TRAINEE in visitor.roles,
    )


def is_office(request: Request) -> bool:
    """Whether who asks changes the list: a credit officer of the whole province."""
    return str(request.state.role_regions.get(Role.CREDIT_OFFICER, "")).endswith("0000")


@router.get("/office")
async def issuers_office(request: Request, officer: ProvinceOfficer, session: Db) -> Response:
    """The same for officers: what is proposed too, and the form to propose an issuer."""
    return office_page(request, session, IssuerForm(), {})


@router.post("/office")
async def propose_issuer(request: Request, officer: ProvinceOfficer, session: Db, now: Now) -> Response:
    """Propose an issuer with its keys."""
    form = await read_form(request, IssuerForm)
    if errors := form.errors():
        return office_page(request, session, form, errors)
    did = form.did.strip()
    issuer = TrustedIssuer(
        did=did,
        name=form.name.strip(),
        name_en=form.name_en.strip(),
        keys=[stored(key) for key in keys_in(form.document, did)],
        proposed_by_id=officer.person_id,
        proposed_at=now,
    )
    actions.propose(session, issuer, now)
    return see_other(request, "trusted_issuer", issuer_id=issuer.id)


def office_page(request: Request, session: Db, form: IssuerForm, errors: dict[str, Message]) -> Response:
    """Every issuer with its standing, and the form with what was typed."""
    found = queries.issuers(session)
    return page(request, "transfers/office.html", issuers=found, words=STANDING_WORDS, form=form, errors=errors)


@one_router.get("")
async def trusted_issuer(request: Request, issuer_id: int, officer: ProvinceOfficer, session: Db) -> Response:
    """One issuer at the office: its keys, its rules, and what this officer may do with them."""
    return issuer_page(request, session, issuer_of_office(session, issuer_id), officer, RuleForm(), {})


@one_router.post("/rules")
async def propose_transfer_rule(
    request: Request, issuer_id: int, officer: ProvinceOfficer, session: Db, now: Now
) -> Response:
    """Propose what an achievement counts for."""
    form = await read_form(request, RuleForm)
    issuer = issuer_of_office(session, issuer_id)
    if errors := form.errors():
        return issuer_page(request, session, issuer, officer, form, errors)
    rule = TransferRule(
        issuer_id=issuer.id,
        achievement=form.achievement.strip(),
        title=form.title.strip(),
        credit_hundredths=read_credit(form.credit) or 0,
        reason=form.reason.strip(),
        proposed_by_id=officer.person_id,
        proposed_at=now,
    )
    actions.propose(session, rule, now)
    return see_other(request, "trusted_issuer", issuer_id=issuer_id)


@one_router.post("/{move}")
async def move_issuer(
    request: Request, issuer_id: int, move: str, officer: ProvinceOfficer, session: Db, now: Now
) -> Response:
    """Confirm an issuer that another officer proposed, or trust it no more."""
    change(session, issuer_of_office(session, issuer_id), move, officer, now)
    return see_other(request, "issuers_office")


@one_router.post("/rules/{rule_id}/{move}")
async def move_transfer_rule(
    request: Request, issuer_id: int, rule_id: int, move: str, officer: ProvinceOfficer, session: Db, now: Now
) -> Response:
    """Confirm a rule that another officer proposed, or use it no more."""
    rule = session.get(TransferRule, rule_id)
    if rule is None or rule.issuer_id != issuer_of_office(session, issuer_id).id:
        raise NotFound
    change(session, rule, move, officer, now)
    return see_other(request, "trusted_issuer", issuer_id=issuer_id)


def change(session: Db, proposed: TrustedIssuer | TransferRule, move: str, officer: Actor, now: Now) -> None:
    """Confirm or end. Raises NotFound for any other word."""
    if move not in list(Move):
        raise NotFound
    act = actions.confirm if move == Move.CONFIRM else actions.end
    act(session, proposed, officer.person_id, now)


def issuer_of_office(session: Db, issuer_id: int) -> TrustedIssuer:
    """An issuer that is trusted or proposed. Raises NotFound."""
    issuer = session.get(TrustedIssuer, issuer_id)
    if issuer is None or issuer.standing == Standing.ENDED:
        raise NotFound
    return issuer


def issuer_page(
    request: Request, session: Db, issuer: TrustedIssuer, officer: Actor, form: RuleForm, errors: dict[str, Message]
) -> Response:
    """One issuer with what may be done, and the form with what was typed."""
    rules = queries.rules_of(session, issuer.id)
    return page(
        request,
        "transfers/issuer.html",
        issuer=issuer,
        key_count=len(issuer.keys),
        words=STANDING_WORDS,
        why_not_confirm=why_not_confirm(issuer, officer),
        rules=[(rule, why_not_confirm(rule, officer)) for rule in rules],
        form=form,
        errors=errors,
    )


def why_not_confirm(proposed: Any, officer: Actor) -> Message | None:
    """What keeps this officer from confirming; None when nothing does."""
    return why_not_move(Move.CONFIRM, Standing(proposed.standing), proposed.proposed_by_id, officer.person_id)
