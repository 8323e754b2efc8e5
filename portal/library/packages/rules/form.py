"""Whether the package can be read as a course at all."""

from collections.abc import Iterator

from portal.library.packages.findings import AUTHORS, EVERYBODY, Finding, Grade
from portal.library.packages.limits import FILES, LESSONS
from portal.library.packages.schema import check_form
from portal.library.packages.source import FINAL, MANIFEST, Source, text_limit
from portal.text import message
from portal.text.amounts import format_size


def links_and_count(source: Source) -> Iterator[Finding]:
    """Links and devices are never followed; thousands of files are never read."""
    for name in source.links:
        yield Finding(
            Grade.BLOCKER,
            name,
            None,
            "file-link",
            AUTHORS,
            message("这是一个快捷方式（链接），不是文件。"),
            message("把真的文件放进来。"),
        )
    if source.too_many:
        yield Finding(
            Grade.BLOCKER,
            "",
            None,
            "files-too-many",
            AUTHORS,
            message("文件超过 %(limit)s 个，后面的没有查。", limit=FILES),
            message("只放课程用到的文件。"),
        )


def readable_texts(source: Source) -> Iterator[Finding]:
    """Every text is UTF-8 or GB18030, and of a size that a person can have written."""
    for name in source.text_names:
        text = source.text(name)
        if text is None:
            big = source.files[name].size > text_limit(name)
            yield Finding(
                Grade.BLOCKER,
                name,
                None,
                "text-too-big" if big else "text-unreadable",
                EVERYBODY,
                message("文字文件太大：%(size)s。", size=format_size(source.files[name].size))
                if big
                else message("打开来不是文字，或者文字的编码不认识。"),
                message("分成几个文件，每个不超过 %(size)s。", size=format_size(text_limit(name)))
                if big
                else message("用记事本打开，另存为 UTF-8。"),
            )
        elif text.encoding != "utf-8":
            yield Finding(
                Grade.ADVICE,
                name,
                None,
                "text-encoding",
                AUTHORS,
                message("文字的编码是 GB18030。能读，已当作 GB18030 读。"),
                message("用记事本打开，另存为 UTF-8。"),
            )


def manifest_form(source: Source) -> Iterator[Finding]:
    """course.toml is there, is TOML, and has every key in its form."""
    if MANIFEST not in source.files:
        yield Finding(
            Grade.BLOCKER,
            MANIFEST,
            None,
            "manifest-missing",
            AUTHORS,
            message("没有 course.toml。"),
            message("在课程包最上面一层放 course.toml。写法见 courses/README.md。"),
        )
    elif source.text(MANIFEST) is not None:
        yield from _toml(source, MANIFEST, "course")


def checks_form(source: Source) -> Iterator[Finding]:
    """Checkpoints and the final assessment are TOML and have every key in its form."""
    for name in source.checks:
        if source.text(name) is not None:
            yield from _toml(source, name, "assessment" if name == FINAL else "checkpoint")


def _toml(source: Source, name: str, form: str) -> Iterator[Finding]:
    file = source.manifest if name == MANIFEST else source.checks[name]
    if file.problem:
        yield Finding(
            Grade.BLOCKER,
            name,
            file.problem.line,
            "toml-syntax",
            AUTHORS,
            message("从这一行起读不下去，TOML 写法不对。"),
            message("看这一行和上一行：引号、方括号要成对，等号两边要有内容，同一个名字只写一次。"),
        )
    else:
        yield from check_form(form, file.data, name, file.line)


_FRONT_MATTER = {
    "front-matter-missing": (
        message("开头没有课的说明。"),
        message("第一行写三个短横线 ---，接着写 title、kind、minutes、checkpoint，再用 --- 结束。"),
    ),
    "front-matter-open": (
        message("课的说明没有结束。"),
        message("在说明的最后一行下面，单独写一行 ---。"),
    ),
    "front-matter-long": (
        message("课的说明太长。"),
        message("说明里只写规格里有的项，正文写在第二个 --- 下面。"),
    ),
    "yaml": (
        message("从这一行起读不下去，YAML 写法不对。"),
        message("一行写一项：名字、半角冒号、空格、内容。内容里有冒号时，用引号括起来。不用 & 和 *。"),
    ),
}


def lesson_form(source: Source) -> Iterator[Finding]:
    """Every lesson has front matter with every key in its form."""
    for lesson in source.lessons:
        if source.text(lesson.name) is None:
            continue
        problem = lesson.front.problem
        if problem:
            says, mend = _FRONT_MATTER[problem.reason]
            rule = problem.reason if problem.reason != "yaml" else "yaml-syntax"
            yield Finding(Grade.BLOCKER, lesson.name, problem.line, rule, AUTHORS, says, mend)
        else:
            yield from check_form("lesson", lesson.front.data, lesson.name, lesson.front.line)


def lesson_list(source: Source) -> Iterator[Finding]:
    """The manifest lists every lesson that is there, and each that it lists is there."""
    line = source.manifest.line("lessons")
    listed = source.lesson_slugs
    for slug in dict.fromkeys(listed):
        if f"lessons/{slug}.md" not in source.files:
            yield Finding(
                Grade.BLOCKER,
                MANIFEST,
                line,
                "lesson-missing",
                EVERYBODY,
                message("列了“%(slug)s”这一课，可是没有文件 lessons/%(slug)s.md。", slug=slug),
                message("加上这个文件，或者从 lessons 里去掉它。"),
            )
    if len(source.lessons) > LESSONS:
        return  # the schema has said so already
    for lesson in source.lessons:
        if listed and lesson.slug not in listed:
            yield Finding(
                Grade.MUST_FIX,
                lesson.name,
                None,
                "lesson-unlisted",
                EVERYBODY,
                message("这一课没有列在 course.toml 的 lessons 里，学员看不到。"),
                message("在 lessons 里按顺序加上“%(slug)s”，或者删掉这个文件。", slug=lesson.slug),
            )


def check_list(source: Source) -> Iterator[Finding]:
    """Every lesson has its checkpoint, and the course its final assessment."""
    if FINAL not in source.files:
        yield Finding(
            Grade.BLOCKER,
            FINAL,
            None,
            "assessment-missing",
            EVERYBODY,
            message("没有结业考核。"),
            message("加上 checks/final.toml，至少 5 道题，一共 100 分。"),
        )
    for lesson in source.lessons:
        name = lesson.get("checkpoint")
        if name and (name not in source.checks or name == FINAL):
            yield Finding(
                Grade.BLOCKER,
                lesson.name,
                lesson.front.line("checkpoint"),
                "checkpoint-missing",
                EVERYBODY,
                message("第 %(number)s 课写了“%(file)s”，可是没有这个文件。", number=lesson.number, file=name)
                if name != FINAL
                else message("第 %(number)s 课的“想一想”用了结业考核的文件。", number=lesson.number),
                message("加上 checks/%(slug)s.toml，至少一道题。", slug=lesson.slug),
            )
