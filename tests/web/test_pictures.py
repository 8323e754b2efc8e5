"""Pages for those who want words only."""

import pytest
from bs4 import BeautifulSoup

from portal.web.pictures import without_pictures
from tests.browser import Browser

ALL_KINDS = """<link rel="icon" href="/static/mark.svg" type="image/svg+xml">
<a href="/"><img src="/static/mark.svg" alt="" width="48" height="48">无碍学堂</a>
<p><img src="/f/a.png?v=1&amp;x=2" alt="设置 > 声音，“开”&quot;&lt;b&gt;" loading="lazy"> 和 <img alt="秤" src="/f/scale.png" /></p>
<video controls poster="/f/p.png"><source src="/f/a.mp4"></video>"""


def test_each_picture_becomes_its_words_and_a_link():
    page = BeautifulSoup(without_pictures(ALL_KINDS), "html.parser")

    assert not page.find("img")
    assert [(link["href"], link.text) for link in page.find_all("a")] == [
        ("/", "无碍学堂"),
        ("/f/a.png?v=1&x=2", '看图片：设置 > 声音，“开”"<b>'),
        ("/f/scale.png", "看图片：秤"),
    ]
    assert page.find("b") is None, "words stay words"
    assert not page.video.has_attr("poster")
    assert page.find("link")["href"] == "data:,"


@pytest.mark.parametrize("path", ["/", "/library", "/help"])
def test_nothing_is_fetched_but_words(visitor: Browser, path: str):
    assert visitor.open(path).html.find("img"), "this page has a picture otherwise"
    visitor.client.cookies.set("needs", "pictures=none")

    page = visitor.open(path)

    assert not page.html.find("img")
    assert "无碍学堂" in page.html.header.text
