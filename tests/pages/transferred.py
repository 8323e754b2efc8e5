"""Visits to badges from elsewhere, on the learner's side and at the desk. Part of the inventory."""

from tests.pages.visit import FILE, Visit

V = Visit
ENGLISH = {"language": "en"}

TRANSFERRED = (
    V("transfers, issuers", "/transfers/issuers", says=("哪些徽章能换学分", "示例按摩学校", "保健按摩（二）", "2.5")),
    V("transfers, issuers, English", "/transfers/issuers", cookies=ENGLISH, says=("Which badges count as credit",)),
    V("transfers, issuers, officer", "/transfers/issuers", "credit1", says=("管理名单和换算规则",)),
    V("transfers, none", "/transfers", "trainee2", says=("转入学分", "交一枚徽章", "还没有交过徽章。")),
    V("transfers, some", "/transfers", "何安", says=("我交的徽章", "示例按摩学校发的", "最晚什么时候决定：", "学分已转入")),
    V("transfers, some, English", "/transfers", "何安", cookies=ENGLISH, says=("Badges that I handed in",)),
    V("transfers, no badge", "/transfers", "何安", send={"badge": "x", "file": FILE}, status=422, says=("有 1 处要改", "看不懂")),
    V("transfer, waits", "/transfers/{badge_waits}", "何安",
      says=("等决定", "轮到学分管理员。", "徽章说了什么", "核对过，没有改动", "撤回这枚徽章")),
    V("transfer, waits, English", "/transfers/{badge_waits}", "何安", cookies=ENGLISH, says=("It is the credit officer's turn.",)),
    V("transfer, no rule", "/transfers/{badge_without_rule}", "何安", says=("等换算规则", "不用再交")),
    V("transfer, posted", "/transfers/{badge_posted}", "何安", says=("学分已转入", "看转入的那一笔", "按规则转入。")),
    V("transfer desk", "/transfers/desk", "credit1", says=("别处的徽章", "等决定，2 枚", "何安，保健按摩（二）")),
    V("transfer desk, English", "/transfers/desk", "credit1", cookies=ENGLISH, says=("2 wait for a decision",)),
    V("transfer desk, decided", "/transfers/desk?pile=decided", "credit1", says=("已决定，1 枚", "看等决定的")),
    V("transfer case", "/transfers/desk/{badge_waits}", "credit1",
      says=("何安的徽章", "徽章上的姓名和学员的姓名一样。", "有没有撤销", "先核对撤销名单，再转入。", "不转入，告诉学员")),
    V("transfer case, English", "/transfers/desk/{badge_waits}", "credit1", cookies=ENGLISH, says=("Whether it was revoked",)),
    V("transfer case, list unreadable", "/transfers/desk/{badge_waits}/list", "credit1", send={"list": "x", "file": FILE},
      status=422, says=("有 1 处要改", "撤销名单：看不懂")),
    V("transfer case, refused without words", "/transfers/desk/{badge_waits}/refusal", "credit1", send={}, status=422),
    V("transfer case, too early", "/transfers/desk/{badge_waits}/posting", "credit1", send={"words": "可以。"}, status=409,
      says=("先核对撤销名单", "回到这枚徽章")),
    V("transfer case, posted", "/transfers/desk/{badge_posted}", "credit1", says=("学分已转入", "按规则转入。", "决定于")),
    V("transfers, office", "/transfers/issuers/office", "credit1", says=("管理发证单位", "示例按摩学校", "提出一家单位", "钥匙文件")),
    V("transfers, office, English", "/transfers/issuers/office", "credit1", cookies=ENGLISH, says=("Propose an issuer",)),
    V("transfers, office, nothing filled in", "/transfers/issuers/office", "credit1", send={}, status=422, says=("有 4 处要改",)),
    V("transfers, an issuer", "/transfers/issuers/{issuer}", "credit2",
      says=("发证单位：示例按摩学校", "2 把", "《保健按摩（二）》，2.5 学分", "提出一条换算规则", "停用这家单位")),
    V("transfers, an issuer, English", "/transfers/issuers/{issuer}", "credit2", cookies=ENGLISH, says=("Propose a rule",)),
)  # fmt: skip
