"""Visits to the lifelong file, to statements that are shown to others, and to what others see. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}
NOTHING: dict[str, str] = {}
WRONG = {"which": "all", "name": "whole", "days": "0"}

SHARED = (
    V("credits, in every part", "/credits", "shared",
      says=("总学分", "收回和改记的 0.1 学分不在里面。", "已锁定", "0.5 学分，等学校答复。", "已转换", "未计入", "已失时效", "积分",
            "不变，锁定 0.5")),
    V("credits, in every part, English", "/credits", "shared", cookies=ENGLISH, says=("Locked", "Converted", "Lapsed")),
    V("entry, that moved on", "/credits/entries/{shared_entry}", "shared",
      says=("现在在哪里", "0.4 学分在账户里", "后来怎样了", "不变，锁定 0.5 学分")),
    V("entry, that moved on, English", "/credits/entries/{shared_entry}", "shared", cookies=ENGLISH),
    V("statement", "/credits/statement.html", "shared", says=("学分证明", "姓名", "每一笔学分", "带走", "给别人看", "哪里不对")),
    V("statement, English", "/credits/statement.html", "shared", cookies=ENGLISH, says=("Credit statement",)),
    V("statement, none", "/credits/statement.html", "新学员3", says=("还没有学分。",)),
    V("statement as PDF, there", "/credits/statement/paper", "shared", says=("可以下载了", "PDF 文件")),
    V("share as PDF, there", "{for_college_share}/paper", "shared", says=("可以下载了", "PDF 文件")),
    V("statement as PDF, waits", "{looked_share}/paper", "shared", status=202, says=("正在准备", "看最新进展")),
    V("statement as PDF, failed", "{stopped_share}/paper", "shared", status=503, says=("没有做好", "再做一次")),
    V("file", "/credits/file", "shared",
      says=("终身学习档案", "学习成果", "证书，1 张", "在这里学的课", "竞赛", "市技能竞赛第二名", "本人填写，未核对", "工作经历", "面点师")),
    V("file, English", "/credits/file", "shared", cookies=ENGLISH, says=("Lifelong learning file", "Work experience")),
    V("file, empty", "/credits/file", "新学员1", says=("还没有学分。", "还没有证书。", "还没有写。")),
    V("file, a new line", "/credits/file/lines/new?kind=work", "shared", says=("写进档案", "哪一类", "存进档案")),
    V("file, a new line, English", "/credits/file/lines/new?kind=work", "shared", cookies=ENGLISH),
    V("file, a new line, nothing filled in", "/credits/file/lines", "shared", send=NOTHING, status=422, says=("有 3 处要改",)),
    V("file, a line", "/credits/file/lines/{file_line}", "shared", says=("改这一条", "面点师", "去掉这一条")),
    V("file, take a line away", "/credits/file/lines/{file_line}/removal", "shared", says=("去掉这一条", "找不回来", "不去掉")),
    V("file, take a line away, English", "/credits/file/lines/{file_line}/removal", "shared", cookies=ENGLISH),
    V("shares", "/credits/shares", "shared", says=("给别人看的证明", "共 3 份", "验证码", "您停止了")),
    V("shares, English", "/credits/shares", "shared", cookies=ENGLISH, says=("Shared statements",)),
    V("shares, none", "/credits/shares", "trainee2", says=("还没有给别人看过。",)),
    V("share, pick", "/credits/shares/new", "shared", says=("选给别人看的", "哪些学分", "选哪几张证书", "面点师", "姓名", "看别人会看到什么")),
    V("share, pick, English", "/credits/shares/new", "shared", cookies=ENGLISH, says=("Pick what others may see",)),
    V("share, pick, nothing there", "/credits/shares/new", "新学员1", says=("还没有可以给别人看的。",)),
    V("share, pick, wrong", "/credits/shares/preview?which=none", "shared", status=422, says=("有 1 处要改", "至少给别人看一样")),
    V("share, preview", "/credits/shares/preview?which=all&line={file_line}&name=short", "shared",
      says=("别人会看到什么", "陶某", "选的学分合计", "给谁看，看几天", "样例学院", "给别人看")),
    V("share, preview, English", "/credits/shares/preview?which=all&name=whole", "shared", cookies=ENGLISH,
      says=("What others will see",)),
    V("share, wrong", "/credits/shares", "shared", send=WRONG, status=422, says=("有 1 处要改", "看几天")),
    V("share, looked at", "{looked_share}", "shared",
      says=("别人现在看得到", "验证码", "直接看的网址", "早餐店", "停止给别人看", "谁看过", "用网址", "带走", "上面写什么")),
    V("share, looked at, English", "{looked_share}", "shared", cookies=ENGLISH, says=("Others can see it now",)),
    V("share, stopped", "{stopped_share}", "shared", says=("您停止了，别人看不到了", "什么时候停的", "还没有人看过。")),
    V("share, for a college", "{for_college_share}", "shared", says=("只给样例学院",)),
    V("shared, seen by others", "{looked_shared}", says=("学分证明，现在有效", "找工作", "陶静", "只有本人选的内容", "带走")),
    V("shared, seen by others, English", "{looked_shared}", cookies=ENGLISH, says=("Credit statement, valid now",)),
    V("shared, for a college", "{for_college_shared}", says=("这份证明只给指定的学校看", "去登录")),
    V("shared, over", "{stopped_shared}", status=410, says=("这份证明不再给别人看", "向本人要新的")),
    V("shared, over, English", "{stopped_shared}", status=410, cookies=ENGLISH),
    V("verify, a statement", "/verify/{looked_share_code}", says=("学分证明，现在有效", "核对时间")),
    V("verify, a statement that is over", "/verify/{stopped_share_code}", status=410, says=("这份证明不再给别人看",)),
)  # fmt: skip
