"""Visits to the desk of the credit bank: what waits, and what was counted. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

BANKING = (
    V("bank, something waits", "/bank", "credit2",
      says=("学分银行", "等您办，", "收回学分，等您决定，2 件", "办什么事，去哪里", "认定", "院校协议", "统计")),
    V("bank, English", "/bank", "credit2", cookies=ENGLISH, says=("Credit bank", "Waiting for you", "Figures")),
    V("bank, auditor", "/bank", "auditor", says=("学分银行", "等您办，1 件", "关账，1 件", "统计")),
    V("bank, not theirs", "/bank", "trainee", status=404),
    V("bank, figures", "/bank/statistics", "credit1",
      says=("学分银行的统计", "看哪一种", "学课程得到的学分（本页）", "各市州", "合计", "怎么数的", "别的年份")),
    V("bank, figures, English", "/bank/statistics", "auditor", cookies=ENGLISH,
      says=("Figures of the credit bank", "By prefecture", "Total")),
    V("bank, figures of accounts", "/bank/statistics?kind=accounts&year=2025", "auditor", says=("学分账户（本页）", "从2025年1月1日", "人数")),
)  # fmt: skip

PERIODS = (
    V("periods", "/bank/periods", "credit1",
      says=("账期", "共 5 段，最新的在前", "没关账", "有对不上的地方", "对得上，等审计员关账", "已关账")),
    V("periods, English", "/bank/periods", "auditor", cookies=ENGLISH, says=("Periods of the books", "Closed")),
    V("period, closed", "/bank/periods/2024-09-01", "auditor",
      says=("2024年9月1日至2025年2月28日", "已关账", "都对得上", "这一段的记录", "学课程得到", "这一段结束时", "总指纹",
            "没有前一段", "谁办的", "邓敏")),
    V("period, closed, English", "/bank/periods/2024-09-01", "credit1", cookies=ENGLISH, says=("All fits", "Digests", "Who did it")),
    V("period, fits, officer", "/bank/periods/2025-03-01", "credit1", says=("对得上，等审计员关账", "再算一次")),
    V("period, fits, auditor", "/bank/periods/2025-03-01", "auditor", says=("对得上，等审计员关账", "去关账", "对不对得上")),
    V("period, does not fit", "/bank/periods/2025-09-01", "auditor", says=("有对不上的地方", "先关前面的一段。", "有 1 处对不上")),
    V("period, does not fit, English", "/bank/periods/2025-09-01", "credit1", cookies=ENGLISH, says=("1 thing does not fit",)),
    V("period, not over", "/bank/periods/2026-09-01", "credit1", says=("没关账", "起才能关账。")),
    V("period, close it", "/bank/periods/2025-03-01/closure", "auditor", says=("关账：2025年3月1日", "关账以后", "总指纹", "先不关，回去")),
    V("period, close it, English", "/bank/periods/2025-03-01/closure", "auditor", cookies=ENGLISH, says=("What follows",)),
    V("period, cannot be closed", "/bank/periods/2025-09-01/closure", "auditor", status=409, says=("先关前面的一段。", "回到这一段")),
    V("period, no such day", "/bank/periods/2025-09-02", "auditor", status=404),
    V("entry, posted after the close", "/credits/entries/{late_entry}", "trainee2", says=("关账以后入账的", "那一段已经关账")),
)  # fmt: skip

STATEMENTS = (
    V("bulk statements", "/bank/statements", "credit1", says=("批量学分证明", "要哪些学员的", "课程名称", "为什么要", "出过的，最新的在前")),
    V("bulk statements, English", "/bank/statements", "credit2", cookies=ENGLISH, says=("Statements of many people",)),
    V("bulk statements, nothing filled in", "/bank/statements", "credit1", send={}, status=422, says=("有 1 处要改", "写清做什么用")),
    V("bulk statements, made", "/bank/statements/{statements_made}", "credit1", says=("位学员", "下载全部证明", "要了什么", "河南省")),
    V("bulk statements, made, English", "/bank/statements/{statements_made}", "credit1", cookies=ENGLISH, says=("Download all statements",)),
    V("account, statement was made", "/account", "常青", says=("谁出过我的学分证明", "彭蕾，原因：发给用人单位核对。")),
)  # fmt: skip
