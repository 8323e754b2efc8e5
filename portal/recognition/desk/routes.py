"""The desk: what waits, one application, check, return, assess, decide as the second, write evidence down."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.recognition import actions, forms, queries, views
from portal.recognition.actions import Assessment
from portal.recognition.desk.views import PILE_WORDS, Found, found_in, may_decide, may_step, officer_of
from portal.recognition.evidence import actions as evidence
from portal.recognition.forms import AssessmentForm, SecondForm, TranscriptForm, WordsForm
from portal.recognition.rules import PAGE_SIZE, RESULTS, Pile, State, Step
from portal.submissions.views import province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这份申请"), "recognition_case", "application_id")
router = APIRouter(prefix="/recognition/desk", dependencies=[BACK])
ONE = "/{application_id}"


@router.get("")
async def recognition_desk(
    request: Request, officer: CreditOfficer, session: Db, now: Now, pile: str = Pile.CHECK, number: int = 1
) -> Response:
    """One pile of the desk, 20 a page."""
    if pile not in list(Pile):
        raise NotFound
    chosen, who = Pile(pile), officer_of(request, officer)
    counts = queries.counts(session, who)
    count = max(1, -(-counts[chosen] // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    return page(
        request,
        "recognition/desk.html",
        pile=chosen,
        piles=PILE_WORDS,
        counts=counts,
        rows=views.told_all(session, queries.pile_page(session, chosen, who, number), local_date(now)),
        number=number,
        count=count,
    )


@router.get(ONE)
async def recognition_case(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Everything about one application, and what this officer may do now. That it was read is kept."""
    found = found_in(request, session, application_id, officer, now)
    one = found.one
    shown = page(
        request,
        "recognition/case.html",
        **facts(session, found),
        history=views.history(session, one, with_names=True),
        books=views.in_books(session, one),
        why_not_pass=found.why_not(Step.PASS),
        why_not_return=found.why_not(Step.RETURN),
        why_not_assess=found.why_not(Step.PROPOSE),
        why_not_second=found.why_not(RESULTS[one.result]) if one.state == State.ASSESSED else None,
    )
    views.note_reading(request, officer.person_id, "recognition_application", application_id, now)
    return shown


def facts(session: Db, found: Found) -> dict[str, Any]:
    """What every page about one application says of it."""
    one = found.one
    before = queries.recognised_before(session, one.person_id)
    return {
        "told": found.told,
        "proofs": views.proofs_of(session, one),
        "place": views.region_name(session, one.awarded_region),
        "same": views.told_all(session, queries.same_certificate(session, one), found.told.today),
        "before": views.told_all(session, [other for other in before if other.id != one.id], found.told.today),
    }


