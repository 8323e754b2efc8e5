"""Open an account by oneself; for administrators, confirm the identity of those who did."""

import secrets
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts import queries as people
from portal.accounts.access import Administrator, SignedIn, Visitor, sign_in_here
from portal.accounts.actions import NewPerson
from portal.accounts.models import Person
from portal.accounts.numbers import read_number
from portal.accounts.rules import CONSENTS, PersonState, Purpose
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.registration import actions, queries
from portal.registration.forms import METHODS, NO_REGION, NOT_THEIRS, NUMBER_TAKEN, RegisterForm, VerificationForm
from portal.registration.rules import clean_phone, demo_card
from portal.text import language, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter()


@router.get("/register")
async def register(request: Request, visitor: Visitor, session: Db) -> Response:
    if visitor:
        return see_other(request, "account")
    return register_page(request, session, RegisterForm())


@router.post("/register")
async def open_account(request: Request, visitor: Visitor, session: Db, now: Now) -> Response:
    form, state = await read_form(request, RegisterForm), request.app.state
    if errors := form.errors(local_date(now), is_demo(request)):
        return register_page(request, session, form, errors)
    new_hash = await state.passwords.hash(form.password)

    if form.region not in {one.code for one in people.regions(session, "prefecture")}:
        return register_page(request, session, form, NO_REGION)
    new = NewPerson(
        name=form.name.strip(),
        region_code=form.region,
        password_hash=new_hash,
        number=read_number(form.number),
        phone=clean_phone(form.phone),
    )
    person_id = actions.register(session, state.vault, new, form.purposes(), now)
    if person_id is None:
        return register_page(request, session, form, NUMBER_TAKEN)
    answer = see_other(request, "registered")
    sign_in_here(request, session, answer, person_id, now)
    return answer


@router.get("/registered")
async def registered(request: Request, actor: SignedIn) -> Response:
    return page(request, "registration/registered.html", is_verified=actor.identity_verified)


@router.get("/people/verification")
async def verification(request: Request, administrator: Administrator, session: Db, number: int = 1) -> Response:
    count = queries.unverified_count(session)
    pages = max(1, -(-count // queries.PAGE))
    number = min(max(number, 1), pages)
    waiting = queries.unverified_people(session, number)
    return page(request, "registration/waiting.html", people=waiting, count=count, number=number, pages_count=pages)


@router.get("/people/verification/{person_id}")
async def verification_of(request: Request, person_id: int, administrator: Administrator, session: Db) -> Response:
    return verification_page(request, session, find_person(session, person_id), VerificationForm())


@router.post("/people/verification/{person_id}")
async def confirm_identity(
    request: Request, person_id: int, administrator: Administrator, session: Db, now: Now
) -> Response:
    form = await read_form(request, VerificationForm)
    person = find_person(session, person_id)
    if errors := form.errors(local_date(now)):
        return verification_page(request, session, person, form, errors)
    number = read_number(form.number)
    if number is None or not actions.is_their_number(request.app.state.vault, person, number):
        return verification_page(request, session, person, form, NOT_THEIRS)
    if not actions.verify(session, person, administrator, form.method, now):
        raise Refused(message("这个人的身份已经核对过。"))
    return see_other(request, "verification_of", person_id=person_id)


def find_person(session: Db, person_id: int) -> Person:
    """Somebody who opened an account with a number. Raises NotFound for others."""
    person = people.person_by_id(session, person_id)
    if person is None or person.citizen_index is None:
        raise NotFound
    return person


def is_demo(request: Request) -> bool:
    return bool(request.app.state.settings.mode == "demo")


def register_page(request: Request, session: Db, form: RegisterForm, errors: dict[str, Any] | None = None) -> Response:
    consents = {
        purpose: words for purpose, words in CONSENTS.items() if not is_demo(request) or purpose != Purpose.CONTACT
    }
    return page(
        request,
        "registration/register.html",
        errors=errors,
        form=form,
        regions=[
            (one.code, one.name_en if language() == "en" else one.name) for one in people.regions(session, "prefecture")
        ],
        consents=consents,
        sample=demo_card(secrets.randbelow(10_000_000)) if is_demo(request) else "",
    )


def verification_page(
    request: Request, session: Db, person: Person, form: VerificationForm, errors: dict[str, Any] | None = None
) -> Response:
    verified_by = people.person_by_id(session, person.verified_by_id) if person.verified_by_id else None
    return page(
        request,
        "registration/verify.html",
        errors=errors,
        form=form,
        account=person,
        is_waiting=person.state == PersonState.UNVERIFIED,
        verified_by=verified_by.name if verified_by else "",
        document=people.current_document(session, person.id),
        region=people.region_by_code(session, person.region_code),
        methods=METHODS,
    )
