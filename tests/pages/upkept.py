"""Visits to what the weekly look at open courses has found. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

UPKEEP = (
    V("upkeep, province", "/upkeep", "coordinator", says=("每周检查", "各地要改的", "最后一次检查", "4 处要改")),
    V("upkeep, province, English", "/upkeep", "auditor", cookies=ENGLISH, says=("Weekly check", "To mend, by place")),
    V("upkeep, own prefecture", "/upkeep", "zz-author", says=("每周检查", "有 4 处要改", "评审后开放的课", "4 处要改")),
    V("upkeep, own prefecture, English", "/upkeep", "zz-author", cookies=ENGLISH),
    V("upkeep, never checked", "/upkeep", "ly-author", says=("每周检查", "还没有检查过", "洛阳市的课程")),
    V("upkeep, none is open", "/upkeep?region=410900", "coordinator", says=("濮阳市还没有开放的课程。",)),
    V("upkeep, last page", "/upkeep?region=410000&number=2", "coordinator", says=("第 2 页，共", "上一页")),
    V("upkeep, another's place", "/upkeep?region=410100", "ly-author", status=404),
    V("upkeep, course", "/upkeep/review-open", "zz-author",
      says=("有 4 处要改", "有 1 个外部链接这次打不开", "现在再检查一次", "打不开：那一页没有了。", "在哪里", "第 1 课", "影响谁", "怎么改",
            "从哪天起", "放不出来", "已解决，1 处", "查的时候，已经好了。")),
    V("upkeep, course, English", "/upkeep/review-open", "zz-author", cookies=ENGLISH,
      says=("4 things to change", "does not open: that page is gone.", "Since", "Solved: 1 place")),
    V("upkeep, course, read only", "/upkeep/review-open", "auditor", says=("有 4 处要改",)),
    V("upkeep, course, another's", "/upkeep/review-open", "ly-author", status=404),
    V("upkeep, course, all is well", "/upkeep/dough-1", "coordinator", says=("都好，没有要改的", "这台服务器可能连不到外网")),
    V("upkeep, course, never", "/upkeep/dough-2", "coordinator", says=("还没有检查过", "现在检查")),
    V("upkeep, course, going on", "/upkeep/dough-3", "coordinator", says=("现在：正在检查", "在排队，轮到就查。", "看最新进展")),
    V("upkeep, course, broken off", "/upkeep/dough-4", "coordinator", says=("上次没有查完", "我们这边的原因")),
    V("upkeep, course, links left alone", "/upkeep/dough-6", "coordinator", says=("都好", "新版本还没有查", "外部链接没有查")),
    V("submissions, something to mend", "/submissions", "zz-author", says=("开放的课程里有要改的", "1 门课，4 处要改")),
)  # fmt: skip
