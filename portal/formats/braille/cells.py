"""The cells of a syllable in 国家通用盲文 (GF 0019-2018): initial, final, and the tone where it is written.

A tone is left out where it is the commonest of its initial, or of its final when there is no initial. The tables were
read off liblouis' zhcn-cbs and are compared with it over all that the shipped courses say (tests/formats).
"""

from typing import NamedTuple


class Syllable(NamedTuple):
    """A reading as pypinyin takes it apart. `tone` is 1 to 4, 5 for the light one."""

    initial: str
    final: str
    tone: str


INITIALS = {
    "": "", "b": "⠃", "p": "⠏", "m": "⠍", "f": "⠋", "d": "⠙", "t": "⠞", "n": "⠝", "l": "⠇", "g": "⠛", "k": "⠅",
    "h": "⠓", "j": "⠛", "q": "⠅", "x": "⠓", "zh": "⠌", "ch": "⠟", "sh": "⠱", "r": "⠚", "z": "⠵", "c": "⠉", "s": "⠎",
}  # fmt: skip
FINALS = {
    "a": "⠔", "o": "⠢", "e": "⠢", "i": "⠊", "u": "⠥", "v": "⠬", "er": "⠗", "ai": "⠪", "ao": "⠖", "ei": "⠮", "ou": "⠷",
    "ia": "⠫", "iao": "⠜", "ie": "⠑", "iou": "⠳", "ua": "⠿", "uai": "⠽", "uei": "⠺", "uo": "⠕", "ve": "⠾", "an": "⠧",
    "en": "⠴", "ang": "⠦", "eng": "⠼", "ian": "⠩", "in": "⠣", "iang": "⠭", "ing": "⠡", "uan": "⠻", "uen": "⠒",
    "uang": "⠶", "ong": "⠲", "ueng": "⠲", "van": "⠯", "vn": "⠸", "iong": "⠹", "io": "⠕", "ê": "⠑", "n": "⠴", "ng": "⠼",
    "m": "⠍",
}  # fmt: skip
TONES = {"1": "⠁", "2": "⠂", "3": "⠄", "4": "⠆", "5": ""}

# The tone that is not written.
USUAL_OF_INITIAL = (
    {"f": "1"} | dict.fromkeys(("p", "m", "t", "n", "h", "q", "r", "c", "ch"), "2")
    | dict.fromkeys(("b", "d", "l", "g", "k", "j", "x", "zh", "sh", "z", "s"), "4")
)  # fmt: skip
USUAL_OF_FINAL = {"i": "1", "er": "2", "ie": "3", "iou": "3", "uo": "3", "e": "", "uen": ""}
USUAL_ALONE = "4"
WRITTEN_WITHOUT_FINAL = ("z", "c", "s", "zh", "ch", "sh", "r")  # zi, ci, si, zhi, chi, shi, ri

SHORT = {"的": "⠙", "么": "⠍", "你": "⠝", "他": "⠞", "她": "⠞⠁", "它": "⠈⠞", "子": "⠵", "再": "⠵⠪⠆"}
WITHOUT_SANDHI = {"不": "4", "一": "1"}  # their tone changes in speech, not in braille


def character_cells(character: str, syllable: Syllable) -> str:
    """One Chinese character as it is read here."""
    if short := SHORT.get(character):
        return short
    return syllable_cells(syllable._replace(tone=WITHOUT_SANDHI.get(character, syllable.tone)))


def syllable_cells(syllable: Syllable) -> str:
    """One syllable. Raises KeyError for what is no syllable of Mandarin."""
    initial, tone = syllable.initial, syllable.tone
    final = syllable.final.replace("ü", "v")
    is_bare = final == "-i" or (final == "i" and initial in WRITTEN_WITHOUT_FINAL)
    cells = INITIALS[initial] + ("" if is_bare else FINALS[final])
    return cells if tone == usual_tone(initial, final, is_bare) else cells + TONES[tone]


def usual_tone(initial: str, final: str, is_bare: bool) -> str:
    """The tone that this syllable does without; empty when every tone is written."""
    if not initial:
        return USUAL_OF_FINAL.get(final, USUAL_ALONE)
    if initial == "z" and is_bare:
        return ""  # only 子 goes without, as a short form
    if (initial, final) == ("l", "e"):
        return "5"  # 了
    return USUAL_OF_INITIAL[initial]
