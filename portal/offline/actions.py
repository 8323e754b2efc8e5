"""Take a pack along; hand in its receipt, once, with exactly what was answered right."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.learning.actions import finish_lesson
from portal.learning.models import ActivityReceipt, Enrolment
from portal.learning.rules import checkpoint_errors, read_answers
from portal.library.editions import queries as editions
from portal.library.editions.rules import carried
from portal.library.models import Lesson
from portal.library.rules import mark_of
from portal.offline import queries, rules
from portal.offline.models import OfflinePack, OfflineReceipt
from portal.offline.rules import LASTS, Receipt
from portal.offline.sheet import Given, as_fields
from portal.text import Message, message
from portal.text.codes import make_code
from portal.text.dates import format_date, local_date
from portal.vault import Vault

DRAWS = 20


Places = dict[int, tuple[Enrolment, Lesson]]  # a lesson of the pack by its id, to where it is learned now


@dataclass(frozen=True)
class HandedIn:
    """Where a receipt is, and whether the same one came before."""

    receipt_id: int
    is_again: bool = False


def take_pack(session: Session, learner: Actor, enrolment: Enrolment, now: datetime) -> OfflinePack:
    """A pack for the version that they learn; while one is open, the same again."""
    if there := queries.open_pack(session, enrolment.id, local_date(now)):
        return there
    for _ in range(DRAWS):
        code = make_code(secrets.randbelow(100_000_000))
        if not queries.code_is_taken(session, code):
            break
    pack = OfflinePack(code=code, enrolment_id=enrolment.id, taken_at=now, ends_on=local_date(now + LASTS))
    session.add(pack)
    session.flush()
    audit.record(session, learner.person_id, "take.offline_pack", "offline_pack", pack.id, now)
    return pack


def key_of(vault: Vault, pack: OfflinePack) -> str:
    """The key that a pack carries: made from the portal's secret, so that nobody else can make one."""
    return vault.index(f"{pack.code}/{pack.enrolment_id}", "offline pack")


def why_not(found: Any | None, actor: Actor, for_others: bool, now: datetime) -> Message | None:
    """Why nothing of this pack is taken now; None when it is. A stranger's pack is like one that does not exist."""
    if found is None or (found.Enrolment.person_id != actor.person_id and not for_others):
        return rules.NOT_YOURS
    if local_date(now) > found.OfflinePack.ends_on:
        day = format_date(found.OfflinePack.ends_on)
        return message("这个学习包到%(day)s为止。答案可以在网上再答，或者重新带走一个学习包。", day=day)
    return None


def hand_in(
    session: Session, vault: Vault, receipt: Receipt, actor: Actor, for_others: bool, now: datetime
) -> HandedIn | Message:
    """Post what a receipt brings. Gives the receipt, the earlier one when it came before, or why it does not count."""
    found = queries.pack_by_code(session, receipt.pack)
    if problem := why_not(found, actor, for_others, now):
        return problem
    assert found is not None
    is_right_version = receipt.mark == mark_of(found.CourseVersion.digest)
    if not is_right_version or not rules.is_signed(receipt, key_of(vault, found.OfflinePack)):
        return rules.CHANGED
    lessons = queries.lessons_of(session, found.CourseVersion.id)
    return post_answers(session, found, lessons, receipt.by_lesson(), receipt.digest, "file", actor, now)


def hand_in_sheet(
    session: Session, pack_code: str, written: list[Given], actor: Actor, for_others: bool, now: datetime
) -> HandedIn | Message:
    """The same for a typed answer sheet: it is not signed, as answers given online are not; the marking is the same."""
    found = queries.pack_by_code(session, pack_code)
    if problem := why_not(found, actor, for_others, now):
        return problem
    assert found is not None
    lessons = queries.lessons_of(session, found.CourseVersion.id)
    digest = hashlib.sha256(f"sheet {sorted(written)}".encode()).hexdigest()
    given = as_fields(lessons.values(), written)
    return post_answers(session, found, lessons, given, digest, "sheet", actor, now)


