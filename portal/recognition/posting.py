"""What is recognised goes into the books: once, with the row of the table and the digests of the evidence."""

from datetime import datetime, time
from typing import Any

from sqlmodel import Session

from portal.credits.earning import Recognised, recognise
from portal.credits.models import CreditTransfer
from portal.recognition import queries
from portal.recognition.models import RecognitionApplication
from portal.recognition.rules import reference_of
from portal.text.dates import SHANGHAI


def post(session: Session, one: RecognitionApplication, now: datetime, appeal: int = 0) -> CreditTransfer | None:
    """Post what counts of a recognised award; None where its family has as much, or a cap leaves all of it out.

    Of a family the highest counts: what stands of it is taken off, so that a higher one adds the difference.
    """
    assert one.awarded_on is not None
    digests = sorted({proof.digest for proof in queries.evidence_of(session, one.id) if proof.digest})
    cause: dict[str, Any] = {
        "kind": "recognised",
        "title": one.title,
        "award": one.kind,
        "awarded_by": one.awarded_by,
        "table": one.table_version,
        "row": one.assessed_row or one.row_key,
        "family": one.family,
        "application": one.id,
        "evidence": digests,
    }
    noon = datetime.combine(one.awarded_on, time(12), SHANGHAI)
    award = Recognised(reference_of(one.id, appeal), one.recognised_hundredths, min(noon, now), cause)
    return recognise(session, one.person_id, award, now)
