"""What a badge says, in the words of Open Badges 3.0 and Verifiable Credentials 2.0; and which certificates still hold.

Nothing here is about disability, and no number of a person. The holder is named as the certificate names them: a
stranger who has the badge learns what one who has the certificate learns, and two badges of one person are not tied
together by a number.
"""

import base64
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from portal.library.rules import LEVELS
from portal.text import LANGUAGES, Message, message, speaking
from portal.text.amounts import format_credit, format_hours
from portal.text.dates import local_date

Document = dict[str, Any]

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
BADGE_CONTEXTS = [CREDENTIALS, OPEN_BADGES]
LIST_LENGTH = (
    131_072  # certificates of one status list: the least that the standard allows, so that a look tells little
)
ISSUER = "无碍学堂"


class Algorithm(StrEnum):
    """What a key signs. Open Badges 3.0 wants RS256 in tokens from everybody, and Ed25519 in Data Integrity proofs."""

    PROOF = "Ed25519"
    TOKEN = "RS256"


@dataclass(frozen=True)
class Completion:
    """What a certificate says, and of which course."""

    certificate_id: int
    code: str
    holder_name: str
    title: str
    title_en: str
    language: str
    provider: str
    learning_minutes: int
    credit_hundredths: int
    level: int
    passed_at: datetime
    issued_at: datetime
    slug: str
    version: int


@dataclass(frozen=True)
class Outcome:
    """Credit for which there is no certificate of ours: recognised, brought from another bank, or carried over."""

    transfer_id: int
    title: str
    said: Message
    proof: Message
    credit_hundredths: int
    happened_at: datetime
    posted_at: datetime


@dataclass(frozen=True)
class PublicKey:
    """A key as others see it. `key` is a JWK, `multibase` the same in the words of Multikey, for Ed25519 only."""

    name: str
    algorithm: Algorithm
    key: dict[str, Any]
    multibase: str = ""


def issuer_of(origin: str) -> str:
    """The issuer's name in the world, which its address proves: https://learn.example.org is did:web:learn.example.org."""
    return "did:web:" + urlsplit(origin).netloc.replace(":", "%3A")


def method_of(origin: str, key_name: str) -> str:
    """A key's name in the world."""
    return f"{issuer_of(origin)}#{key_name}"


def did_document(origin: str, keys: Iterable[PublicKey]) -> Document:
    """Who we are and which keys are ours: those in use and those that were, for what they signed holds."""
    did = issuer_of(origin)
    methods: list[Document] = []
    for key in keys:
        shared = {"id": method_of(origin, key.name), "controller": did}
        if key.multibase:
            methods.append(shared | {"type": "Multikey", "publicKeyMultibase": key.multibase})
        else:
            methods.append(shared | {"type": "JsonWebKey", "publicKeyJwk": key.key})
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "alsoKnownAs": [origin],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key_set(keys: Iterable[PublicKey]) -> Document:
    """The same keys as a JWK set."""
    return {"keys": [key.key | {"kid": key.name, "alg": key.algorithm.value, "use": "sig"} for key in keys]}


def status_place(certificate_id: int) -> tuple[int, int]:
    """The status list of a certificate, 1, 2, 3 …, and its place there: by its id, so that nothing has to be drawn."""
    number, index = divmod(certificate_id - 1, LIST_LENGTH)
    return number + 1, index


def ids_of_list(number: int) -> tuple[int, int]:
    """The first and the last certificate of a status list."""
    return (number - 1) * LIST_LENGTH + 1, number * LIST_LENGTH


