"""A pen for simple drawings on a square of 100 by 100, and the font."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from making.missing import MissingTool

INK, PAPER, GROUND = "#1d2b36", "#ffffff", "#fbf8f1"
BLUE, RED, YELLOW, GREEN, BROWN, GREY = "#1f5fa8", "#b3261e", "#f2b134", "#22754a", "#b9783f", "#cfd6db"
_FONTS = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-{weight}.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-{weight}.ttc",
]
_SIMPLIFIED = 2  # the face for Simplified Chinese in Noto's collection

Point = tuple[float, float]
Colour = str | None


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The Chinese font at a size in pixels."""
    for path in (Path(name.format(weight="Bold" if bold else "Regular")) for name in _FONTS):
        if path.exists():
            return ImageFont.truetype(str(path), size, index=_SIMPLIFIED)
    raise MissingTool("A Chinese font is missing: apt-get install fonts-noto-cjk")


class Pen:
    """Draws in units of a hundredth of the square, four times too large, so that edges come out smooth."""

    def __init__(self, edge: int, ground: str = PAPER) -> None:
        self._scale = edge * 4 / 100
        self._edge = edge
        self._image = Image.new("RGB", (edge * 4, edge * 4), ground)
        self._draw = ImageDraw.Draw(self._image)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Colour = None, round_by: float = 2
    ) -> None:
        """A rectangle with rounded corners."""
        corners = [(self._at(left), self._at(top)), (self._at(right), self._at(bottom))]
        self._draw.rounded_rectangle(corners, self._at(round_by), fill, INK, self._at(2))

    def oval(self, left: float, top: float, right: float, bottom: float, fill: Colour = None) -> None:
        """An ellipse in a rectangle."""
        self._draw.ellipse(
            [(self._at(left), self._at(top)), (self._at(right), self._at(bottom))], fill, INK, self._at(2)
        )

    def line(self, *points: Point, fill: str = INK, width: float = 2) -> None:
        """A line through points, with round ends."""
        scaled = [(self._at(x), self._at(y)) for x, y in points]
        self._draw.line(scaled, fill, self._at(width), joint="curve")
        half = self._at(width) / 2
        for x, y in (scaled[0], scaled[-1]):
            self._draw.ellipse([(x - half, y - half), (x + half, y + half)], fill)

    def shape(self, *points: Point, fill: Colour = None) -> None:
        """A closed shape with an outline."""
        scaled = [(self._at(x), self._at(y)) for x, y in points]
        if fill:
            self._draw.polygon(scaled, fill)
        self.line(*points, points[0])

    def arc(self, left: float, top: float, right: float, bottom: float, start: float, end: float) -> None:
        """A part of an ellipse; degrees clockwise from three o'clock."""
        corners = [(self._at(left), self._at(top)), (self._at(right), self._at(bottom))]
        self._draw.arc(corners, start, end, INK, self._at(2))

    def words(self, x: float, y: float, text: str, size: float, fill: str = INK, bold: bool = True) -> None:
        """Text with its middle at a point; the size in units."""
        self._draw.text((self._at(x), self._at(y)), text, fill, font(self._at(size), bold), anchor="mm")

    def finished(self) -> Image.Image:
        """The drawing at its true size."""
        return self._image.resize((self._edge, self._edge), Image.Resampling.LANCZOS)

    def _at(self, units: float) -> int:
        return round(units * self._scale)
