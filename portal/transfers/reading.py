"""What a badge from elsewhere says, once its signature was verified with a key that officers wrote down. Nothing is fetched.

Open Badges 3.0 and Verifiable Credentials 2.0; status lists as Bitstring Status List 1.0 has them.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.credentials.linked import Unreadable, measure, says_only_what_is_signed
from portal.credentials.rules import BADGE_CONTEXTS, CREDENTIALS, Document, PublicKey
from portal.credentials.signing import holds, read_token
from portal.text import Message, message
from portal.text.dates import local_date
from portal.transfers.rules import Facts

LARGEST = 100_000  # characters; a badge has some four thousand
LARGEST_LIST = 4_000_000  # bytes of a status list once it is unpacked: thirty times the least that the standard allows
LONGEST_ID = 500

EMPTY = message("徽章：选一个文件，或者把内容贴进来")
TOO_LARGE = message("徽章：文件太大了。徽章不超过 100 KB")
NO_BADGE = message("徽章：看不懂。应该是 JWT 文件或者 JSON 文件，从头到尾都要有")
NOT_KNOWN = message("徽章：发证单位还不在我们的名单上。先看看名单，或者请学分管理员加上")
BAD_SIGNATURE = message("徽章：签名对不上。它被改过，或者不是这家单位发的")
NOT_YET = message("徽章：还没到它开始有效的日子")
OVER = message("徽章：过了有效期，不能再转入")
NO_ID = message("徽章：没有写是哪一项成果，不能换算")
NO_LIST = message("撤销名单：看不懂，或者不是这枚徽章的名单")
OLD_LIST = message("撤销名单：太旧了。到发证单位的网页上重新下载")


@dataclass(frozen=True)
class Known:
    """An issuer whose keys are known, by the name in the part of a key's name that follows the issuer."""

    did: str
    keys: Mapping[str, PublicKey]


def issuer_in(brought: str) -> str | Message:
    """Who the badge says has issued it, not verified yet; or what is wrong with what was brought."""
    if not brought.strip():
        return EMPTY
    if len(brought) > LARGEST:
        return TOO_LARGE
    stated = _stated(brought)
    return NO_BADGE if stated is None else _issuer(stated)


def read_badge(brought: str, known: Known, now: datetime) -> Facts | Message:
    """What a badge says that one of the issuer's keys signed, or what is wrong with it."""
    try:
        document = _verified(brought, known, BADGE_CONTEXTS)
        facts = _facts(document, known.did)
    except Unreadable:
        return BAD_SIGNATURE
    except (KeyError, TypeError, ValueError, AttributeError):
        return NO_ID
    if (begins := _moment(document.get("validFrom"))) and begins > now:
        return NOT_YET
    return OVER if facts.valid_until and facts.valid_until <= now else facts


