"""Prior learning of two people, 方明 and 何静: an application in every state, one of them with a recording."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from portal.accounts import actions as accounts
from portal.accounts.actions import NewPerson
from portal.accounts.rules import Role
from portal.recognition.models import RecognitionApplication
from portal.vault import Vault
from tests.browser import Browser
from tests.cast import PASSWORD_HASH, ZHENGZHOU
from tests.media.films import sound
from tests.pages.world import World
from tests.recognition.conftest import assessed, checked, draft, handed_in


def learning_is_recognised(world: World) -> None:
    """Every state on both sides; the same certificate twice; a recording that plays, and one that could not be made over."""
    fang, he = (newcomer(world, *names) for names in (("fang", "方明"), ("he", "何静")))
    first, second = world.sign_in("credit1"), world.sign_in("credit2")
    world.note(
        "rec_new", number_of(fang.open("/recognition/start").press("保存，去第 2 步", {"kind": "heritage"}).path)
    )
    page = draft(fang, certificate_number="N1", check_at="")
    with TemporaryDirectory() as folder:
        voice = sound(Path(folder, "voice.mp3"), 3).read_bytes()
    for form in ("voice", "sign"):
        page = page.press(
            "加上这个文件", {"sent": form, "description": "师傅说的话。"}, files={"file": ("a.mp3", voice)}
        )
    page = page.press("加上这段话", {"typed": "2019 年起跟师傅学推拿，一年半出师。"})
    world.note("rec_draft", number_of(page.path))

    world.note("rec_submitted", handed_in(fang, certificate_number="N2"))
    returned = handed_in(fang, certificate_number="N3")
    first.send(f"/recognition/desk/{returned}/return", {"words": "背面也拍一张，编号在背面。"})
    world.note("rec_returned", returned)
    for name, number in (("rec_checked", "N4"), ("rec_granted", "N5"), ("rec_part", "N6"), ("rec_refused", "N7")):
        one = handed_in(fang, certificate_number=number, title="面点师" if number == "N6" else "保健按摩师")
        checked(first, one)
        world.note(name, one)
    assessed(second, world.places["rec_granted"])
    assessed(second, world.places["rec_part"], result="part", credit="1.5", topic="面点师")
    wrong = {"proof": "none", "same_person": "no", "result": "refused", "words": "证书上的名字和账户的不一样。"}
    assessed(second, world.places["rec_refused"], **wrong)
    much = handed_in(fang, certificate_number="N8", row_key="level-1")
    checked(first, much)
    assessed(second, much, row_key="level-1")
    world.note("rec_assessed", much)
    withdrawn = handed_in(fang, certificate_number="N9")
    fang.send(f"/recognition/applications/{withdrawn}/withdrawal")
    world.note("rec_withdrawn", withdrawn)
    world.note("rec_same", handed_in(he, certificate_number="N5"))
    for number in range(12):
        handed_in(he, certificate_number=f"M{number}", row_key="level-5")
    tell_posted(world)


def tell_posted(world: World) -> None:
    """Note the entry of what was recognised, and the file of what waits for the check."""
    page = world.sign_in("credit1").open(f"/recognition/desk/{world.places['rec_submitted']}")
    world.note("rec_token", next(link for link in page.links.values() if "/files/" in link).rsplit("/", 1)[1])
    with Session(world.engine) as session:
        one = session.get_one(RecognitionApplication, int(world.places["rec_granted"]))
        world.note("rec_entry", one.posted_id)


def newcomer(world: World, identifier: str, name: str) -> Browser:
    """A learner of 郑州 whose identity has been verified."""
    new = NewPerson(
        name=name,
        region_code=ZHENGZHOU,
        password_hash=PASSWORD_HASH,
        identifier=identifier,
        verification_method="card seen",
    )
    with Session(world.engine) as session, session.begin():
        person = accounts.add_person(session, Vault(world.settings.secret_key), new, world.clock.now)
        accounts.grant_role(session, person.id, Role.TRAINEE, ZHENGZHOU, world.clock.now)
    return world.sign_in(identifier)


def number_of(path: str) -> str:
    """The number of an application in the address of one of its pages."""
    return path.split("/")[3]
