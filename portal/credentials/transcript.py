"""All certificates of a person in one signed file: a transcript in the words of the Comprehensive Learner Record 2.0."""

from datetime import datetime

from portal.credentials.rules import CREDENTIALS, OPEN_BADGES, Document, both, holder, instant, issuer_of
from portal.text import message
from portal.text.amounts import format_credit

LEARNER_RECORD = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
TRANSCRIPT_CONTEXTS = [CREDENTIALS, LEARNER_RECORD, OPEN_BADGES]
MOST_BADGES = 100  # of one transcript: each is signed while its holder waits


def transcript(
    badges: list[Document], holder_name: str, credit_hundredths: int, address: str, origin: str, now: datetime
) -> Document:
    """The transcript over these signed badges, unsigned itself. Each badge in it can be checked alone, and its own
    status list says whether it still holds; the transcript says what was so at this moment.

    `address` is its own name, by which nothing can be looked up.
    """
    said = message(
        "共 %(count)s 张有效的培训合格证书，%(credit)s 学分。",
        count=len(badges),
        credit=format_credit(credit_hundredths),
    )
    return {
        "@context": list(TRANSCRIPT_CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": both(message("学分证明"), " / "),
        "description": both(said),
        # Only its name: the badges describe the issuer, and what is said twice could be changed once without being noticed.
        "issuer": issuer_of(origin),
        "validFrom": instant(now),
        "credentialSubject": {
            "id": f"{address}#holder",
            "type": "ClrSubject",
            "identifier": holder(holder_name),
            "verifiableCredential": badges,
        },
    }
