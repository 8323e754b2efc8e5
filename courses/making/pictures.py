"""The pictures inside lessons, drawn here so that anybody can change their words."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

from making.drawings import two_boards
from making.pen import BLUE, GREEN, GREY, GROUND, INK, PAPER, YELLOW, Pen, font


def draw_for(folder: Path) -> list[str]:
    """Draw the pictures of a course; returns their names. PNG when it is the smaller, else lossless WebP by its name."""
    drawn = []
    for name, drawing in _PICTURES.get(folder.name, {}).items():
        (folder / "media").mkdir(exist_ok=True)
        image = drawing().quantize(48)
        image.save(folder / "media" / name, optimize=True)
        drawn.append(name)
    return drawn


def _sheet(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width, height), GROUND)
    return image, ImageDraw.Draw(image)


def _chat_window() -> Image.Image:
    image, pen = _sheet(960, 520)
    for left, right, head in ((20, 260, "顾客名单"), (280, 680, "对话"), (700, 940, "订单")):
        pen.rounded_rectangle([(left, 20), (right, 500)], 14, PAPER, INK, 3)
        pen.text(((left + right) / 2, 56), head, INK, font(34, bold=True), anchor="mm")
        pen.line([(left, 92), (right, 92)], INK, 3)
    for row, (name, unread) in enumerate((("顾客甲", "2"), ("顾客乙", "1"), ("顾客丙", ""))):
        pen.text((44, 120 + row * 70), name, INK, font(30))
        if unread:
            pen.ellipse([(200, 120 + row * 70), (240, 160 + row * 70)], BLUE)
            pen.text((220, 140 + row * 70), unread, PAPER, font(26, bold=True), anchor="mm")
    for top, left, words, ground in (
        (120, 300, "杯子到了吗", GREY),
        (210, 420, "我来帮您查", YELLOW),
        (300, 420, "明天会送到", YELLOW),
    ):
        pen.rounded_rectangle([(left, top), (left + 240, top + 66)], 16, ground, INK, 2)
        pen.text((left + 120, top + 33), words, INK, font(30), anchor="mm")
    for row, words in enumerate(("白色杯子", "1 个", "在路上")):
        pen.text((724, 120 + row * 64), words, INK, font(30))
    return image


def _steps(names: list[str], columns: int) -> Image.Image:
    rows = -(-len(names) // columns)
    image, pen = _sheet(960, 40 + rows * 150)
    room = 920 // columns
    for number, name in enumerate(names):
        left, top = 20 + number % columns * room, 30 + number // columns * 150
        last = number == len(names) - 1
        pen.rounded_rectangle([(left + 6, top), (left + room - 34, top + 110)], 16, PAPER, GREEN if last else BLUE, 4)
        middle = left + (room - 28) / 2
        pen.text((middle, top + 32), str(number + 1), INK, font(28), anchor="mm")
        pen.text((middle, top + 76), name, INK, font(34, bold=True), anchor="mm")
        if not last and (number + 1) % columns:
            right = left + room - 26
            pen.polygon([(right, top + 42), (right + 22, top + 55), (right, top + 68)], INK)
    return image


def _scale() -> Image.Image:
    pen = Pen(480, GROUND)
    pen.shape((24, 26), (76, 26), (66, 50), (34, 50), fill=PAPER)
    pen.box(14, 52, 86, 60, GREY)
    pen.box(18, 60, 82, 88, BLUE, 5)
    pen.box(30, 66, 58, 82, PAPER)
    pen.words(44, 74, "0 克", 10)
    pen.box(63, 68, 78, 80, YELLOW)
    pen.words(70.5, 74, "去皮", 5.5)
    return pen.finished()


def _boards() -> Image.Image:
    pen = Pen(480, GROUND)
    two_boards(pen)
    pen.words(27, 84, "没有孔", 9)
    pen.words(73, 84, "有一个孔", 9)
    return pen.finished()


_PICTURES: dict[str, dict[str, Callable[[], Image.Image]]] = {
    "customer-service": {
        "chat-window.png": _chat_window,
        "order-steps.png": lambda: _steps(["付款", "打包", "发出", "路上", "签收"], 5),
    },
    "bakery-safety": {
        "boards.png": _boards,
        "scale.png": _scale,
        "eight-steps.png": lambda: _steps(["称", "和", "发", "分", "醒", "整形", "再发", "烤"], 4),
    },
}
