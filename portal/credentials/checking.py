"""Whether a badge that somebody brings is one that we signed, unchanged. Whether it still holds, its certificate says."""

import json
from collections.abc import Iterable
from typing import Any

from portal.certificates.rules import read_code
from portal.credentials.linked import Unreadable, measure, says_only_what_is_signed
from portal.credentials.rules import BADGE_CONTEXTS, PublicKey, issuer_of
from portal.credentials.signing import holds, read_token
from portal.text import Message, message

LARGEST = 100_000  # bytes; a badge has some four thousand

EMPTY = message("徽章：选一个文件，或者把内容贴进来")
TOO_LARGE = message("徽章：文件太大了。徽章不超过 100 KB")
NO_BADGE = message("徽章：看不懂。应该是 JWT 文件或者 JSON 文件，从头到尾都要有")
NOT_OURS = message("徽章：写的发证单位不是无碍学堂，这里核对不了")
CHANGED = message("徽章：签名对不上。它被改过，或者不是无碍学堂发的")


def check(brought: str, origin: str, keys: Iterable[PublicKey]) -> str | Message:
    """The verification code of the certificate whose badge this is, or what is wrong with it."""
    text = brought.strip().strip("\ufeff")
    if not text:
        return EMPTY
    if len(text.encode()) > LARGEST:
        return TOO_LARGE
    by_name = {key.name: key for key in keys}
    try:
        return (
            _checked_document(text, origin, by_name) if text.startswith("{") else _checked_token(text, origin, by_name)
        )
    except Unreadable:
        return CHANGED


def _checked_document(text: str, origin: str, keys: dict[str, PublicKey]) -> str | Message:
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return NO_BADGE
    if problem := _why_not_ours(document, origin):
        return problem
    measure(document, BADGE_CONTEXTS)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    if not holds(document, issuer_of(origin), keys) or not says_only_what_is_signed(unsigned):
        return CHANGED
    return _code_of(document, origin)


def _checked_token(text: str, origin: str, keys: dict[str, PublicKey]) -> str | Message:
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        stated = json.loads(jws.extract_compact(text.encode()).payload, object_pairs_hook=_once)
    except (JoseError, ValueError, RecursionError):
        return NO_BADGE
    if problem := _why_not_ours(stated, origin):
        return problem
    return _code_of(read_token(text, issuer_of(origin), keys), origin)


def _why_not_ours(document: Any, origin: str) -> Message | None:
    """Whether a document says of itself that it is a badge of ours."""
    kinds = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kinds, list) or not {"OpenBadgeCredential", "AchievementCredential"} & {*map(str, kinds)}:
        return NO_BADGE
    issuer = document.get("issuer")
    stated = issuer.get("id") if isinstance(issuer, dict) else issuer
    return None if stated == issuer_of(origin) else NOT_OURS


def _code_of(document: dict[str, Any], origin: str) -> str | Message:
    code = str(document.get("id", "")).removeprefix(f"{origin}/verify/")
    return read_code(code) or CHANGED


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two values of one name, two readers may believe two. Raises ValueError."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found