def is_revoked(brought: str, known: Known, address: str, index: int, not_before: datetime) -> bool | Message:
    """Whether a status list that the issuer signed says that the badge holds no more; or why it does not tell."""
    try:
        document = _verified(brought, known, [CREDENTIALS])
        subject = document["credentialSubject"]
        is_that = document["id"] == address and subject["type"] == "BitstringStatusList"
        if not is_that or subject["statusPurpose"] != "revocation" or document.get("issuer") != known.did:
            return NO_LIST
        made_at = _moment(document.get("validFrom"))
        if made_at is None or made_at < not_before:
            return OLD_LIST
        bits = _unpacked(str(subject["encodedList"]))
        return bool(bits[index // 8] & 0x80 >> index % 8)
    except (Unreadable, KeyError, TypeError, ValueError, AttributeError, IndexError, zlib.error):
        return NO_LIST


def _verified(brought: str, known: Known, contexts: list[str]) -> Document:
    """The document that a key of the issuer signed. Raises Unreadable."""
    brought = brought.strip().strip("\ufeff")
    if not brought.startswith("{"):
        return read_token(brought, known.did, dict(known.keys))
    stated = _stated(brought)
    if stated is None or len(brought) > LARGEST:
        raise Unreadable("no document")
    measure(stated, contexts)
    unsigned = {name: value for name, value in stated.items() if name != "proof"}
    if not holds(stated, known.did, dict(known.keys)) or not says_only_what_is_signed(unsigned):
        raise Unreadable("another signature")
    return stated


def _stated(brought: str) -> Document | None:
    """What stands in it, believed by nobody yet."""
    from joserfc import jws
    from joserfc.errors import JoseError

    text = brought.strip().strip("\ufeff")
    try:
        content = text if text.startswith("{") else jws.extract_compact(text.encode()).payload
        stated = json.loads(content, object_pairs_hook=_once)
    except (JoseError, ValueError, RecursionError):
        return None
    return stated if isinstance(stated, dict) else None


def _issuer(document: Document) -> str | Message:
    issuer = document.get("issuer")
    stated = issuer.get("id") if isinstance(issuer, dict) else issuer
    kinds = document.get("type")
    is_badge = isinstance(kinds, list) and {"OpenBadgeCredential", "AchievementCredential"} & {*map(str, kinds)}
    return stated if is_badge and isinstance(stated, str) and stated else NO_BADGE


def _facts(document: Document, did: str) -> Facts:
    if _issuer(document) != did:
        raise ValueError("another issuer")
    subject: Any = document["credentialSubject"]
    achievement: Any = subject["achievement"]
    status: Any = document.get("credentialStatus") or {}
    awarded = _moment(subject.get("activityEndDate")) or _moment(document.get("awardedDate"))
    awarded = awarded or _moment(document["validFrom"])
    if awarded is None:
        raise ValueError("no day")
    return Facts(
        credential_id=_identifier(document["id"]),
        issuer=did,
        achievement=_identifier(achievement["id"]),
        title=str(achievement["name"])[:300],
        holder=_holder(subject.get("identifier")),
        awarded_on=local_date(awarded),
        valid_until=_moment(document.get("validUntil")),
        status_list=_identifier(status["statusListCredential"]) if status else "",
        status_index=_place(status["statusListIndex"]) if status else 0,
    )


def _identifier(stated: Any) -> str:
    """A name that is kept whole. Raises ValueError for one that is empty or too long, TypeError for none."""
    if not isinstance(stated, str):
        raise TypeError("no identifier")
    if not 0 < len(stated) <= LONGEST_ID:
        raise ValueError("no identifier")
    return stated


def _place(stated: Any) -> int:
    if not str(stated).isdecimal() or len(str(stated)) > 8:
        raise ValueError("no place in a list")
    return int(stated)


def _holder(identifiers: Any) -> str:
    """The holder's name, where the badge says it in plain text."""
    found = identifiers if isinstance(identifiers, list) else [identifiers]
    for one in found:
        if isinstance(one, dict) and one.get("identityType") == "name" and one.get("hashed") is False:
            return str(one.get("identityHash", ""))[:200]
    return ""


def _moment(stated: Any) -> datetime | None:
    """A moment, or a day in UTC, as credentials write them; None for none. Raises ValueError for another spelling."""
    if stated is None:
        return None
    if len(str(stated)) == len("2026-10-12"):
        stated = f"{stated}T00:00:00Z"
    moment = datetime.fromisoformat(str(stated))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def _unpacked(encoded: str) -> bytes:
    """The bits of a list. Raises ValueError for one that is larger than any needs to be."""
    packed = base64.urlsafe_b64decode(encoded.removeprefix("u") + "=" * (-len(encoded.removeprefix("u")) % 4))
    reader = zlib.decompressobj(wbits=31)
    content = reader.decompress(packed, LARGEST_LIST)
    if reader.unconsumed_tail:
        raise ValueError("too large")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two values of one name, two readers may believe two."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found
