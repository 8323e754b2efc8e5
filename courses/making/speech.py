"""Mandarin speech by espeak-ng 1.52 (the library inside the package espeakng-loader)."""

import ctypes
import sys
from array import array
from functools import cache

from making.missing import MissingTool

HERTZ = 22050
WORDS_PER_MINUTE = 145  # about 3.4 汉字 a second with its pauses: captions stay under 4.5
_RATE, _PITCH = 1, 3  # parameters of espeak_SetParameter
_SYNCHRONOUS, _CHARS_UTF8 = 2, 1
_QUIET = 200  # of 32767: below this a sample is silence

# espeak-ng chooses one reading for a sign; here are the ones that it gets wrong in our lessons, as signs that sound right.
_SOUNDS_LIKE = {
    "店长": "店掌", "长好": "掌好", "数到": "暑到", "数一、": "暑一、", "转着": "赚着", "转的时候": "赚的时候",
    "慢慢转": "慢慢赚", "里转": "里赚", "外转": "外赚", "拇指转": "拇指赚", "手腕转": "手腕赚", "不转": "不赚",
    "转一圈": "赚一圈", "转十圈": "赚十圈", "系一根": "记一根", "师傅教过": "师傅交过", "有没有人教": "有没有人交",
    "打不了": "打不蓼", "一一零": "腰腰零", "一二零": "腰二零", "一一九": "腰腰九",
}  # fmt: skip
_PITCHES = {"学员": 62, "求职者": 62, "客人": 36, "面试官": 36, "对方": 34, "职位": 42}
_USUAL_PITCH = 50


def say(words: str, speaker: str) -> array:
    """Speak a clause. Returns 16-bit samples at HERTZ, without the silence before and after."""
    for written, spoken in _SOUNDS_LIKE.items():
        words = words.replace(written, spoken)
    library, chunks = _espeak(), []

    @_CALLBACK
    def keep(wave: object, count: int, _events: object) -> int:
        if wave and count:
            chunks.append(ctypes.string_at(wave, count * 2))
        return 0

    library.espeak_SetSynthCallback(keep)
    library.espeak_SetParameter(_RATE, WORDS_PER_MINUTE, 0)
    library.espeak_SetParameter(_PITCH, _PITCHES.get(speaker, _USUAL_PITCH), 0)
    text = words.encode()
    if library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _CHARS_UTF8, None, None) != 0:
        raise RuntimeError(f"espeak-ng could not say: {words}")
    samples = array("h", b"".join(chunks))
    if sys.byteorder == "big":
        samples.byteswap()
    return _trimmed(samples)


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@cache
def _espeak() -> ctypes.CDLL:
    try:
        import espeakng_loader
    except ImportError:
        raise MissingTool("espeak-ng is missing; python3 -m portal brings it") from None
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
        ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    hertz = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if hertz != HERTZ or library.espeak_SetVoiceByName(b"cmn") != 0:
        raise MissingTool("This espeak-ng has no Mandarin voice; python3 -m portal brings it")
    return library


def _trimmed(samples: array) -> array:
    loud = [number for number in range(len(samples)) if abs(samples[number]) > _QUIET]
    if not loud:
        return array("h")
    margin = HERTZ // 50
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]
