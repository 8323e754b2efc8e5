"""Visits to the rules that officers of the province write, in each state. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}
HERE = "/credits/rules/drafts"
DRAFTED = (
    V("rules, for an officer", "/credits/rules", "credit1", says=("学分和积分的规则", "起草新规则")),
    V("drafts", HERE, "credit1", says=("起草学分规则", "草稿", "已作废", "照现在的规则起草", "所有的版本", "现在用的")),
    V("drafts, English", HERE, "credit1", cookies=ENGLISH, says=("Drafting the credit rules", "Draft from the rules")),
    V("draft, being written", HERE + "/{draft_written}", "credit1",
      says=("草稿，还能改", "从哪天起用", "和现在的规则哪里不同", "60 学分", "拿过去一年的记录试算", "改草稿", "交给另一位确认", "作废这份草稿")),
    V("draft, being written, English", HERE + "/{draft_written}", "credit1", cookies=ENGLISH, says=("What comes next",)),
    V("draft, handed over, by me", HERE + "/{draft_handed}", "credit1", says=("已交，等另一位", "您写过这份草稿。")),
    V("draft, handed over, to me", HERE + "/{draft_handed}", "credit2", says=("确认，到日子就用", "退回去改")),
    V("draft, handed over, English", HERE + "/{draft_handed}", "credit2", cookies=ENGLISH, says=("Confirm; it holds",)),
    V("draft, given back", HERE + "/{draft_given_back}", "credit1", says=("退回来改", "先问各市", "谁看的")),
    V("draft, confirmed", HERE + "/{draft_confirmed}", "credit1", says=("已确认", "看第 2030-1 版", "这份草稿办完了。")),
    V("draft, discarded", HERE + "/{draft_discarded}", "credit2", says=("已作废", "这份草稿办完了。")),
    V("draft, form", HERE + "/{draft_written}/form", "credit1",
      says=("从哪天起，为什么", "怎样得学分", "年和学期", "最多记多少", "算同一门的课", "学分能用多久", "积分", "存草稿")),
    V("draft, form, English", HERE + "/{draft_written}/form", "credit1", cookies=ENGLISH, says=("From when, and why",)),
    V("draft, form, wrong", HERE + "/{draft_written}/form", "credit1", send={"pass_mark": "200"}, status=422,
      says=("处要改", "考核合格分数：写 1 到 100 的整数")),
    V("draft, form, too late", HERE + "/{draft_handed}/form", "credit1", status=409, says=("现在不能这样办", "回到这份草稿")),
    V("draft, trial, not asked", HERE + "/{draft_written}/trial", "credit1", says=("只看，不改", "开始试算")),
    V("draft, trial, English", HERE + "/{draft_written}/trial", "credit1", cookies=ENGLISH, says=("It only reads",)),
    V("draft, trial, found", HERE + "/{draft_tried}/trial", "credit1", says=("会有什么不同", "怎样算的")),
    V("draft, trial, found, English", HERE + "/{draft_tried}/trial", "credit1", cookies=ENGLISH, says=("What would be different",)),
    V("draft, send back", HERE + "/{draft_handed}/rejection", "credit2", says=("退回第", "为什么退回", "先不退，回去")),
    V("draft, send back, English", HERE + "/{draft_handed}/rejection", "credit2", cookies=ENGLISH),
    V("draft, send back, no words", HERE + "/{draft_handed}/rejection", "credit2", send={"words": ""}, status=422),
)  # fmt: skip
