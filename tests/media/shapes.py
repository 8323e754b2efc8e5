"""Films as phones and broken exports leave them."""

import struct
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

WIDTH, HEIGHT = 320, 240
DARK, BRIGHT = 40, 230
UPRIGHT = (0, 0x10000, 0, -0x10000, 0, 0, HEIGHT << 16, 0, 0x40000000)  # a quarter turn clockwise, as phones write it


def drawn(path: Path, moments: list[Fraction], bright_from: Fraction, corner: bool = False) -> Path:
    """A film with a picture at each of these moments: dark, and bright from one of them on.

    `corner`: only the lower left corner is bright, all the time.
    """
    with av.open(str(path), "w", format="mp4") as made:
        options = {"preset": "ultrafast", "crf": "18"}
        stream = made.add_stream("libx264", rate=30, width=WIDTH, height=HEIGHT, pix_fmt="yuv420p", options=options)
        stream.codec_context.time_base = Fraction(1, 1000)
        for moment in moments:
            image = Image.new("RGB", (WIDTH, HEIGHT), (BRIGHT,) * 3 if moment >= bright_from else (DARK,) * 3)
            if corner:
                image.paste((BRIGHT,) * 3, (0, HEIGHT - 80, 80, HEIGHT))
            frame = av.VideoFrame.from_image(image).reformat(format="yuv420p")
            frame.pts, frame.time_base = int(moment * 1000), Fraction(1, 1000)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return path


def held_upright(path: Path) -> Path:
    """A film of a phone that was held upright: the pictures lie on their side, and the file says how to turn them."""
    drawn(path, [Fraction(number, 10) for number in range(30)], Fraction(99), corner=True)
    content = bytearray(path.read_bytes())
    matrix = content.index(b"tkhd") + 4 + 40
    content[matrix : matrix + 36] = struct.pack(">9i", *UPRIGHT)
    path.write_bytes(content)
    return path


def changing_pace(path: Path) -> Path:
    """A recording of a screen, twelve seconds long: thirty pictures a second for two, then one every two seconds;
    bright from the sixth second on."""
    quick = [Fraction(number, 30) for number in range(60)]
    return drawn(path, [*quick, *(Fraction(second) for second in range(2, 13, 2))], Fraction(6))


def brightness(image: Image.Image, left: float, top: float) -> int:
    """How bright it is at a place, given in parts of its width and height."""
    place = image.convert("L").getpixel((int(image.width * left), int(image.height * top)))
    assert isinstance(place, int)
    return place


def first_picture(path: Path) -> Image.Image:
    """A film's first picture, or the still picture that the file is."""
    if path.read_bytes().startswith(b"\xff\xd8"):
        return Image.open(path)
    with av.open(str(path)) as film:
        return next(film.decode(video=0)).to_image()


def bright_at(path: Path) -> float:
    """The second at which a film becomes bright."""
    with av.open(str(path)) as film:
        return next(frame.time for frame in film.decode(video=0) if brightness(frame.to_image(), 0.5, 0.5) > 128) or 0.0
