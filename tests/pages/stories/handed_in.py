"""What 郑州 has handed in: one submission in every state that its own pages know. 洛阳 has handed in nothing yet."""

from tests.browser import Browser, Page
from tests.pages.world import World
from tests.submissions.parcels import MENDED, PARCEL, WITH_PHONE, parcel
from tests.uploads.tus import Sender

PROMISED = {"promise": ["content", "rights", "people", "pilot"]}


def courses_are_handed_in(world: World) -> None:
    """Upload, mend, promise, send back, recommend, withdraw."""
    author, approver = world.sign_in("zz-author"), world.sign_in("zz-approver")
    world.note("submission_faulty", upload(author, WITH_PHONE).path)
    world.note("submission_checked", upload(author, PARCEL).path)
    waits, back, sent = (upload(author, parcel(slug=f"dough-{name}")).path for name in ("waits", "back", "sent"))
    gone = upload(author, MENDED).path
    world.do_jobs()
    for path in (waits, back, sent):
        author.open(f"{path}/promise").press("签承诺书，交给审核人", PROMISED)
    approver.open(f"{back}/recommendation").press("提交决定", {"decision": "send_back", "note": "第 2 课再说慢一点。"})
    approver.open(f"{sent}/recommendation").press("提交决定", {"decision": "recommend"})
    author.open(f"{gone}/withdrawal").press("撤回这次提交")
    for name, path in (("waits", waits), ("back", back), ("sent", sent), ("gone", gone)):
        world.note(f"submission_{name}", path)


def one_is_being_checked(world: World) -> None:
    """The last of all stories: nobody does the jobs any more. 洛阳 has sent one half of a file."""
    author = world.sign_in("zz-author")
    world.note("submission_checking", upload(author, parcel(slug="dough-checking")).path)
    sender = Sender(world.sign_in("ly-author"))
    address = sender.begin(len(PARCEL), name="面包.zip").headers["Location"]
    sender.send(address, 0, PARCEL[: len(PARCEL) // 2])
    world.note("half_sent", address)


def upload(author: Browser, content: bytes) -> Page:
    form = author.open("/submissions/new")
    return form.press("上传课程包", files={"package": ("course.zip", content, "application/zip")})
