"""Drawings by the words that a transcript uses for them: `画着一台烤箱` draws an oven."""

from collections.abc import Callable

from PIL import Image

from making.pen import BLUE, BROWN, GREEN, GREY, INK, PAPER, RED, YELLOW, Pen


def draw(words: str, edge: int) -> Image.Image:
    """The drawing called by these words, as a square. Raises KeyError for one that nobody has drawn."""
    pen = Pen(edge)
    _DRAWINGS[words](pen)
    return pen.finished()


def _door(pen: Pen) -> None:
    pen.box(28, 30, 72, 96, BROWN)
    pen.oval(62, 62, 68, 68, YELLOW)
    pen.box(22, 6, 78, 24, GREEN)
    pen.words(50, 15, "出口", 13, PAPER)


def _flash(pen: Pen) -> None:
    pen.box(30, 70, 70, 88, GREY)
    pen.shape((34, 70), (34, 50), (40, 38), (60, 38), (66, 50), (66, 70), fill=RED)
    for start, end in (
        ((50, 26), (50, 10)),
        ((26, 36), (14, 26)),
        ((74, 36), (86, 26)),
        ((22, 56), (8, 56)),
        ((78, 56), (92, 56)),
    ):
        pen.line(start, end, fill=YELLOW, width=4)


def _plug(pen: Pen) -> None:
    pen.box(54, 22, 94, 78, GREY, 6)
    pen.box(64, 36, 68, 48, INK)
    pen.box(80, 36, 84, 48, INK)
    pen.line((4, 80), (14, 62), (18, 50))
    pen.box(12, 32, 36, 58, BLUE, 5)
    pen.line((36, 38), (48, 38), width=4)
    pen.line((36, 52), (48, 52), width=4)


def _shoes(pen: Pen) -> None:
    for top in (14, 54):
        pen.shape((14, top), (40, top), (48, top + 12), (84, top + 16), (90, top + 28), (14, top + 28), fill=BLUE)
        pen.box(12, top + 26, 92, top + 34, INK)
        for x in range(20, 90, 12):
            pen.line((x, top + 34), (x, top + 37), fill=INK, width=5)


def _two_people(pen: Pen) -> None:
    for x, colour in ((26, BLUE), (78, GREEN)):
        pen.oval(x - 10, 14, x + 10, 34, YELLOW)
        pen.shape((x - 14, 90), (x - 12, 40), (x + 12, 40), (x + 14, 90), fill=colour)
    pen.box(32, 58, 62, 66, GREY)
    for x in (34, 43, 52):
        pen.oval(x, 50, x + 9, 60, BROWN)


def _tap(pen: Pen) -> None:
    pen.shape((12, 18), (56, 18), (66, 28), (66, 40), (52, 40), (52, 32), (12, 32), fill=GREY)
    pen.box(28, 6, 42, 18, BLUE)


def _tap_and_hands(pen: Pen) -> None:
    _tap(pen)
    for x in (55, 59, 63):
        pen.line((x, 44), (x, 60), fill=BLUE)
    for shift, lift in ((0, 0), (34, 3)):
        pen.box(24 + shift, 70 - lift, 60 + shift, 90 - lift, YELLOW, 8)
        for y in (74, 79, 84):
            pen.line((40 + shift, y - lift), (57 + shift, y - lift), width=1)


def _tap_and_drop(pen: Pen) -> None:
    _tap(pen)
    _drop_at(pen, 59, 48, 1)


def _drop(pen: Pen) -> None:
    _drop_at(pen, 50, 14, 2)


def _drop_at(pen: Pen, x: float, top: float, size: float) -> None:
    outline = ((0, 0), (7, 14), (11, 22), (10, 30), (5, 35), (-5, 35), (-10, 30), (-11, 22), (-7, 14))
    pen.shape(*((x + size * right, top + size * down) for right, down in outline), fill=BLUE)


def _health_card(pen: Pen) -> None:
    pen.box(12, 22, 88, 80, PAPER, 5)
    pen.box(20, 34, 42, 64, GREY)
    pen.oval(26, 38, 36, 48, YELLOW)
    pen.words(66, 34, "健康证明", 8)
    for y in (46, 56, 66):
        pen.line((50, y), (80, y), fill=GREY, width=3)


def _hat_and_apron(pen: Pen) -> None:
    pen.shape((32, 30), (24, 20), (34, 8), (50, 12), (66, 8), (76, 20), (68, 30), fill=PAPER)
    pen.box(32, 28, 68, 36, PAPER)
    pen.shape((38, 46), (62, 46), (66, 62), (80, 62), (80, 96), (20, 96), (20, 62), (34, 62), fill=BLUE)
    pen.box(38, 74, 62, 88, PAPER)