@router.post(ONE + "/check")
async def pass_recognition_check(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Say that it is complete."""
    found = found_in(request, session, application_id, officer, now)
    actions.pass_check(session, found.one, found.officer, province_rules(request, now), now)
    return see_other(request, "recognition_case", application_id=application_id)


@router.get(ONE + "/return")
async def recognition_return(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """The form to say what is missing. Raises Refused when it was returned before."""
    return return_page(request, session, application_id, officer, now, WordsForm(), {})


@router.post(ONE + "/return")
async def return_recognition(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Give it back to the learner, once in each step."""
    form = await read_form(request, WordsForm)
    if errors := form.errors(forms.WHAT_IS_MISSING):
        return return_page(request, session, application_id, officer, now, form, errors)
    found = found_in(request, session, application_id, officer, now)
    rules = province_rules(request, now)
    actions.send_back(session, found.one, found.officer, form.words.strip(), rules, now)
    return see_other(request, "recognition_case", application_id=application_id)


def return_page(
    request: Request,
    session: Db,
    application_id: int,
    officer: Actor,
    now: Now,
    form: WordsForm,
    errors: dict[str, Message],
) -> Response:
    """What is missing, in words for the learner."""
    found = may_step(found_in(request, session, application_id, officer, now), Step.RETURN)
    return page(request, "recognition/return.html", errors=errors, form=form, told=found.told)


@router.get(ONE + "/assessment")
async def recognition_assessment(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """The assessor's list. Raises Refused for who checked it."""
    found = may_step(found_in(request, session, application_id, officer, now), Step.PROPOSE)
    form = AssessmentForm(row_key=found.one.row_key, topic=found.one.topic or found.one.title)
    shown = assessment_page(request, session, found, now, form, {})
    views.note_reading(request, officer.person_id, "recognition_application", application_id, now)
    return shown


@router.post(ONE + "/assessment")
async def assess_recognition(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Keep what was found, and decide where no second officer has to."""
    form = await read_form(request, AssessmentForm)
    found = may_step(found_in(request, session, application_id, officer, now), Step.PROPOSE)
    assert found.told.kind is not None
    if errors := form.errors(found.told.kind):
        return assessment_page(request, session, found, now, form, errors)
    proved = (form.proof, form.same_person == "yes")
    told = Assessment(form.result, *proved, form.row_key, form.topic.strip(), form.part, form.words.strip())
    actions.assess(session, found.one, found.officer, told, province_rules(request, now), now)
    return see_other(request, "recognition_case", application_id=application_id)


def assessment_page(
    request: Request, session: Db, found: Found, now: Now, form: AssessmentForm, errors: dict[str, Message]
) -> Response:
    """The list with what the application says beside it."""
    return page(
        request,
        "recognition/assessment.html",
        errors=errors,
        form=form,
        proved=views.PROOF_WORDS,
        results=views.RESULT_WORDS,
        threshold=province_rules(request, now).recognition["second_above_hundredths"],
        **facts(session, found),
    )


@router.get(ONE + "/decision")
async def recognition_decision(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """What was assessed, for the second officer. Raises Refused for who assessed it."""
    shown = decision_page(request, session, application_id, officer, now, SecondForm(), {})
    views.note_reading(request, officer.person_id, "recognition_application", application_id, now)
    return shown


@router.post(ONE + "/decision")
async def decide_recognition(
    request: Request, application_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Decide as it was assessed, or have it assessed anew."""
    form = await read_form(request, SecondForm)
    if errors := form.errors():
        return decision_page(request, session, application_id, officer, now, form, errors)
    found, rules = found_in(request, session, application_id, officer, now), province_rules(request, now)
    if form.answer == "agree":
        may_decide(found)
        actions.agree(session, found.one, found.officer, rules, now)
    else:
        actions.disagree(session, found.one, found.officer, form.words.strip(), rules, now)
    return see_other(request, "recognition_case", application_id=application_id)


def decision_page(
    request: Request,
    session: Db,
    application_id: int,
    officer: Actor,
    now: Now,
    form: SecondForm,
    errors: dict[str, Message],
) -> Response:
    """What the first officer found, and the form."""
    found = may_decide(found_in(request, session, application_id, officer, now))
    return page(request, "recognition/decision.html", errors=errors, form=form, **facts(session, found))


@router.get(ONE + "/evidence/{token}")
async def recognition_transcript(
    request: Request, application_id: int, token: str, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """The form to write down what an evidence shows or says."""
    found = found_in(request, session, application_id, officer, now)
    proof = proof_in(session, found, token)
    form = TranscriptForm(transcript=proof.evidence.transcript)
    shown = page(request, "recognition/transcript.html", told=found.told, proof=proof, form=form)
    views.note_reading(request, officer.person_id, "recognition_evidence", proof.evidence.id, now)
    return shown


@router.post(ONE + "/evidence/{token}")
async def write_recognition_transcript(
    request: Request, application_id: int, token: str, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Keep what was written of an evidence."""
    form = await read_form(request, TranscriptForm)
    found = found_in(request, session, application_id, officer, now)
    proof = proof_in(session, found, token)
    if errors := form.errors():
        return page(request, "recognition/transcript.html", errors=errors, told=found.told, proof=proof, form=form)
    evidence.write_down(session, proof.evidence, form.transcript.strip(), officer.person_id, now)
    return see_other(request, "recognition_case", application_id=application_id)


def proof_in(session: Db, found: Found, token: str) -> views.Proof:
    """A file among the evidence of an application. Raises NotFound."""
    proofs = views.proofs_of(session, found.one)
    proof = next((one for one in proofs if one.evidence.token == token and one.is_file), None)
    if proof is None:
        raise NotFound
    return proof
