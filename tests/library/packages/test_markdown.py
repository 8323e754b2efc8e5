"""What readers get from Markdown: pages and plain text."""

from bs4 import BeautifulSoup

from portal.library.packages import plain_text, render_markdown
from portal.library.packages.markdown import parser, tangled_line, untangled

TABLE = "| 面粉 | 做什么 |\n| --- | --- |\n| 中筋 | 馒头 |\n"


def made(text: str, **options: str) -> BeautifulSoup:
    html = render_markdown(text, lambda name: f"/files/{name}", lambda slug: f"/lessons/{slug}", **options)
    return BeautifulSoup(html, "html.parser")


def test_headings_start_at_h2_and_have_ids_of_their_own() -> None:
    page = made("## 三件事\n\n### 手 光\n\n## 三件事\n")
    assert [(heading.name, heading["id"]) for heading in page.find_all(["h2", "h3"])] == [
        ("h2", "text-三件事"),
        ("h3", "text-手-光"),
        ("h2", "text-三件事-2"),
    ]
    assert [heading.name for heading in made("# 一\n\n## 二\n").find_all(["h1", "h2", "h3"])] == ["h2", "h3"]
    assert made("## 一", ids="question-3").h2["id"] == "question-3-一"  # type: ignore[index]


def test_links_lead_to_lessons_headings_files_and_other_sites() -> None:
    page = made(
        "[一](01-flour.md) [二](#三件事) [三](../media/a.pdf) [四](https://example.org/) [五](/etc) [六](../checks/final.toml)"
    )
    links = page.find_all("a")
    assert [link.get("href") for link in links] == [
        "/lessons/01-flour",
        "#text-三件事",
        "/files/media/a.pdf",
        "https://example.org/",
        None,
        None,
    ]
    assert links[3].get_text() == "四（外部网站）"
    assert links[3]["rel"] == ["external", "noopener", "noreferrer"]
    assert made("[four](https://example.org/)", language="en").get_text() == "four (external site)\n"


def test_pictures_have_their_words_and_address() -> None:
    picture = made("![一团面](../media/dough.png 'x')").img
    assert picture is not None
    assert picture.attrs == {"src": "/files/media/dough.png", "alt": "一团面", "loading": "lazy"}


def test_words_of_another_language_say_so_and_nothing_else() -> None:
    page = made('[Enter]{lang=en onclick=x style=y id=z class=w} [x]{lang="e n"}')
    assert [span.attrs for span in page.find_all("span")] == [{"lang": "en"}, {}]


def test_tables_name_columns_and_rows() -> None:
    page = made(TABLE)
    assert [(cell.name, cell.get("scope")) for cell in page.find_all(["th", "td"])] == [
        ("th", "col"),
        ("th", "col"),
        ("th", "row"),
        ("td", None),
    ]
    assert page.td is not None and page.td.get_text() == "做什么：馒头"
    assert page.find("div", class_="fit") is not None


def test_notes_are_said_in_words_and_lead_back() -> None:
    page = made("揉面[^1]，再揉[^1]。\n\n[^1]: 要用力。\n")
    assert [link.get_text() for link in page.find_all("a")] == ["注 1", "注 1", "回到正文"]
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in page.find_all("a"):
        assert page.find(id=str(link["href"])[1:]) is not None


def test_what_could_act_is_gone() -> None:
    page = made(
        "<script>x</script> <img src=x onerror=x> [a](javascript:x) [b](data:text/html,x) ![c](data:image/png,x)"
    )
    assert page.find("script") is None and page.find("a") is None
    assert [picture.get("src") for picture in page.find_all("img")] == []


def test_plain_text_says_everything_in_order() -> None:
    text = (
        "先洗手。\n\n## 做法\n\n1. 倒面粉\n2. 加水\n\n- 手光\n\n![一团面](a.png)\n\n" + TABLE + "\n见[第一课](01.md)。"
    )
    assert plain_text(text).split("\n\n") == [
        "先洗手。",
        "做法",
        "1. 倒面粉",
        "2. 加水",
        "- 手光",
        "一团面",
        "面粉：中筋；做什么：馒头",
        "见第一课。",
    ]
    assert plain_text("揉\n面 two\nwords") == "揉面 two words"


def test_tables_without_end_are_plain_signs() -> None:
    """A few bytes would make a row of hundreds of cells, a short lesson tens of millions of them."""
    table = "|a" * 250 + "\n" + "|-" * 250 + "\n" + "x\n" * 250 + "\n"
    assert tangled_line(table * 100) is not None
    assert len(parser().parse(untangled(table * 100), {})) < 10_000
    honest = "| 甲 | 乙 |\n| --- | :-: |\n" + "| 1 | 2 |\n" * 500
    assert tangled_line(honest) is None
    assert "<table>" in render_markdown(honest, lambda name: "")
