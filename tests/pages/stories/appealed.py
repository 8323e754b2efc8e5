"""What became of 白露's appeals: each in another state. Credit of hers was taken back, some of it wrongly."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.rules import Actor, Role
from portal.appeals import actions, handling
from portal.appeals.actions import Said, stage_of
from portal.appeals.appealable import matter_of
from portal.appeals.handling import Decided, Heard
from portal.appeals.models import Appeal
from portal.appeals.recordings.models import AppealRecording
from portal.appeals.rules import Outcome
from portal.credits.actions import post_earn
from portal.credits.models import CreditTransfer
from portal.credits.replacing import reject
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.rules import CandidateState, LeftReason
from portal.reversals import actions as reversals
from portal.reversals.actions import Proposal
from portal.reversals.rules import State
from portal.submissions.province import rules_on
from portal.text.dates import local_date
from portal.vault import Vault
from tests.credits.stories import passed
from tests.media.films import film, sound
from tests.pages.world import World

NAME, ZHENGZHOU = "白露", "410100"
NAMES = (  # in the order in which more happens
    "may_appeal", "late", "drafted", "lodged", "accepted", "heard", "not_accepted", "restored", "final", "withdrawn",
)  # fmt: skip
SAID = Said("那天我在场，签到表是后来补的。", "sign", "周红")


def decisions_are_appealed(world: World) -> None:
    """Nothing lodged, a draft, lodged, accepted, heard, not accepted, given back, upheld and lodged again,
    withdrawn."""
    with Session(world.engine) as session, session.begin():
        new = NewPerson(name=NAME, region_code=ZHENGZHOU, password_hash="", verification_method="demo", is_demo=True)
        person = accounts.add_person(session, Vault(world.settings.secret_key), new, world.clock.now)
        accounts.grant_role(session, person.id, Role.TRAINEE, "410000", world.clock.now)
        person_id = person.id
        world.note("appealing_person", person_id)
    one_is_a_duplicate(world, person_id)
    decisions = {name: take_back(world, person_id, name) for name in NAMES}
    first, second = officer(world, "appeal"), officer(world, "appeal2")
    with Session(world.engine) as session, session.begin():
        for name in NAMES[2:]:
            begin(world, session, decisions[name], name, lodges=name != "drafted")
    with Session(world.engine) as session, session.begin():
        now = world.clock.now
        for name in NAMES[4:]:
            one = session.get_one(Appeal, int(world.places[f"appeal_{name}"]))
            if name == "not_accepted":
                handling.not_accept(session, first, one, "没有说哪里不对。补上以后可以向省里再申诉。", now)
                continue
            if name == "withdrawn":
                actions.withdraw(session, one, person_id, now)
                continue
            handling.accept(session, first, one, "", now)
            if name != "accepted":
                handling.hear(session, first, one, Heard(local_date(now), "sign", "孙丽", "学员说坐在第二排。"), now)
            if name == "restored":
                handling.decide(session, first, one, Decided(Outcome.ALL, 50, "老师证明您在场。学分还给您。"), now)
            if name == "final":
                handling.decide(session, first, one, Decided(Outcome.UPHELD, 0, "没有人记得。"), now)
        begin(world, session, decisions["final"], "again", lodges=True)
        one = session.get_one(Appeal, int(world.places["appeal_again"]))
        handling.accept(session, second, one, "", now)


def one_is_a_duplicate(world: World, person_id: int) -> None:
    """What the rules kept as rejected, as they keep it."""
    instead = {"title": "推拿手法", "title_en": "", "mark": 80}
    kept = {"person_id": person_id, "reference": "course/0/person/0", "cause": passed("拔罐手法", 75)}
    with Session(world.engine) as session, session.begin():
        one = CreditCandidate(state=CandidateState.WAITING, left_hundredths=50, completed_at=world.clock.now, **kept)
        reject(session, one, LeftReason.NOT_BETTER, instead, world.clock.now)
        world.note("left_duplicate", one.id)


def reasons_are_signed(world: World) -> None:
    """The draft has a recording that can be played and one of which nothing could be made; what was lodged has one that
    is written down, and one that is not."""
    with TemporaryDirectory() as folder:
        voice, signed = sound(Path(folder, "voice.mp3"), 3), film(Path(folder, "sign.mp4"), 3)
        made = {
            "voice": ("audio/mpeg", voice.stat().st_size, world.app.state.appeal_recordings.put(voice)),
            "sign": ("video/mp4", signed.stat().st_size, world.app.state.appeal_recordings.put(signed)),
        }
    written = "那天我坐在第二排，老师看见我了。"
    with Session(world.engine) as session, session.begin():
        for name, form, words in (("drafted", "sign", ""), ("lodged", "sign", written), ("lodged", "voice", "")):
            one = recorded(world, name, form)
            one.state, (one.media_type, one.size, one.digest) = "ready", made[form]
            one.transcript, one.transcript_by_id = words, world.person("appeal").id if words else None
            session.add(one)
        failed = recorded(world, "drafted", "voice")
        failed.state = "failed"
        session.add(failed)


def recorded(world: World, name: str, form: str) -> AppealRecording:
    token = f"appeal-{name}-{form}"
    appeal_id = int(world.places[f"appeal_{name}"])
    return AppealRecording(token=token, reference=token, appeal_id=appeal_id, form=form, added_at=world.clock.now)


def officer(world: World, identifier: str) -> Actor:
    person = world.person(identifier)
    return Actor(person.id, person.name, frozenset(), person.region_code)


def take_back(world: World, person_id: int, name: str) -> int:
    """Half a credit that two officers took back; the id of the decision. One was told long ago."""
    now = world.clock.now - timedelta(days=40 if name == "late" else 1)
    first, second = officer(world, "credit1"), officer(world, "credit2")
    with Session(world.engine) as session, session.begin():
        earned: CreditTransfer = post_earn(session, person_id, 50, f"appealed/{name}", passed("推拿手法", 80), now)
        told = Proposal(50, "error", "签到表上没有您。请说明。", local_date(now))
        one = reversals.propose(session, first, earned, person_id, told, now)
        reversals.answer(session, one, person_id, "我在场。", now)
        words = "签到表上没有您，这次考核不能算。"
        reversals.confirm(session, second, one, State.ANSWERED, words, now)
        world.note(f"taken_{name}", one.id)
        world.note(f"appealed_entry_{name}", earned.id)
        return one.id


def begin(world: World, session: Session, decision: int, name: str, lodges: bool) -> None:
    """Keep a draft, and lodge it."""
    now = world.clock.now
    rules = rules_on("henan", local_date(now), is_demo=True)
    matter = matter_of(session, "reversal", decision)
    assert matter is not None
    stage = stage_of(session, matter, rules)
    assert stage is not None
    draft = actions.keep_draft(session, matter, stage, matter.person_id, SAID)
    if lodges:
        actions.lodge(session, draft, matter.person_id, rules, now)
    world.note(f"appeal_{name}", draft.id)
