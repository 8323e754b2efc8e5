"""Visits to the rules of the credit bank and to what follows from them. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

BANK = (
    V("rules", "/credits/rules", says=("学分和积分的规则", "怎样得学分", "最多记多少", "积分")),
    V("rules, English", "/credits/rules", cookies=ENGLISH),
    V("rules, one version", "/credits/rules/2026-1", "trainee", says=("第 2026-1 版",)),
    V(
        "rules, that will hold",
        "/credits/rules/2027-1",
        says=("现在按另一版", "一年最多记 24 学分。", "先放在“未计入”"),
    ),
    V("rules, that will hold, English", "/credits/rules/2027-1", cookies=ENGLISH, says=("Another version holds now",)),
    V("credits, over the cap", "/credits", "trainee2", says=("未计入", "2027年1月1日起再记。")),
    V("credits, over the cap, English", "/credits", "trainee2", cookies=ENGLISH, says=("Not counted yet",)),
    V("course, what it counts for", "/library/dough-1", "trainee2", says=("还能记多少学分", "现在没有上限")),
    V("course, what it counts for, English", "/library/dough-1", "trainee2", cookies=ENGLISH),
)
