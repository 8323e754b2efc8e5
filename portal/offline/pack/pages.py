"""The static pages of a pack. They hold nothing of a person; the personal page is put in when somebody takes the pack."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.formats.document.linear import front_matter
from portal.formats.document.markup import Manner, answer_html, element, inlines_html, lesson_html
from portal.formats.document.parts import CourseDocument, LessonDocument
from portal.formats.print.page import outside
from portal.text import Message, gettext, message

ANSWERS, SOLUTIONS, INDEX = "answers.html", "solutions.html", "index.html"


@dataclass(frozen=True)
class Medium:
    """The film or sound of a lesson in the pack: its name there, or why it is not there."""

    name: str = ""
    media_type: str = ""
    why_not: Message | None = None


def index_page(document: CourseDocument) -> str:
    """Where one begins: what this is, and its lessons."""
    about = [
        element("p", inlines_html(piece.inlines, Manner(lambda _: "", outside))) for piece in front_matter(document)
    ]
    lessons = [
        element(
            "li",
            link(f"{lesson.slug}.html", lesson.title) + escape(message("，%(minutes)s 分钟", minutes=lesson.minutes)),
        )
        for lesson in document.lessons
    ]
    body = [
        element("h1", escape(document.title)),
        *about,
        element("h2", escape(message("怎么用"))),
        element("p", escape(message("不用上网。从第 1 课开始，一课一课读。读完回答问题。"))),
        element("h2", escape(message("学什么，共 %(count)s 课", count=len(document.lessons)))),
        element("ol", Markup("\n").join(lessons)),
        element("h2", escape(message("回答问题"))),
        element("p", link(ANSWERS, message("回答各课的问题，交回学习记录"))),
        element("p", link(SOLUTIONS, message("答案和理由"))),
    ]
    return page(document, document.title, Markup("\n").join(body), is_index=True)


def lesson_page(document: CourseDocument, place: int, medium: Medium, picture: Callable[[str], str]) -> str:
    """One lesson with what is heard and seen, and the way on."""
    lesson = document.lessons[place]
    title = message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)
    manner = Manner(picture, within(document), with_answers=False)
    content = lesson_html(lesson, title, manner)
    head, _, rest = content.partition(Markup("</h1>"))
    parts = [head + Markup("</h1>"), media_html(lesson, medium), rest]
    parts.append(
        element("p", link(f"{ANSWERS}#{lesson.slug}", message("回答第 %(number)s 课的问题", number=lesson.number)))
    )
    for step, words in ((1, message("下一课")), (-1, message("上一课"))):
        if 0 <= place + step < len(document.lessons):
            near = document.lessons[place + step]
            said = message("%(which)s：%(title)s", which=words, title=near.title)
            parts.append(element("p", link(f"{near.slug}.html", said)))
    return page(document, str(title), Markup("\n").join(parts))


def media_html(lesson: LessonDocument, medium: Medium) -> Markup:
    """The player of the browser; or the words that say why there is none."""
    if medium.why_not:
        return element("p", escape(medium.why_not))
    if not medium.name:
        return Markup("")
    is_film = medium.media_type.startswith("video")
    film = message("第 %(number)s 课视频，文字稿在下面", number=lesson.number)
    name = film if is_film else message("第 %(number)s 课音频", number=lesson.number)
    tag = "video" if is_film else "audio"
    player = Markup('<{0} controls preload="none" src="{1}" aria-label="{2}"></{0}>').format(tag, medium.name, name)
    voice = (
        element("p", escape(message("合成语音：声音由程序读出，不是真人录音。")))
        if lesson.media.voice == "synthetic"
        else Markup("")
    )
    return voice + element("p", player)


def solutions_page(document: CourseDocument) -> str:
    """All answers with their reasons, for reading after one has thought."""
    manner = Manner(lambda _: "", outside, level=1)
    parts = [element("h1", escape(message("答案和理由")))]
    for lesson in document.lessons:
        parts.append(
            element(
                "h2",
                escape(message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)),
                id=lesson.slug,
            )
        )
        parts += [answer_html(question, manner) for question in lesson.questions]
    return page(document, gettext("答案和理由"), Markup("\n").join(parts))


def reading_only_page(document: CourseDocument) -> str:
    """What stands in place of the questions where nobody has signed in."""
    parts = [
        element("h1", escape(message("回答问题"))),
        element("p", escape(message("这个学习包带走时没有登录，只能读，不能记学习。"))),
        element("p", escape(message("想记学习：登录，报名这门课，从“我的学习”再带走一次学习包。"))),
        element("p", link(SOLUTIONS, message("答案和理由"))),
    ]
    return page(document, gettext("回答问题"), Markup("\n").join(parts))


def within(document: CourseDocument) -> Callable[[str], str]:
    """Links to other lessons lead to their page in the pack."""
    here = {f"/library/{document.slug}/{lesson.slug}": f"{lesson.slug}.html" for lesson in document.lessons}
    return lambda address: here.get(address.partition("#")[0]) or outside(address)


def link(address: str, words: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def page(document: CourseDocument, title: str, body: Markup, is_index: bool = False, more: str = "") -> str:
    """A page of the pack. `more` is put at its end, for scripts."""
    back = (
        Markup("")
        if is_index
        else element("nav", element("p", link(INDEX, message("回到目录"))), **{"aria-label": gettext("位置")})
    )
    full = title if is_index else f"{title} – {document.title}"
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
            '<link rel="stylesheet" href="style.css"/>\n</head>\n<body>\n{back}\n<main id="main">\n{body}\n</main>\n{more}</body>\n</html>\n'
        ).format(language=document.language, title=full, back=back, body=body, more=more)
    )