def post_answers(
    session: Session,
    found: Any,
    lessons: Mapping[str, Lesson],
    given: Mapping[str, Mapping[str, Any]],
    digest: str,
    way: str,
    actor: Actor,
    now: datetime,
) -> HandedIn | Message:
    """Mark what was given and post what is right, once."""
    if not given:
        return rules.EMPTY
    session.refresh(found.Enrolment, with_for_update=True)  # the same receipt at the same moment waits, then was before
    if before := queries.receipt_of(session, found.OfflinePack.id, digest):
        return HandedIn(before.id, is_again=True)
    places = places_now(session, found, lessons)
    outcomes = []
    for slug, fields in given.items():
        lesson = lessons.get(slug)
        answered = lesson is not None and not checkpoint_errors(
            lesson.questions, read_answers(lesson.questions, fields)
        )
        outcomes.append(post(session, places, slug, lesson, fields if answered else None, now))
    if way == "sheet":
        outcomes = [outcome | {"signed": False} for outcome in outcomes]
    return keep(session, found.OfflinePack, digest, way, actor, outcomes, now)


def hand_in_codes(
    session: Session, vault: Vault, pack_code: str, codes: list[str], actor: Actor, for_others: bool, now: datetime
) -> HandedIn | Message:
    """The same for typed codes: all of them are of this pack, or nothing is posted."""
    found = queries.pack_by_code(session, pack_code)
    if problem := why_not(found, actor, for_others, now):
        return problem
    assert found is not None
    key = key_of(vault, found.OfflinePack)
    lessons = {lesson.number: lesson for lesson in queries.lessons_of(session, found.CourseVersion.id).values()}
    for code in codes:
        number = rules.lesson_of_code(code)
        if number not in lessons or not secrets.compare_digest(rules.lesson_code(key, number), code):
            return message("%(code)s 不是这个学习包的。请核对。", code=f"{code[:4]} {code[4:8]} {code[8:]}")
    digest = hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()
    session.refresh(found.Enrolment, with_for_update=True)  # the same receipt at the same moment waits, then was before
    if before := queries.receipt_of(session, found.OfflinePack.id, digest):
        return HandedIn(before.id, is_again=True)
    chosen = [lessons[rules.lesson_of_code(code)] for code in sorted(codes)]
    places = places_now(session, found, {lesson.slug: lesson for lesson in chosen})
    outcomes = [post(session, places, lesson.slug, lesson, {}, now) for lesson in chosen]
    return keep(session, found.OfflinePack, digest, "code", actor, outcomes, now)


def places_now(session: Session, found: Any, lessons: Mapping[str, Lesson]) -> Places:
    """Where the pack's lessons are learned now: after moving over to a newer version, those that are equal are there."""
    enrolment = found.Enrolment
    places: Places = {lesson.id: (enrolment, lesson) for lesson in lessons.values()}
    while newer := queries.moved_to(session, enrolment.id):
        contents = editions.contents_of(session, [enrolment.version_id, newer.version_id])
        old, new = contents[enrolment.version_id], contents[newer.version_id]
        is_fix = editions.fixes_between(session, found.CourseVersion.course_id, enrolment.version_id, newer.version_id)
        later = {old_id: session.get_one(Lesson, new_id) for new_id, old_id in carried(old, new, is_fix).items()}
        places = {first: (newer, later[now.id]) for first, (_, now) in places.items() if now.id in later}
        enrolment = newer
    return places


def post(
    session: Session,
    places: Places,
    slug: str,
    lesson: Lesson | None,
    answers: Mapping[str, Any] | None,
    now: datetime,
) -> dict[str, Any]:
    """One lesson: done now, done before, not answered right (no answers), changed in the newer version, or not there."""
    if lesson is None:
        return {"slug": slug[:80], "title": slug[:80], "number": 0, "outcome": "unknown"}
    outcome = "wrong"
    if lesson.id not in places:
        outcome = "changed"
    else:
        enrolment, current = places[lesson.id]
        if session.get(ActivityReceipt, (enrolment.id, current.id)) is not None:
            outcome = "before"
        elif answers is not None:
            finish_lesson(session, enrolment, current, answers, now)
            outcome = "done"
    return {"slug": slug, "title": lesson.title, "number": lesson.number, "outcome": outcome}


def keep(
    session: Session,
    pack: OfflinePack,
    digest: str,
    way: str,
    actor: Actor,
    outcomes: list[dict[str, Any]],
    now: datetime,
) -> HandedIn:
    """The receipt with what became of it, and who brought it."""
    receipt = OfflineReceipt(
        pack_id=pack.id,
        digest=digest,
        way="code" if way == "code" else "file",
        handed_in_by_id=actor.person_id,
        handed_in_at=now,
        lessons=outcomes,
    )
    session.add(receipt)
    session.flush()
    done = sum(outcome["outcome"] == "done" for outcome in outcomes)
    audit.record(session, actor.person_id, "hand_in.receipt", "offline_receipt", receipt.id, now, way=way, lessons=done)
    return HandedIn(receipt.id)
