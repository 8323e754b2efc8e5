"""The machine voice: espeak-ng from its wheel, because Debian's reads pinyin letters as English."""

import ctypes
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from portal.formats.document.linear import Piece
from portal.formats.document.parts import plain
from portal.formats.sound.tracks import HERTZ

WORDS_A_MINUTE = 160
SYNCHRONOUS, UTF8 = 2, 1
PAUSES = {"title": 1.0, "lesson": 1.5, "heading": 1.0, "paragraph": 0.5, "item": 0.3}  # seconds before it
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def spoken_pieces(pieces: Iterable[Piece], language: str) -> Iterator[bytes]:
    """16-bit mono samples of everything that the pieces say, with pauses that tell headings from text."""
    for piece in pieces:
        yield b"\0\0" * int(PAUSES[piece.kind] * HERTZ)
        yield speak(f"{piece.mark} {plain(piece.inlines)}".strip(), language)


def speak(text: str, language: str) -> bytes:
    """The samples of one paragraph."""
    library = _library("en" if language.startswith("en") else "cmn")
    said = bytearray()

    def take(samples: Any, count: int, _: Any) -> int:
        if samples and count:
            said.extend(ctypes.string_at(samples, count * 2))
        return 0

    heard = Callback(take)  # kept in a name: ctypes does not hold it
    library.espeak_SetSynthCallback(heard)
    words = text.replace("\0", "").encode()
    if library.espeak_Synth(words, len(words) + 1, 0, 1, 0, UTF8, None, None):
        raise RuntimeError("espeak-ng did not speak")
    return bytes(said)


@cache
def _loaded() -> Any:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    size, kind, place = ctypes.c_size_t, ctypes.c_uint, ctypes.c_void_p
    library.espeak_Synth.argtypes = [ctypes.c_char_p, size, kind, ctypes.c_int, kind, kind, place, place]
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate != HERTZ:
        raise RuntimeError(f"espeak-ng speaks at {rate} samples a second")
    return library


def _library(voice: str) -> Any:
    library = _loaded()
    if library.espeak_SetVoiceByName(voice.encode()):
        raise RuntimeError(f"espeak-ng has no voice {voice}")
    library.espeak_SetParameter(1, WORDS_A_MINUTE, 0)
    return library
