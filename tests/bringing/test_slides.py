"""Slides become a lesson: a heading each, the words in reading order, what is said to them."""

from portal.bringing.office.bringing import bring
from tests.bringing.builders import png, shape, slides

PICTURE = (
    "<p:pic><p:nvPicPr><p:cNvPr id='4' name='p' descr='烤箱的正面，左边是温度旋钮'/><p:nvPr/></p:nvPicPr>"
    "<p:blipFill><a:blip r:embed='i'/></p:blipFill></p:pic>"
)
FILM = (
    "<p:pic><p:nvPicPr><p:cNvPr id='5' name='v' descr='开炉门'/><p:nvPr><a:videoFile r:link='v'/></p:nvPr></p:nvPicPr>"
    "<p:blipFill><a:blip r:embed='i'/></p:blipFill></p:pic>"
)
TABLE = (
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow='1'/>"
    + "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody></a:tc>" for cell in row)
        + "</a:tr>"
        for row in (("面包", "温度"), ("吐司", "180 度"))
    )
    + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)


def test_each_slide_is_a_heading_with_its_words_and_what_is_said():
    deck = slides(
        [
            (shape("烤箱安全", "ctrTitle") + shape("给新学员", "subTitle"), ""),
            (
                shape("看温度\n戴手套", "body") + shape("开炉以前", "title") + PICTURE + TABLE,
                "先说为什么。\n再做一遍。",
            ),
            (shape("没有题目的话") + FILM, ""),
        ],
        {"media/i.png": png()},
        {"i": ("image", "../media/i.png")},
    )
    brought = bring("烤箱.pptx", deck)
    (lesson,) = brought.lessons
    assert lesson.title == "烤箱安全"
    assert lesson.body == (
        "给新学员\n\n## 开炉以前\n\n- 看温度\n- 戴手套\n\n![烤箱的正面，左边是温度旋钮](../media/picture-01.png)\n\n"
        "| 面包 | 温度 |\n| --- | --- |\n| 吐司 | 180 度 |\n\n讲解：先说为什么。\n\n再做一遍。\n\n## 第 3 页\n\n没有题目的话\n"
    )
    assert [(note.rule, note.place, note.text) for note in brought.notes] == [
        ("film", "第 3 页", "开炉门"),
        ("no-title", "第 3 页", ""),
    ]
    assert brought.kept["slides"] == 3 and brought.kept["said"] == 1


def test_animation_footers_and_hidden_slides_are_told():
    moved = slides([(shape("动", "title") + shape("2026 年内部", "ftr"), "")], after="<p:timing><p:set/></p:timing>")
    assert [(note.rule, note.text) for note in bring("x.pptx", moved).notes] == [
        ("every-slide", "2026 年内部"),
        ("animation", ""),
    ]
    hidden = slides([(shape("看得见", "title"), ""), (shape("藏起来", "title"), "也不说")])
    brought = bring("x.pptx", _hide_second(hidden))
    assert [(note.rule, note.text) for note in brought.notes] == [("hidden-slide", "藏起来 也不说 7")]


def _hide_second(deck: bytes) -> bytes:
    import io
    import zipfile

    from tests.bringing.builders import zipped

    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["ppt/slides/s2.xml"] = parts["ppt/slides/s2.xml"].replace(b"<p:sld ", b"<p:sld show='0' ")
    return zipped(parts)
