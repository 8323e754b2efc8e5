"""Visits to the desk where braille is checked. Part of the inventory."""

from tests.pages.visit import FILE, Visit

V = Visit
ENGLISH = {"language": "en"}
TEXT = "/braille/dough-8/01-flour"

BRAILLE = (
    V("braille, to check", "/braille", "tester-blind", says=("校对盲文", "份等人校对", "开放最久的课在前", "校对第 1 课")),
    V("braille, to check, English", "/braille", "tester-blind", cookies=ENGLISH, says=("Check braille", "wait to be checked")),
    V("braille, one text", TEXT, "tester-blind",
      says=("还没有人校对", "每行 40 方", "点字第 1 页", "同样的课文", "读的结果", "改好的文件", "交校对结果")),
    V("braille, one text, English", TEXT, "tester-blind", cookies=ENGLISH, says=("not checked by a person yet",)),
    V("braille, nothing chosen", TEXT, "tester-blind",
      send={"digest": "{braille_digest}", "note": "读了一半", "file": FILE}, status=422,
      says=("读的结果：选一个",)),
    V("braille, changed meanwhile", TEXT, "tester-blind",
      send={"digest": "old", "verdict": "as_is", "note": "都对", "file": FILE}, status=409,
      says=("没有收下", "课文在您读的时候改过了")),
    V("braille, checked", "/braille/dough-8/02-dough?done=as_is", "tester-blind",
      says=("已记下：没有错", "由人校对过", "已经校对过", "收回我的校对", "以前的记录", "读了两遍")),
    V("braille, taken back", "/braille/dough-8/course?done=taken_back", "tester-blind",
      says=("校对已收回", "还没有人校对", "收回了校对")),
    V("braille, another's desk", "/braille", "zz-author", status=404),
    V("take away, checked braille", "/library/dough-8/take-away", says=("由人校对（", "机器转换")),
)  # fmt: skip
