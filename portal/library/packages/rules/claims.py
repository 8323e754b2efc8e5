"""Whether what the provider claims is what lies in the package."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from portal.library.packages.facts import AccessFact, access_facts
from portal.library.packages.findings import CHOOSING, Finding, Grade
from portal.library.packages.limits import HOURS_PER_CREDIT, LEARNING_HOUR_MINUTES
from portal.library.packages.parts import Package
from portal.library.packages.source import MANIFEST, Source
from portal.text import Message, message

WAY_LABELS = {
    "listen": message("只听"),
    "look": message("只看"),
    "keyboard": message("只用键盘"),
    "braille": message("点显"),
    "sign": message("手语"),
}
CLAIM_LABELS = {"full": message("能学完"), "part": message("部分"), "none": message("还没有")}
_ORDER = ("none", "part", "full")


def access_claims(source: Source, package: Package) -> Iterator[Finding]:
    """No claim says more than can be counted; one that says less is worth knowing."""
    facts = {fact.way: fact for fact in access_facts(package)}
    for claim in package.claims:
        fact, line = facts[claim.way], source.manifest.line("access", claim.way)
        if _ORDER.index(claim.claim) > _ORDER.index(fact.verdict):
            yield _too_much(claim.claim, fact, line)
        elif _ORDER.index(claim.claim) < _ORDER.index(fact.verdict) and not claim.note:
            yield Finding(
                Grade.ADVICE,
                MANIFEST,
                line,
                "access-less",
                CHOOSING,
                message("“%(way)s”写的是“%(claim)s”，数下来：%(reason)s", **_words(claim.claim, fact)),
                message("写高一些，或者在 note 里说明为什么。"),
            )


def _too_much(claim: str, fact: AccessFact, line: int | None) -> Finding:
    return Finding(
        Grade.MUST_FIX,
        MANIFEST,
        line,
        "access-contradicted",
        CHOOSING,
        message("“%(way)s”写的是“%(claim)s”，可是%(reason)s", **_words(claim, fact)),
        message("补上缺的内容，或者把 claim 写成 %(verdict)s，在 note 里写哪天补。", verdict=fact.verdict),
    )


def _words(claim: str, fact: AccessFact) -> dict[str, Message]:
    return {"way": WAY_LABELS[fact.way], "claim": CLAIM_LABELS[claim], "reason": fact.reason}


def hours_and_credit(source: Source) -> Iterator[Finding]:
    """The hours are the sum of the lessons; the proposed credit follows from the hours."""
    data = source.manifest.data
    hours, credit = _decimal(data.get("learning_hours")), _decimal(data.get("proposed_credit"))
    lengths = [lesson.front.data.get("minutes") for lesson in source.lessons]
    minutes = sum(length for length in lengths if isinstance(length, int))
    counted = Decimal(minutes) / LEARNING_HOUR_MINUTES
    if hours is not None and minutes and abs(counted - hours) > max(Decimal("0.5"), hours / 5):
        yield Finding(
            Grade.MUST_FIX,
            MANIFEST,
            source.manifest.line("learning_hours"),
            "hours-differ",
            CHOOSING,
            message(
                "写了 %(hours)s 学时，各课加起来是 %(minutes)s 分钟，合 %(counted)s 学时。",
                hours=hours,
                minutes=minutes,
                counted=f"{counted:.1f}",
            ),
            message("改 learning_hours，或者改各课的 minutes。1 学时是 45 分钟。"),
        )
    if hours and credit is not None and credit > hours / HOURS_PER_CREDIT * Decimal("1.25") + Decimal("0.01"):
        yield Finding(
            Grade.ADVICE,
            MANIFEST,
            source.manifest.line("proposed_credit"),
            "credit-high",
            CHOOSING,
            message("%(hours)s 学时建议了 %(credit)s 学分，偏高。", hours=hours, credit=credit),
            message("一般 16 学时算 1 学分。写低一些，或者在评审时说明理由。"),
        )


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value)) if isinstance(value, (str, int, Decimal)) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


_COVERS = {"images": (".png", ".jpg", ".jpeg", ".webp"), "voices": (".mp3",), "video": (".mp4",), "sign": ()}


def rights(source: Source) -> Iterator[Finding]:
    """Whoever is seen or heard, or made it, is named with the right to use it."""
    entries = source.manifest.data.get("rights")
    covered = {
        kind
        for right in (entries if isinstance(entries, list) else [])
        if isinstance(right, dict) and isinstance(right.get("covers"), list)
        for kind in right["covers"]
        if isinstance(kind, str)
    }
    for kind, endings in _COVERS.items():
        there = any(
            name.startswith("sign/") if kind == "sign" else name.startswith("media/") and name.lower().endswith(endings)
            for name in source.files
        )
        if entries and there and kind not in covered:
            yield Finding(
                Grade.MUST_FIX,
                MANIFEST,
                source.manifest.line("rights", 0),
                "rights-missing",
                message("出镜、出声的人，画图、拍照的人。"),
                message("课程包里有 %(kind)s，rights 里没有写。", kind=kind),
                message("加一段 [[rights]]，covers 写 %(kind)s，写清是谁的、为什么能用。", kind=kind),
            )
