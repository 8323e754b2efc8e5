"""What is said of each thing that is not as it was: what it was, and what to do."""

from enum import StrEnum

from portal.text import Message, message


class Kind(StrEnum):
    """How a part of the file fared."""

    LEFT_OUT = "left_out"  # its words are not in the lessons
    CHANGED = "changed"  # they are, in another form
    LOOK = "look"  # they are, and somebody has to look at them


_OUT, _CHANGED, _LOOK = Kind.LEFT_OUT, Kind.CHANGED, Kind.LOOK
KINDS: dict[Kind, Message] = {
    _OUT: message("没有放进课里的"),
    _CHANGED: message("换了样子的"),
    _LOOK: message("要看一看的"),
}

RULES: dict[str, tuple[Kind, Message, Message]] = {
    "animation": (_OUT, message("动画"), message("学员一次看到整页。要分先后的，写成编号的列表。")),
    "background": (_OUT, message("幻灯片的背景图"), message("背景里有要学的内容，就写成文字。")),
    "chart": (_OUT, message("图表"), message("用一两句话写出图表说明什么，数字写成表格。")),
    "comment": (_OUT, message("批注"), message("不用管。要学员知道的，写进正文。")),
    "contents": (_OUT, message("目录"), message("不用管。课程自己有目录。")),
    "decoration": (_OUT, message("标为装饰的图片"), message("不用管。要学的图片，重新插入，写上说明。")),
    "deleted": (_OUT, message("修订里删掉的字"), message("不用管。还要的，写进正文。")),
    "embedded": (_OUT, message("嵌在里面的文件"), message("另存为 PDF 或表格，再作为下载的文件放进课里。")),
    "equation": (_OUT, message("公式"), message("用文字写出公式怎么念，例如“长乘以宽”。")),
    "every-slide": (_OUT, message("每页都有的日期、页脚、页码"), message("不用管。要学员知道的，写进正文。")),
    "film": (_OUT, message("视频或声音"), message("把视频或声音存成 MP4 或 MP3，另外放进课里，配上字幕和文字稿。")),
    "hidden": (_OUT, message("设为隐藏的字"), message("不用管。要学员知道的，写进正文。")),
    "hidden-slide": (_OUT, message("隐藏的幻灯片"), message("还要的，在幻灯片里取消隐藏，再传一次。")),
    "ink": (_OUT, message("手写的笔迹"), message("用文字写出写了什么、画了什么。")),
    "link-inside": (_CHANGED, message("跳到文件里别处的链接，只留下文字"), message("要跳转的，写成链接：#标题。")),
    "link-lost": (_OUT, message("打不开的链接地址，只留下文字"), message("换成 https 开头的公开网址，或者不用管。")),
    "margin": (_OUT, message("页眉和页脚"), message("不用管。要学员知道的，写进正文。")),
    "note-alone": (_OUT, message("没有标号的脚注"), message("要学员知道的，写进正文。")),
    "picture-broken": (_OUT, message("打不开的图片"), message("重新插入这张图片，或者单独放进课里。")),
    "picture-outside": (_OUT, message("只有网上地址的图片"), message("把图片存下来，插进文件，再传一次。")),
    "picture-vector": (_OUT, message("画成的图（WMF、EMF 或 SVG）"), message("截成 PNG 图片，放进课里，写上说明。")),
    "shape": (_OUT, message("画的线、箭头和图形"), message("它们说明什么，用文字写出来。")),
    "smart-art": (_OUT, message("SmartArt 图"), message("把里面的字写成列表，先后写成编号。")),
    "symbol-font": (_OUT, message("用符号字体打的符号"), message("符号是什么意思，用文字写。")),
    "unknown": (_OUT, message("认不出的内容"), message("要学员知道的，写进正文。")),
    "word-art": (_OUT, message("艺术字"), message("要学员知道的，写进正文。")),
    "box-table": (_CHANGED, message("只有一列的表格，改成了段落"), message("看一看先后对不对。")),
    "camera": (_CHANGED, message("图片里的拍摄信息（地点、相机），去掉了"), message("不用管。")),
    "cell-form": (_CHANGED, message("格子里的标题、列表和小表格，改成了一行字"), message("看一看这个表格。太复杂的，分成几个小表格。")),
    "deep-heading": (_CHANGED, message("很深的标题，提高了一级或几级"), message("课里最多三级标题。看一看分得对不对。")),
    "empty-paragraphs": (_CHANGED, message("当作间距的空段，去掉了"), message("不用管。")),
    "heading-skip": (_CHANGED, message("跳了级的标题，接上了"), message("看一看分得对不对。")),
    "long-words": (_CHANGED, message("图片的说明太长，放进了正文"), message("给图片写一句短的说明，不超过 120 个字。")),
    "made-heading": (_CHANGED, message("像标题的短行，改成了标题"), message("看一看哪些不是标题。")),
    "merged": (_CHANGED, message("合并的格子，拆开了"), message("每个格子里重复了一样的字。看一看每一行听起来对不对。")),
    "picture-form": (_CHANGED, message("图片换成了网页能看的格式"), message("不用管。")),
    "picture-moves": (_CHANGED, message("会动的图片，只留下第一幅"), message("动作是要学的，就用文字或视频说。")),
    "picture-smaller": (_CHANGED, message("太大的图片，缩小了"), message("看一看还清楚不清楚。")),
    "ruby": (_CHANGED, message("字上面的拼音，写到了字后面的括号里"), message("不用管。")),
    "text-box": (_CHANGED, message("文本框里的字，放到了那一段的后面"), message("看一看先后对不对。")),
    "title-cut": (_CHANGED, message("课名太长，缩短了，全文放在第一段"), message("换一个不超过 25 个字的课名。")),
    "tracked": (_CHANGED, message("修订里加上的字，当作正文"), message("看一看是不是都要。")),
    "typed-bullet": (_CHANGED, message("用符号打的圆点，改成了列表"), message("不用管。")),
    "colour": (_LOOK, message("用颜色标出的字"), message("颜色不会留下。颜色有意思的，用文字说，例如“重要：”。")),
    "fake-heading": (_LOOK, message("像标题的短行，没有设成标题"), message("是标题的，在行首写 ## 和空格，或者在 Word 里设成标题，再传一次。")),
    "long-lesson": (_LOOK, message("这一课太长"), message("分成几课。在 Word 里把大段的题目设成“标题 1”，再传一次。")),
    "many-lessons": (_LOOK, message("标题太多，没有分成课"), message("一门课最多 60 课。把文件分成几个。")),
    "no-title": (_LOOK, message("没有标题的幻灯片"), message("写上标题，不用“第几页”。")),
    "picture-of-text": (_LOOK, message("旁边没有字的图片"), message("图里要是字，就把字打出来，放进正文。")),
    "small-signs": (_LOOK, message("上标或下标的小字"), message("不会变小。看一看读起来对不对，例如“平方米”。")),
    "spaces": (_LOOK, message("用空格对齐的字"), message("要对齐的写成表格，或者写成几行。")),
    "struck": (_LOOK, message("画了删除线的字，还在课里"), message("不要的，删掉。")),
    "table-head": (_LOOK, message("表格的第一行，当作每列的名字"), message("看一看是不是。不是的，在上面加一行。")),
    "underlined": (_LOOK, message("画了下划线的字"), message("下划线不会留下。要强调的，用文字说；要填空的，写成题目。")),
}  # fmt: skip
