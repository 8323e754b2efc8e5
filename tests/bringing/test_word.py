"""A Word file becomes lessons: what is kept, in which form, and what is said of the rest."""

from portal.bringing.office.bringing import bring, with_words
from portal.bringing.office.outcome import Brought
from tests.bringing.builders import SPACES, box, item, para, picture, png, run, table, word
from tests.bringing.heard import document, page_of, told


def body_of(xml: str, **more: object) -> str:
    (lesson,) = bring("课.docx", word(xml, **more)).lessons  # type: ignore[arg-type]
    return lesson.body


def rules(brought: Brought) -> list[str]:
    return [note.rule for note in brought.notes]


def test_each_heading_of_the_first_level_is_a_lesson_and_deeper_ones_follow_without_a_gap():
    brought = bring("书.docx", word(
        para("面点", style="Title") + para("写在前面的话。") + para("和面", style="1") + para("先洗手。")
        + para("三光", style="3") + para("手光、盆光、面光。") + para("醒面", style="1") + para("盖上布，等半个小时。")
    ))  # fmt: skip
    assert [lesson.title for lesson in brought.lessons] == ["面点", "和面", "醒面"]
    assert brought.lessons[1].body == "先洗手。\n\n## 三光\n\n手光、盆光、面光。\n"
    assert brought.kept["headings"] == 3


def test_lists_keep_their_levels_and_numbers():
    body = body_of(item("面粉") + item("高筋", level=1) + item("水") + para("步骤：") + item("洗手", 2) + item("和面", 2)
                   + para("停一停。") + item("醒面", 2) + item("慢", 2, 1) + item("第三种写法", 3))  # fmt: skip
    assert body == (
        "- 面粉\n  - 高筋\n- 水\n\n步骤：\n\n1. 洗手\n2. 和面\n\n停一停。\n\n3. 醒面\n\n   3. 慢\n\n第一步第三种写法\n"
    )


def test_a_table_is_kept_and_merged_cells_say_their_words_in_each():
    rows = [["面团", "摸起来", "时间"], ["刚成团", "像橘子皮", "5 | 6 分"], ["", "像耳垂", "7 分"]]
    marks = {(1, 0): '<w:vMerge w:val="restart"/>', (2, 0): "<w:vMerge/>", (2, 1): '<w:gridSpan w:val="2"/>'}
    brought = bring("课.docx", word(table([rows[0], rows[1], rows[2][:2]], marks)))
    (lesson,) = brought.lessons
    page = page_of(lesson.body)
    assert page.count("<tr>") == 3 and page.count("刚成团") == 2 and page.count("像耳垂") == 2 and "5 | 6 分" in page
    assert {"merged", "table-head"} <= set(rules(brought))


def test_links_footnotes_and_stress_are_kept_and_dead_links_told():
    xml = para(run("看"), '<w:hyperlink r:id="out">' + run("国家标准") + "</w:hyperlink>", run("，"), run("注意：", "<w:b/>"), run("烫"),
               '<w:r><w:footnoteReference w:id="7"/></w:r>', '<w:hyperlink r:id="dead">' + run("内网") + "</w:hyperlink>")  # fmt: skip
    note = f'<w:footnotes {SPACES}><w:footnote w:id="7">{para("戴手套。")}</w:footnote></w:footnotes>'
    links = {"out": ("hyperlink", "https://example.org/a b"), "dead": ("hyperlink", "file:///C:/x.doc")}
    brought = bring("课.docx", word(xml, {"footnotes.xml": note}, links | {"f": ("footnotes", "footnotes.xml")},
                                    frozenset({"out", "dead"})))  # fmt: skip
    (lesson,) = brought.lessons
    assert lesson.body == "看[国家标准](https://example.org/a%20b)，**注意**：烫[^1]内网\n\n[^1]: 戴手套。\n"
    assert [(note.rule, note.text) for note in brought.notes] == [("link-lost", "内网 file:///C:/x.doc")]


def test_pictures_keep_good_words_and_ask_where_there_are_none():
    xml = (
        para(picture("p1", "一团光滑的面，手指按下去有一个小坑"))
        + para("这里有很多字，说明下面这张图是怎么来的，够长了。")
        + para(picture("p2", "IMG_2041.png"))
        + para(picture("p3", "图片包含 游戏机 描述已自动生成"))
        + para(picture("p4", "装饰", decorative=True))
        + para(picture("p5", "画" * 130))
        + para(picture("p6", "流程图"))
    )
    more = {f"media/{n}.png": png(40 + n) for n in range(1, 6)} | {"media/6.emf": b"\x01\x00\x00\x00" + b"x" * 80}
    links = {f"p{n}": ("image", f"media/{n}.{'emf' if n == 6 else 'png'}") for n in range(1, 7)}
    brought = bring("课.docx", word(xml, more, links))
    assert [(one.name, bool(one.words), one.was[:8]) for one in brought.pictures] == [
        ("media/picture-01.png", True, "一团光滑的面，手"),
        ("media/picture-02.png", False, "IMG_2041"),
        ("media/picture-03.png", False, "图片包含 游戏机"),
        ("media/picture-04.png", False, "画画画画画画画画"),
    ]
    assert {"decoration", "picture-vector", "long-words"} <= set(rules(brought))
    body = with_words(brought.lessons[0].body, {"media/picture-02.png": "一盆[面]"}, {"media/picture-03.png"})
    assert [one.description for one in document(brought).pictures] == ["一团光滑的面，手指按下去有一个小坑", "", "", ""]
    assert "![一盆\\[面\\]](../media/picture-02.png)" in body and "picture-03" not in body
    assert "画" * 130 in body


