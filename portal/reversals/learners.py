"""What a learner reads when their credit is questioned, and their answer."""

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.credits.models import CreditTransfer
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.reversals import actions, queries
from portal.reversals.forms import AnswerForm
from portal.reversals.models import Reversal
from portal.reversals.rules import Step
from portal.reversals.views import Told
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这件事"), "credit_reversal", "reversal_id")
router = APIRouter(prefix="/credits/reversals/{reversal_id}", dependencies=[BACK])


@router.get("")
async def credit_reversal(request: Request, reversal_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """What is said about one's own credit, why, until when to answer, the answer, the decision, and how to object."""
    return told_page(request, session, own(session, reversal_id, holder), now, AnswerForm(), {})


@router.post("")
async def answer_reversal(request: Request, reversal_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Keep the answer, once."""
    form = await read_form(request, AnswerForm)
    reversal = own(session, reversal_id, holder)
    if errors := form.errors():
        return told_page(request, session, reversal, now, form, errors)
    actions.answer(session, reversal, holder.person_id, form.answer.strip(), now, form.helper.strip())
    return see_other(request, "credit_reversal", reversal_id=reversal_id)


def own(session: Db, reversal_id: int, holder: Actor) -> Reversal:
    """A question about one's own credit. Raises NotFound for anybody else's."""
    if found := queries.own_reversal(session, reversal_id, holder.person_id):
        return found
    raise NotFound


def told_page(
    request: Request, session: Db, reversal: Reversal, now: Now, form: AnswerForm, errors: dict[str, Message]
) -> Response:
    """Everything that was said, and the form while an answer can be given."""
    told = Told(reversal, session.get_one(CreditTransfer, reversal.transfer_id).cause, local_date(now))
    return page(
        request,
        "reversals/told.html",
        appealing=request.app.state.appealing(request, session, "reversal", reversal.id),
        errors=errors,
        form=form,
        told=told,
        may_answer=told.why_not(Step.ANSWER, reversal.person_id) is None,
    )
