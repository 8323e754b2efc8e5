"""Visits to credit whose use lapses, on its person's side. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}
WHO = "柳青"

LAPSING = (
    V("credits, ending and lapsed", "/credits", WHO,
      says=("我的学分", "1 笔学分快到期", "《和面，第 2 门》，1 学分。", "到期前再考合格", "已失时效的学分还在记录里", "看每一笔能用到哪天",
            "总学分", "不变")),
    V("credits, ending and lapsed, English", "/credits", WHO, cookies=ENGLISH, says=("Credit of 1 record ends soon", "no change")),
    V("my courses, credit ends", "/learning", WHO, says=("我的学习", "1 笔学分快到期")),
    V("terms of credit", "/credits/validity", WHO,
      says=("学分能用到哪天", "有期限的，5 笔", "快到期", "已失时效", "1 学分已失时效", "还锁定着", "能用", "期限从那天重新算")),
    V("terms of credit, English", "/credits/validity", WHO, cookies=ENGLISH,
      says=("Until when credit can be used", "With a last day: 5 records", "Ends soon", "Lapsed")),
    V("terms of credit, none", "/credits/validity", "trainee2", says=("您的学分都没有期限。", "看我的学分")),
    V("terms of credit, not theirs", "/credits/validity", "expert2", status=404),
    V("entry, usable", "/credits/entries/{usable_entry}", WHO, says=("能用到哪天", "能用到", "剩余天数", "记了什么")),
    V("entry, lapsed", "/credits/entries/{lapsed_entry}", WHO, says=("已失时效", "再考合格一门“就业技能”类的课", "找“就业技能”类的课")),
    V("entry, lapsed, English", "/credits/entries/{lapsed_entry}", WHO, cookies=ENGLISH, says=("Lapsed",)),
    V("entry, that lets lapse", "/credits/entries/{lapsed_as}", WHO,
      says=("现在已失时效。记录还在。", "不变，", "动的是哪一笔", "由无碍学堂按规则和日期算出。", "过了期限")),
    V("entry, that gives back, English", "/credits/entries/{back_as}", WHO, cookies=ENGLISH,
      says=("By passing", "can be used again", "no change")),
)  # fmt: skip
