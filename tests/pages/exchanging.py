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
)  # fmt: skip
