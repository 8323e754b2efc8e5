"""Word files that 郑州 has brought: read, refused, and one that waits."""

from pathlib import Path

from tests.bringing.builders import para, picture, png, run, table, word
from tests.pages.world import World

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def files_are_brought(world: World) -> None:
    """One with two lessons, with pictures with and without words; one of an old kind."""
    world.note("brought", _bring(world, "和面.docx", _file()))
    world.note("brought_old", _bring(world, "旧文件.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600))
    world.do_jobs()


def a_file_waits(world: World) -> None:
    """One that is not read yet."""
    world.note("brought_waiting", _bring(world, "还在等.docx", _file()))


def _bring(world: World, name: str, content: bytes) -> str:
    page = world.sign_in("zz-author").open("/submissions/bring")
    return Path(page.press("读这个文件", files={"file": (name, content, DOCX)}).path).name


def _file() -> bytes:
    body = (
        para("和面", style="1")
        + para("先洗手，再把袖子挽到手肘。面粉倒进盆里，中间挖一个坑。")
        + para(picture("p1", ""))
        + para(picture("p2", "一团光滑的面，手指按下去有一个小坑"))
        + para(run("三光", "<w:b/>"))
        + table([["面团", "摸起来"], ["和好了", "像耳垂"]])
        + para("醒面", style="1")
        + para("<w:del><w:r><w:delText>不要的话</w:delText></w:r></w:del>", "盖上布。")
    )
    more = {"media/1.png": png(), "media/2.png": png(50)}
    return word(body, more, {"p1": ("image", "media/1.png"), "p2": ("image", "media/2.png")})
