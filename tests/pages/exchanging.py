"""Visits to the page on which a college makes tokens for its own system. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

EXCHANGE = (
    V("interface", "/college/interface", "college",
      says=("给学校系统的接口", "一个令牌只管一件事", "一分钟最多用 60 次", "有效的令牌", "做一个令牌")),
    V("interface, English", "/college/interface", "college", cookies=ENGLISH, says=("Interface for the college's system",)),
    V("interface, nothing chosen", "/college/interface", "college", send={"days": "100"}, status=422,
      says=("有 2 处要改", "给什么用：选一个", "用几天：写 1 到 90 之间的数字")),
    V("interface, a new token", "/college/interface", "college", send={"subject": "application-{open_application}", "days": "30"},
      says=("新的令牌", "令牌只显示这一次", "能做什么", "最后一天", "怎么发送")),
    V("partner colleges", "/colleges", "admin",
      says=("合作院校", "谁替哪所院校看学员给的学分", "还没有人替它看。", "中原融合职业学院", "登录名：", "从这天起：", "停", "加一位老师")),
    V("partner colleges, English", "/colleges", "admin", cookies=ENGLISH, says=("Partner colleges", "Nobody reads for it yet.")),
    V("partner college, add a reader", "/colleges/zhongyuan/readers", "admin", says=("加一位老师", "一个人只替一所院校看", "登录名", "不加，回去")),
    V("partner college, add a reader, English", "/colleges/zhongyuan/readers", "admin", cookies=ENGLISH, says=("Add a teacher",)),
    V("partner college, add a reader, nobody", "/colleges/zhongyuan/readers", "admin", send={"identifier": "nobody"}, status=422,
      says=("有 1 处要改", "没有找到这个人")),
    V("partner college, end a reader", "/colleges/zhongyuan/readers/{college_member}/end", "admin",
      says=("停", "不能再看学员给这所院校看的学分", "令牌都停", "什么时候停", "马上停", "定下来")),
    V("partner college, end a reader, English", "/colleges/zhongyuan/readers/{college_member}/end", "admin", cookies=ENGLISH,
      says=("End the reading of", "At once")),
    V("partner college, end a reader, nothing chosen", "/colleges/zhongyuan/readers/{college_member}/end", "admin", send={}, status=422,
      says=("有 1 处要改",)),
)  # fmt: skip
