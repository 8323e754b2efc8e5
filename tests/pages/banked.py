"""Visits to the rules of the credit bank and to what follows from them. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

BANK = (
    V("rules", "/credits/rules", says=("学分和积分的规则", "怎样得学分", "最多记多少", "积分")),
    V("rules, English", "/credits/rules", cookies=ENGLISH),
    V("rules, one version", "/credits/rules/2026-1", "trainee", says=("第 2026-1 版",)),
)
