"""The pictures of a film: slides with large type, drawn from the 画面 lines, and the stand-in for sign language."""

import re
from dataclasses import dataclass

from PIL import Image, ImageDraw

from making.drawings import draw
from making.pen import BLUE, GREY, GROUND, INK, PAPER, RED, YELLOW, Pen, font

WIDTH, HEIGHT = 960, 540
SIGN_WIDTH, SIGN_HEIGHT = 480, 360
_SEEN = re.compile(r"^标题“([^”]+)”，画着([^。]+)。字是((?:“[^”]+”)+)。$")


@dataclass(frozen=True)
class Seen:
    """What a 画面 line says: the title, the words under it, and what is drawn."""

    title: str
    lines: list[str]
    drawing: str


def read_seen(words: str) -> Seen:
    """Read `标题“…”，画着…。字是“…”“…”。`; raises ValueError when the line is written otherwise."""
    found = _SEEN.match(words)
    if not found:
        raise ValueError(f"Write 标题“…”，画着…。字是“…”“…”。 instead of: {words}")
    return Seen(found.group(1), re.findall(r"“([^”]+)”", found.group(3)), found.group(2))


def slide(seen: Seen) -> Image.Image:
    """A slide. The lowest fifth stays empty: captions lie there."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle([(0, 0), (WIDTH, 14)], BLUE)
    pen.text((48, 44), seen.title, INK, font(54, bold=True))
    for number, words in enumerate(seen.lines):
        top = 140 + number * 70
        pen.ellipse([(50, top + 24), (64, top + 38)], BLUE)
        pen.text((84, top), words, INK, font(42))
    picture = draw(seen.drawing, 260)
    pen.rounded_rectangle([(640, 124), (932, 416)], 20, PAPER, GREY, 3)
    image.paste(picture, (656, 140))
    pen.text((932, 34), "合成语音", INK, font(22), anchor="rm")
    return image


def sign_slide(number: int, count: int, seen: Seen) -> Image.Image:
    """A picture of the stand-in: it says that it is none of sign language, and which part of the film plays."""
    image = Image.new("RGB", (SIGN_WIDTH, SIGN_HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle([(0, 0), (SIGN_WIDTH, 92)], RED)
    pen.text((SIGN_WIDTH / 2, 28), "手语占位视频", PAPER, font(32, bold=True), anchor="mm")
    pen.text((SIGN_WIDTH / 2, 68), "由程序生成，没有真手语", PAPER, font(26), anchor="mm")
    image.paste(_figure(), (30, 112))
    pen.text((220, 150), f"第 {number} 段，共 {count} 段", INK, font(26))
    for row, words in enumerate(_halves(seen.title)):
        pen.text((220, 200 + row * 42), words, INK, font(30, bold=True))
    return image


def _halves(title: str) -> list[str]:
    if len(title) <= 8:
        return [title]
    cut = next((at + 1 for at, sign in enumerate(title) if sign in "，：；" and at < 9), 8)
    return [title[:cut], title[cut:]]


def _figure() -> Image.Image:
    pen = Pen(170, GROUND)
    pen.oval(36, 6, 64, 36, YELLOW)
    pen.shape((24, 98), (28, 44), (72, 44), (76, 98), fill=BLUE)
    pen.line((28, 48), (12, 70), (30, 74), width=5)
    pen.line((72, 48), (88, 70), (70, 74), width=5)
    return pen.finished()
