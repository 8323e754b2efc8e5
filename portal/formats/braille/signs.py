"""What is not Chinese characters: punctuation, Latin letters, digits, and signs that are said as words."""

PUNCTUATION = {
    "，": "⠐ ", "。": "⠐⠆ ", "？": "⠐⠄ ", "！": "⠰⠂ ", "、": "⠈ ", "；": "⠰ ", "：": "⠤ ", "“": "⠘", "”": "⠘ ",
    "‘": "⠘⠘", "’": "⠘⠘ ", "《": "⠐⠤", "》": "⠤⠂ ", "（": "⠰⠄", "）": "⠠⠆ ", "…": "⠐⠐⠐ ", "—": "⠠⠤", "·": "⠠⠄",
    ",": "⠂ ", ".": "⠲ ", "+": "⠐⠖", "-": "⠤", "/": "⠸⠌", ":": "⠒", "%": "⠨⠴", "(": "⠐⠣", ")": "⠐⠜",
    "?": "⠐⠄ ", "!": "⠰⠂ ", ";": "⠰ ", '"': "⠘", "'": "⠄", "〈": "⠐⠄", "〉": "⠠⠂ ", "【": "⠰⠆", "】": "⠰⠆ ",
    "[": "⠰⠆", "]": "⠰⠆ ",
}  # fmt: skip
OPENING = "“‘《（〈【(["  # what follows is joined to them
JOINING = "+-/—·"  # what stands before them is joined too
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))
DIGITS = dict(zip("1234567890", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", strict=True))
NUMBER, POINT, SMALL, CAPITAL = "⠼", "⠲", "⠰", "⠠"

# Signs without a cell of their own are said; one that is not here is said as 符号.
AS_WORDS = {
    "°": "度", "℃": "摄氏度", "×": "乘", "÷": "除以", "=": "等于", "→": "到", "~": "到", "～": "到", "&": "和",
    "#": "井号", "@": "艾特", "¥": "元", "￥": "元", "$": "美元", "±": "正负", "<": "小于", ">": "大于", "≤": "不大于",
    "≥": "不小于", "≈": "约等于", "*": "星号", "_": "下划线", "|": "竖线", "\\": "反斜线", "^": "尖号", "©": "版权",
    "²": "平方", "³": "立方", "½": "二分之一", "㎡": "平方米", "–": "到", "√": "对号", "■": "方块", "□": "方框",
}  # fmt: skip
UNKNOWN = "符号"


def latin_word(word: str) -> str:
    """A word of Latin letters: one sign says that letters follow, and whether the first or all are capitals."""
    if word.islower():
        return SMALL + "".join(LETTERS[letter] for letter in word)
    if len(word) > 1 and word.isupper():
        return CAPITAL * 2 + "".join(LETTERS[letter] for letter in word.lower())
    marked = [CAPITAL + LETTERS[letter.lower()] if letter.isupper() else LETTERS[letter] for letter in word]
    return ("" if word[0].isupper() else SMALL) + "".join(marked)


def number(digits: str) -> str:
    """A number, with its decimal points."""
    return NUMBER + "".join(DIGITS.get(digit, POINT) for digit in digits)
