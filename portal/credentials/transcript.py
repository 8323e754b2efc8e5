"""All credit of a person in one signed file: a transcript in the words of the Comprehensive Learner Record 2.0."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from portal.credentials.rules import (
    BADGE_CONTEXTS,
    CREDENTIALS,
    OPEN_BADGES,
    Document,
    Outcome,
    as_number,
    both,
    holder,
    instant,
    issuer,
    issuer_of,
)
from portal.text import message
from portal.text.amounts import format_credit
from portal.text.dates import local_date

LEARNER_RECORD = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
TRANSCRIPT_CONTEXTS = [CREDENTIALS, LEARNER_RECORD, OPEN_BADGES]
MOST_BADGES = 100  # of one transcript: each is signed while its holder waits


def transcript(
    badges: list[Document], holder_name: str, credit_hundredths: int, address: str, origin: str, now: datetime
) -> Document:
    """The transcript over these signed badges, unsigned itself. Each badge in it can be checked alone, and that of a
    certificate names the status list that says whether it still holds; the transcript says what was so at this moment.

    `address` is its own name, by which nothing can be looked up.
    """
    said = message(
        "共 %(count)s 项学习成果，%(credit)s 学分。",
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


def outcome_badge(outcome: Outcome, holder_name: str, origin: str) -> Document:
    """The badge of credit without a certificate, unsigned. It has no status list: what was taken back is not in a
    transcript that is made later, and the amount is what is left on the day."""
    address = uuid5(NAMESPACE_URL, f"{origin}/credits/entries/{outcome.transfer_id}").urn
    credit = as_number(outcome.credit_hundredths)
    return {
        "@context": list(BADGE_CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": both(message("学分记录：%(title)s", title=outcome.title), " / "),
        "issuer": issuer(origin),
        "validFrom": instant(outcome.posted_at),
        "awardedDate": instant(outcome.posted_at),
        "credentialSubject": {
            "id": f"{address}#holder",
            "type": "AchievementSubject",
            "identifier": holder(holder_name),
            "creditsEarned": credit,
            "activityEndDate": local_date(outcome.happened_at).isoformat(),
            "achievement": {
                "id": f"{address}#achievement",
                "type": "Achievement",
                "achievementType": "ext:PostedCredit",
                "name": outcome.title,
                "description": both(outcome.said),
                "criteria": {"narrative": both(outcome.proof)},
                "creditsAvailable": credit,
            },
        },
    }
