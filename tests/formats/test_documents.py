"""The document of a lesson: what its HTML says, in order, and the forms that are made from it."""

import re

import html5lib
import pytest
from lxml import etree

from portal.formats.document import CourseDocument, Heading, Listing, Paragraph, Picture, Table, Words, read_html
from portal.formats.document.linear import linear
from portal.formats.document.parts import plain
from portal.formats.document.text import as_text
from portal.formats.print.page import large_print
from portal.library.packages import render_markdown
from tests.formats.shipped import SHIPPED, document_of, file_of

MARKDOWN = """
先洗手。

## 三件事

![一团面](media/dough.png) 好的面叫 [dough]{lang=en}。见[注释][^1]和 [第 1 课](01-flour.md)。

1. 手光
2. 盆光
   - 里面
   - 外面

| 面团 | 摸起来 |
| --- | --- |
| 刚成团 | 像橘子皮 |

> 师傅说：**慢**一点。

[^1]: 一条注。
"""


def rendered() -> str:
    return render_markdown(MARKDOWN, lambda name: f"/library/x/files/{name}?v=1", lambda slug: f"/library/x/{slug}")


def test_html_is_read_back_into_what_it_says() -> None:
    blocks = read_html(rendered())
    assert [type(block) for block in blocks[:6]] == [Paragraph, Heading, Paragraph, Listing, Table, Paragraph]
    words = blocks[2].inlines  # type: ignore[union-attr]
    assert words[0] == Picture("一团面", "media/dough.png")
    assert Words("dough", "en") in words
    listing, table = blocks[3], blocks[4]
    assert isinstance(listing, Listing) and listing.first == 1 and isinstance(listing.items[1][1], Listing)
    assert isinstance(table, Table)
    (row,) = table.in_sentences()
    assert [(name, plain(cell)) for name, cell in row] == [("面团", "刚成团"), ("摸起来", "像橘子皮")]
    quote = blocks[5]
    assert isinstance(quote, Paragraph) and quote.role == "quote"
    assert Words("慢", weight="strong") in quote.inlines
    assert "回到正文" not in str(blocks) and "一条注" in str(blocks)


@pytest.mark.parametrize(
    "html", ["", "  \n ", "只有字", "<p></p>", "<ul></ul>", "<table></table>", "<div><div>深</div></div>"]
)
def test_strange_html_is_read_too(html: str) -> None:
    assert isinstance(read_html(html), tuple)


@pytest.fixture(params=SHIPPED)
def course(request: pytest.FixtureRequest) -> CourseDocument:
    return document_of(request.param)


def test_text_holds_every_word_of_the_course(course: CourseDocument) -> None:
    text = as_text(linear(course)).decode("utf-8-sig")
    for lesson in course.lessons:
        assert f"第 {lesson.number} 课：{lesson.title}" in text
        for line in lesson.lines:
            assert line.text in text
        for question in lesson.questions:
            assert all(option in text for option in question.options)
    assert not re.search(r"<[a-z]|&[a-z]+;", text)
    assert "\r\n\r\n\r\n\r\n" not in text


def test_large_print_is_one_whole_page(course: CourseDocument) -> None:
    page = large_print(course, lambda name: file_of(course, name))
    html5lib.HTMLParser(strict=True).parse(page)
    tree = etree.fromstring(page.encode())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in tree.xpath("//@href") if address.startswith("#")} <= set(ids)
    assert all(source.startswith("data:image/") for source in tree.xpath("//img/@src"))
    assert all(words for words in tree.xpath("//img/@alt"))
    assert not tree.xpath("//script") and not tree.xpath("//@src[starts-with(., '/')]")
    levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False))


def test_words_of_a_stranger_stay_words() -> None:
    evil = "<script>alert(1)</script> & \"'</style>"
    course = document_of("massage-basics")
    changed = course.__class__(**vars(course) | {"title": evil, "summary": evil, "provider": evil})
    page = large_print(changed, lambda name: None)
    assert "<script>" not in page and page.count("</style>") == 1