def badge(completion: Completion, origin: str, list_ending: str = "") -> Document:
    """The badge of a completion, unsigned. `list_ending` names the form of the status list: “.jwt” for a token."""
    address = f"{origin}/verify/{completion.code}"
    return {
        "@context": list(BADGE_CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": both(message("培训合格证书：%(title)s", title=completion.title), " / "),
        "issuer": issuer(origin),
        "validFrom": instant(completion.issued_at),
        "awardedDate": instant(completion.issued_at),
        "credentialSubject": _subject(completion, address, origin),
        "credentialStatus": _status_entry(completion.certificate_id, origin, list_ending),
    }


def issuer(origin: str) -> Document:
    """The issuer as credentials name it."""
    return {"id": issuer_of(origin), "type": "Profile", "name": ISSUER, "url": origin}


def holder(name: str) -> list[Document]:
    """The holder by name only, in plain text: whoever looks compares it with the person, as on paper."""
    return [{"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}]


def _subject(completion: Completion, address: str, origin: str) -> Document:
    course = f"{origin}/library/{completion.slug}"
    achievement = f"{course}#version-{completion.version}"
    credit = as_number(completion.credit_hundredths)
    names = {
        "hours": message("学时（45 分钟）"),
        "level": message("水平"),
    }
    level = LEVELS[str(completion.level)]
    values = {"hours": format_hours(completion.learning_minutes), "level": both(level, " / ")}
    types = {"hours": "ext:LearningHours", "level": "ext:CourseLevel"}
    return {
        "id": f"{address}#holder",
        "type": "AchievementSubject",
        "identifier": holder(completion.holder_name),
        "creditsEarned": credit,
        "activityEndDate": local_date(completion.passed_at).isoformat(),
        "achievement": {
            "id": achievement,
            "type": "Achievement",
            "achievementType": "Course",
            "name": completion.title,
            "inLanguage": completion.language,
            "description": both(_description(completion)),
            "criteria": {"id": course, "narrative": both(_criteria(completion))},
            "creditsAvailable": credit,
            "resultDescription": [
                {
                    "id": f"{achievement}-{word}",
                    "type": "ResultDescription",
                    "name": both(names[word], " / "),
                    "resultType": types[word],
                }
                for word in names
            ],
        },
        "result": [
            {"type": "Result", "resultDescription": f"{achievement}-{word}", "value": values[word]} for word in names
        ],
    }


def _description(completion: Completion) -> Message:
    return message(
        "课程《%(title)s》（%(title_en)s），%(provider)s提供。",
        title=completion.title,
        title_en=completion.title_en or completion.title,
        provider=completion.provider,
    )


def _criteria(completion: Completion) -> Message:
    return message(
        "学完课程要求的课，结业考核合格。共 %(hours)s 学时，1 学时是 45 分钟，%(credit)s 学分。",
        hours=format_hours(completion.learning_minutes),
        credit=format_credit(completion.credit_hundredths),
    )


def _status_entry(certificate_id: int, origin: str, list_ending: str) -> Document:
    number, index = status_place(certificate_id)
    address = f"{origin}/credentials/status/{number}"
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address + list_ending,
    }


def status_list(number: int, ended_ids: Iterable[int], origin: str, now: datetime, list_ending: str = "") -> Document:
    """Which certificates of one list hold no more: revoked, or replaced by another. Unsigned."""
    address = f"{origin}/credentials/status/{number}{list_ending}"
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_of(origin),
        "validFrom": instant(now),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits(status_place(one)[1] for one in ended_ids),
        },
    }


def bits(indexes: Iterable[int]) -> str:
    """A list of bits, the first on the left, in the spelling of Bitstring Status List: gzip in base64url, “u” before it."""
    content = bytearray(LIST_LENGTH // 8)
    for index in indexes:
        content[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(content), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def token_claims(credential: Document) -> Document:
    """The credential as the payload of a token: the same, with the registered claims that repeat it."""
    claims = {
        "iss": credential["issuer"]["id"] if isinstance(credential["issuer"], dict) else credential["issuer"],
        "jti": credential["id"],
        "nbf": int(datetime.fromisoformat(credential["validFrom"]).timestamp()),
        "sub": credential["credentialSubject"]["id"],
    }
    return credential | claims


def instant(moment: datetime) -> str:
    """A moment as credentials write it, to the second: 2026-10-12T06:30:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def both(said: Message, between: str = "\n\n") -> str:
    """A sentence in Chinese and in English: the standard has room for one text, and both are read."""
    texts = []
    for language in LANGUAGES:
        with speaking(language):
            texts.append(str(said))
    return between.join(dict.fromkeys(texts))


def as_number(hundredths: int) -> int | float:
    """Credit as a JSON number. A whole one is an integer, for 2.0 would be signed in another spelling than 2."""
    whole, rest = divmod(hundredths, 100)
    return hundredths / 100 if rest else whole