def _clock(pen: Pen) -> None:
    pen.oval(12, 12, 88, 88, PAPER)
    for x, y in ((50, 20), (80, 50), (50, 80), (20, 50)):
        pen.oval(x - 2, y - 2, x + 2, y + 2, INK)
    pen.line((50, 50), (50, 28), width=4)
    pen.line((50, 50), (68, 60), width=3)


def two_boards(pen: Pen) -> None:
    """One board without and one with a hole in its corner."""
    pen.box(8, 18, 46, 74, BROWN, 4)
    pen.box(54, 18, 92, 74, YELLOW, 4)
    pen.oval(80, 22, 88, 30, PAPER)
    pen.words(27, 46, "生", 16)
    pen.words(73, 50, "熟", 16)


def _oven(pen: Pen) -> None:
    pen.box(10, 14, 90, 90, GREY, 4)
    for x in (24, 40, 56, 72):
        pen.oval(x - 4, 20, x + 4, 28, INK)
    pen.box(18, 42, 82, 82, YELLOW, 4)
    pen.line((22, 36), (78, 36), width=4)
    pen.line((22, 66), (78, 66))
    for x in (28, 43, 58):
        pen.oval(x, 54, x + 14, 66, BROWN)


def _oven_on_fire(pen: Pen) -> None:
    _oven(pen)
    for x in (30, 50, 70):
        pen.shape((x, 44), (x + 9, 62), (x + 6, 78), (x - 6, 78), (x - 9, 62), fill=RED)


def _mixer(pen: Pen) -> None:
    pen.box(14, 84, 88, 94, GREY)
    pen.box(14, 14, 30, 86, GREY)
    pen.box(14, 10, 80, 32, BLUE, 6)
    pen.line((60, 32), (60, 58), width=4)
    pen.arc(52, 48, 68, 72, 0, 180)
    pen.shape((40, 56), (82, 56), (76, 84), (46, 84), fill=None)
    for x in (44, 54, 66, 76):
        pen.line((x, 36), (x, 54), width=1)
    pen.line((40, 36), (80, 36), width=1)


def _stop_button(pen: Pen) -> None:
    pen.box(14, 14, 86, 86, YELLOW, 6)
    pen.oval(24, 24, 76, 76, RED)
    pen.words(50, 50, "停", 26, PAPER)


def _gloves(pen: Pen) -> None:
    for x in (6, 54):
        pen.box(x, 10, x + 28, 66, RED, 13)
        pen.box(x + 24, 34, x + 40, 54, RED, 7)
        pen.box(x - 2, 64, x + 30, 90, GREY, 3)


def _hand_and_ring(pen: Pen) -> None:
    for x, top in ((26, 26), (38, 16), (50, 14), (62, 22)):
        pen.box(x, top, x + 11, 62, YELLOW, 5)
    pen.box(12, 52, 34, 64, YELLOW, 5)
    pen.box(26, 50, 73, 92, YELLOW, 8)
    pen.box(49, 34, 62, 41, GREY)


def _gauze(pen: Pen) -> None:
    pen.box(16, 24, 84, 76, PAPER, 3)
    for step in range(24, 82, 8):
        pen.line((step, 26), (step, 74), fill=GREY, width=1)
    for step in range(32, 76, 8):
        pen.line((18, step), (82, step), fill=GREY, width=1)
    pen.words(50, 50, "纱布", 14)


def _extinguisher(pen: Pen) -> None:
    pen.box(34, 34, 66, 94, RED, 10)
    pen.box(44, 20, 56, 36, GREY)
    pen.line((44, 20), (30, 12), width=4)
    pen.line((56, 24), (78, 30), (80, 56), width=3)
    pen.shape((76, 56), (84, 56), (88, 70), (72, 70), fill=INK)
    pen.words(50, 64, "灭火", 12, PAPER)


_DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "一扇门，门上挂着出口牌": _door,
    "一盏闪光灯": _flash,
    "一个插头和插座": _plug,
    "一双防滑鞋": _shoes,
    "两个人和一个烤盘": _two_people,
    "一个水龙头和两只手": _tap_and_hands,
    "一个水龙头和一滴水": _tap_and_drop,
    "一滴水": _drop,
    "一张健康证明": _health_card,
    "一顶帽子和一件围裙": _hat_and_apron,
    "一只钟": _clock,
    "两块案板": two_boards,
    "一台烤箱": _oven,
    "一台烤箱和火苗": _oven_on_fire,
    "一台和面机": _mixer,
    "一个红色的急停按钮": _stop_button,
    "两只隔热手套": _gloves,
    "一只手和一枚戒指": _hand_and_ring,
    "一块纱布": _gauze,
    "一只灭火器": _extinguisher,
}