def test_what_is_only_shown_or_hidden_is_told_with_its_words():
    chart = f"<c:chartSpace {SPACES}><a:t>产量</a:t><c:v>42</c:v></c:chartSpace>"
    xml = (
        para("<w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del>", "<w:ins>" + run("加上的") + "</w:ins>")
        + para(run("藏", "<w:vanish/>"), run("红", '<w:color w:val="FF0000"/>'), run("划", "<w:strike/>"), run("下", '<w:u w:val="single"/>'))
        + para(run("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), run("做完了"))
        + para(box(para("框里的话")))
        + para('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="c" descr="产量图"/><c:chart r:id="c"/></wp:inline></w:drawing></w:r>')
        + para("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")
        + para('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
        + para('<w:r><w:pict><v:shape><v:textpath string="艺术"/></v:shape></w:pict></w:r>')
        + para("目录一", style="TOC1") + para() + para()
    )  # fmt: skip
    more = {
        "charts/c.xml": chart,
        "comments.xml": f"<w:comments {SPACES}><w:comment w:id='1'>{para('批一句')}</w:comment></w:comments>",
        "header1.xml": f"<w:hdr {SPACES}>{para('内部资料')}</w:hdr>",
    }
    links = {"c": ("chart", "charts/c.xml"), "m": ("comments", "comments.xml"), "h": ("header", "header1.xml")}
    brought = bring("课.docx", word(xml, more, links))
    assert brought.lessons[0].body == "加上的\n\n红划下\n\n做完了\n\n框里的话\n"
    assert {note.rule: note.text for note in brought.notes} == {
        "deleted": "删掉的", "tracked": "", "hidden": "藏", "colour": "红", "struck": "划", "underlined": "下",
        "symbol-font": "ü", "text-box": "框里的话", "chart": "产量图 产量 42", "equation": "a=b", "embedded": "Excel.Sheet.12",
        "word-art": "艺术", "contents": "目录一", "empty-paragraphs": "", "comment": "批一句", "margin": "内部资料",
    }  # fmt: skip


def test_what_people_do_by_hand_is_mended_or_told():
    xml = (
        para(run("一、准备", "<w:b/>")) + para("● 面粉") + para("●水") + para("姓名      电话")
        + para(run("要加粗的一句话。", "<w:b/>"))
    )  # fmt: skip
    brought = bring("课.docx", word(xml))
    assert brought.lessons[0].body == "**一、准备**\n\n- 面粉\n- 水\n\n姓名 电话\n\n**要加粗的一句话**。\n"
    assert rules(brought) == ["fake-heading", "typed-bullet", "typed-bullet", "spaces"]
    asked = bring("课.docx", word(para(run("先看", "")) + xml), make_headings=True)
    assert "## 一、准备" in asked.lessons[0].body and "made-heading" in rules(asked)


def test_a_table_of_one_cell_is_what_is_in_it_and_a_long_title_is_kept_in_the_text():
    brought = bring("课.docx", word(para("长" * 40, style="Title") + table([["只有一格"]])))
    (lesson,) = brought.lessons
    assert len(lesson.title) == 25 and lesson.body == "长" * 40 + "\n\n只有一格\n"
    assert set(rules(brought)) == {"title-cut", "box-table"}


def test_hostile_words_stay_words():
    page = page_of(body_of(para(run("<script>alert(1)</script> ![x](javascript:1) [^1] &lt; ---"))))
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;" in page


def test_what_is_told_keeps_its_place():
    brought = bring(
        "课.docx", word(para("第一部分", style="2") + para("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "新"))
    )
    assert [(note.place, note.text) for note in brought.notes] == [("第一部分", "旧")]
    assert told(brought) == "旧"


def test_hyphens_in_a_first_item_and_signs_behind_a_heading_are_words():
    assert "<li>面---粉</li>" in page_of(body_of(item("面---粉") + para("字")))
    assert "<li>---</li>" in page_of(body_of(item("---") + para("字")))
    assert ">C #</h2>" in page_of(body_of(para("前") + para("C #", style="2")))
