"""The page of a pack that is one person's own: questions to answer, and the receipt; put into the zip as it is sent."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from portal.formats.document.markup import Manner, blocks_html, element
from portal.formats.document.parts import CourseDocument
from portal.formats.document.reading import read_html
from portal.formats.print.page import outside
from portal.library.models import Lesson
from portal.library.packages.marking import normalised
from portal.library.questions import field_names, shown_options
from portal.library.rules import mark_of
from portal.offline.models import OfflinePack
from portal.offline.pack import pages
from portal.text import gettext, message
from portal.text.codes import group
from portal.text.dates import format_date

SCRIPT = (Path(__file__).parent / "answers.js").read_text(encoding="utf-8")
SCRIPT_NAME = "answers.js"
WITHOUT_SCRIPTS = message(
    "这台设备不能运行脚本。答案写在答题纸上：打开学习包里的 answers.txt，在里面写，存下来；也可以打印出来写。"
    "有网时登录，把答题纸交回；或者带到培训基地，请人代交。"
)
HOW_TO_HAND_IN = message("答完几课都可以交，答错的以后再交。有网时登录，打开“我的学习”，选“交回学习包的回执”。")
SAVE = Markup('<p><button type="button" id="save" hidden="hidden">{}</button></p>')
COPY = Markup(
    '<div id="copy" hidden="hidden"><p><label for="receipt">{}</label></p>'
    '<p><textarea id="receipt" rows="6" readonly="readonly"></textarea></p></div>'
)
SCRIPTS = Markup('<script type="application/json" id="pack">{}</script>\n<script src="{}"></script>\n')
CHOICE = Markup(
    '<label class="choice" for="{0}-{1}"><input type="{2}" id="{0}-{1}" name="{0}" value="{1}"/> {3}</label>'
)
PLACE = Markup('<p><label for="{0}">{1}</label> <select id="{0}" name="{0}">{2}</select></p>')
OPTION = Markup('<option value="{}">{}</option>')
LINE = Markup('<p><label for="{0}">{1}</label> <input type="text" id="{0}" name="{0}" autocomplete="off"/></p>')


def personal_page(document: CourseDocument, lessons: Sequence[Lesson], pack: OfflinePack, key: str) -> str:
    """Every lesson's questions as a form, what the script needs to check them, and how the answers come back."""
    number = message(
        "学习包号：%(code)s。到%(day)s为止可以交回。", code=group(pack.code), day=format_date(pack.ends_on)
    )
    parts = [
        element("h1", escape(message("回答问题"))),
        element("p", escape(number)),
        Markup('<p class="state" id="status" role="status"></p>'),
        element("noscript", element("p", escape(WITHOUT_SCRIPTS))),
        *map(lesson_form, lessons),
        element("h2", escape(message("交回")), id="hand-in"),
        element("p", escape(HOW_TO_HAND_IN)),
        SAVE.format(message("存成回执文件")),
        COPY.format(message("存不了文件，就复制这些字，贴到交回的页面")),
    ]
    told: dict[str, Any] = {"pack": pack.code, "mark": mark_of(document.digest), "key": key, "words": words()}
    told["lessons"] = [marking_of(lesson) for lesson in lessons]
    more = SCRIPTS.format(Markup(json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")), SCRIPT_NAME)
    return pages.page(document, gettext("回答问题"), Markup("\n").join(parts), more=more)


def words() -> dict[str, str]:
    """What the script says, in the language of the course."""
    return {
        "missing": gettext("第 {number} 题还没有答。"),
        "wrong": gettext("第 {number} 题还没答对。再读一读课文，再试一次。"),
        "right": gettext("第 {lesson} 课答对了。交回码：{code}。"),
        "saved": gettext("回执已经存下，里面有 {count} 课。"),
        "empty": gettext("还没有答案。"),
    }


def lesson_form(lesson: Lesson) -> Markup:
    """The questions of one lesson, each field named as on the portal."""
    title = message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)
    fields = [question_field(lesson.slug, question) for question in lesson.questions]
    check = Markup('<p><button type="button" data-check="{}" hidden="hidden">{}</button></p>').format(
        lesson.slug, message("检查第 %(number)s 课的答案", number=lesson.number)
    )
    state = element("p", Markup(""), id=f"{lesson.slug}-state", class_="state")
    back = element("p", pages.link(f"{lesson.slug}.html", message("回到第 %(number)s 课", number=lesson.number)))
    return element("h2", escape(title), id=lesson.slug) + Markup("\n").join(fields) + check + state + back


def question_field(slug: str, question: dict[str, Any]) -> Markup:
    """A fieldset: choices, lists for an order, or a line to write on."""
    asked = blocks_html(read_html(question["html"]), Manner(lambda _: "", outside, level=2))
    legend = element("legend", escape(message("第 %(number)s 题", number=question["number"])))
    names, options, kind = field_names(question), shown_options(question), question["kind"]
    base = f"{slug}/{names[0]}"
    if kind in ("single", "multiple"):
        control = "radio" if kind == "single" else "checkbox"
        boxes = [CHOICE.format(base, place, control, option) for place, option in enumerate(options, 1)]
        inside = Markup("").join(boxes)
    elif kind == "order":
        choices = [OPTION.format("", message("还没选")), *(OPTION.format(*pair) for pair in enumerate(options, 1))]
        listed = Markup("").join(choices)
        places = [message("第 %(place)s 个", place=place) for place in range(1, len(names) + 1)]
        inside = Markup("").join(
            PLACE.format(f"{slug}/{name}", place, listed) for name, place in zip(names, places, strict=True)
        )
    else:
        inside = LINE.format(base, message("答案"))
    return element("fieldset", legend + asked + inside)


def marking_of(lesson: Lesson) -> dict[str, Any]:
    """What the script checks answers by: places of options, or the texts that are right."""
    questions = []
    for question in lesson.questions:
        options, kind = shown_options(question), question["kind"]
        right = list(question["options"] if kind == "order" else question["answer"])
        if kind in ("single", "multiple", "order"):
            right = [str(options.index(one) + 1) for one in right if one in options]
        elif kind == "fill":
            right = [normalised(one) for one in right]
        questions.append({"number": question["number"], "kind": kind, "names": field_names(question), "right": right})
    return {"slug": lesson.slug, "number": lesson.number, "questions": questions}
