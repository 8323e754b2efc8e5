"""What may be chosen about pages and media, in words. The choices themselves are in portal.web.needs."""

from dataclasses import asdict

from portal.text import Message, message
from portal.web.forms import Form
from portal.web.needs import BRAILLE_CELLS, BRAILLE_LINES, Needs, clean_needs

MEDIA = {
    "captions": message("字幕一直打开"),
    "sign": message("手语视频排在前面"),
    "description": message("口述影像"),
    "transcript": message("文字稿排在视频前面"),
    "braille": message("适合点显器的排版"),
}
WAYS = {
    "listen": message("只听能学完的"),
    "look": message("只看能学完的"),
    "keyboard": message("只用键盘能学完的"),
    "braille": message("用点显器能学完的"),
    "sign": message("有手语的"),
}
TEXT = {"": message("标准"), "125": message("大"), "150": message("特大"), "200": message("两倍")}
THEME = {"": message("跟随设备"), "light": message("浅色"), "dark": message("深色")}
CONTRAST = {"": message("跟随设备"), "more": message("更强的对比"), "standard": message("标准对比")}
QUESTIONS = {"": message("所有题在一页"), "one": message("一页一题")}
MORE = {
    "spacing": ("wide", message("字和行排得更疏")),
    "motion": ("none", message("不要动效")),
    "time": ("double", message("考核要更多时间")),
    "pictures": ("none", message("只要文字，不要图片，省流量")),
}
CELLS = [("", message("平常的，40 方"))] + [(str(one), message("%(cells)s 方", cells=one)) for one in BRAILLE_CELLS]
LINES = [("", message("平常的，25 行"))] + [(str(one), message("%(lines)s 行", lines=one)) for one in BRAILLE_LINES]
HINTS = {
    "time": message("多数考核本来就不限时。"),
    "pictures": message("图片换成说明和链接。课程先给文字稿。想看哪张图，再打开哪张。"),
}


class NeedsForm(Form):
    """The needs page as it was sent. Nothing can be wrong in it: what is unknown is left out."""

    media: tuple[str, ...] | list[str] = ()
    ways: tuple[str, ...] | list[str] = ()
    text: str = ""
    theme: str = ""
    contrast: str = ""
    spacing: str = ""
    motion: str = ""
    questions: str = ""
    time: str = ""
    pictures: str = ""
    cells: str = ""
    lines: str = ""

    def needs(self, before: Needs) -> Needs:
        """What is needed now; what this page does not ask, about the player of lessons, stays as it was."""
        return clean_needs(asdict(before) | self.model_dump())


class LanguageForm(Form):
    """The switch in the header: which language, and where it was pressed."""

    language: str = ""
    to: str = ""


def braille_in_words(needs: Needs) -> list[Message]:
    """The size of braille pages, as far as it was chosen."""
    chosen = [message("每行 %(cells)s 方", cells=needs.cells)] if needs.cells else []
    return chosen + ([message("每页 %(lines)s 行", lines=needs.lines)] if needs.lines else [])


def in_words(needs: Needs) -> list[tuple[Message, list[Message]]]:
    """What was chosen, as a list of subject and choices; empty when everything is as usual."""
    chosen: list[tuple[Message, list[Message]]] = [
        (message("课程先给我什么"), [MEDIA[value] for value in needs.media]),
        (message("课程目录先列"), [WAYS[value] for value in needs.ways]),
        (message("文字大小"), [TEXT[needs.text]] if needs.text else []),
        (message("颜色"), [THEME[needs.theme]] if needs.theme else []),
        (message("对比"), [CONTRAST[needs.contrast]] if needs.contrast else []),
        (message("考核题"), [QUESTIONS[needs.questions]] if needs.questions else []),
        (message("带走的盲文"), braille_in_words(needs)),
        (message("还要"), [words for name, (value, words) in MORE.items() if getattr(needs, name) == value]),
    ]
    return [(subject, choices) for subject, choices in chosen if choices]
