"""Visits to the tables of values that officers of the province write, in each state. Part of the inventory."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}
NOTHING: dict[str, str] = {}
HERE = "/recognition/values/drafts"
ONE = HERE + "/{values_written}"
RAISED, ADDED = ONE + "/values/level-4", ONE + "/values/{values_new_row}"

VALUED = (
    V("values, for an officer", "/recognition/values", "credit1", says=("别处学的，认定多少学分", "起草新的价值表")),
    V("values, changed", "/recognition/values/{values_version}",
      says=("和上一张比，改了什么", "从 4 学分改成 3.5 学分。", "理由：", "和省里新的标准一致。", "职业技能等级证书")),
    V("values, changed, English", "/recognition/values/{values_version}", cookies=ENGLISH,
      says=("What is changed against the table before", "from 4 credits to 3.5 credits")),
    V("values, never used", "/recognition/values/{values_replaced}", says=("没有用过：同一天起用的是",)),
    V("values, never used, English", "/recognition/values/{values_replaced}", cookies=ENGLISH, says=("never used",)),
    V("value drafts", HERE, "credit1",
      says=("起草价值表", "草稿", "处改动。", "已作废", "照价值表", "起草", "所有的价值表", "现在用的")),
    V("value drafts, English", HERE, "credit1", cookies=ENGLISH, says=("Drafting the table of values", "All tables of values")),
    V("value drafts, not of the province", HERE, "trainee2", status=404),
    V("value draft, empty", HERE + "/{values_empty}", "credit1", says=("还没有改动。", "先改至少一个值，再交。")),
    V("value draft, being written", ONE, "credit1",
      says=("草稿，还能改", "从哪天起用", "照哪一张改", "改了什么", "理由：", "新加", "停用", "会影响谁", "拿过去一年的决定试算",
            "改值、加值、停用", "改生效日期", "交给另一位确认", "作废这份草稿")),
    V("value draft, being written, English", ONE, "credit1", cookies=ENGLISH, says=("What comes next", "Change the first day")),
    V("value draft, behind", HERE + "/{values_behind}", "credit1", says=("后来有了价值表", "作废这份草稿")),
    V("value draft, handed over, by me", HERE + "/{values_handed}", "credit1", says=("已交，等另一位", "您写过这份草稿。")),
    V("value draft, handed over, to me", HERE + "/{values_handed}", "credit2", says=("确认，到日子就用", "退回去改")),
    V("value draft, handed over, English", HERE + "/{values_handed}", "credit2", cookies=ENGLISH, says=("Confirm; it holds",)),
    V("value draft, given back", HERE + "/{values_given_back}", "credit1", says=("退回来改", "先问各市", "谁看的")),
    V("value draft, confirmed", HERE + "/{values_confirmed}", "credit1", says=("已确认", "看价值表", "这份草稿办完了。")),
    V("value draft, discarded", HERE + "/{values_discarded}", "credit2", says=("已作废", "这份草稿办完了。")),
    V("value draft, day", ONE + "/day", "credit1", says=("价值表从哪天起用", "生效日期", "年", "月", "日", "存日期")),
    V("value draft, day, English", ONE + "/day", "credit1", cookies=ENGLISH, says=("From which day on", "Save the day")),
    V("value draft, day, none", ONE + "/day", "credit1", send=NOTHING, status=422, says=("有 1 处要改", "最早是明天")),
    V("value draft, day, behind", ONE + "/day", "credit1", status=409,
      send={"revision": "1", "valid_year": "2099", "valid_month": "1", "valid_day": "1"},
      says=("别人刚改过", "草稿现在从", "您写的没有存", "存日期")),
    V("value draft, values", ONE + "/values", "credit1",
      says=("改哪个值", "职业技能等级证书", "四级（中级工）", "改过", "加一个值", "乡镇级", "停用", "改好了，回到草稿")),
    V("value draft, values, English", ONE + "/values", "credit1", cookies=ENGLISH, says=("Which value to change", "ended")),
    V("value draft, values, too late", HERE + "/{values_handed}/values", "credit1", status=409,
      says=("现在不能这样办", "回到这份草稿")),
    V("value, as it was", ONE + "/values/level-3", "credit1",
      says=("职业技能等级证书，三级（高级工）", "怎样改", "改学分", "停用", "几个学分", "理由", "存这个值")),
    V("value, changed", RAISED, "credit1", says=("上是", "怎样改", "存这个值", "不改了", "这个值不改，照上一张")),
    V("value, changed, English", RAISED, "credit1", cookies=ENGLISH, says=("What is to become of it", "Not to change it")),
    V("value, nothing filled in", RAISED, "credit1", send=NOTHING, status=422, says=("有 2 处要改", "怎样改：选一个", "理由：")),
    V("value, too large", RAISED, "credit1", status=422, send={"what": "change", "credit": "99", "reason": "多一点。"},
      says=("有 1 处要改", "从 0.01 到 30")),
    V("value, behind", RAISED, "credit1", status=409, send={"at": "1", "what": "change", "credit": "9", "reason": "多一点。"},
      says=("别人刚改过", "您写的没有存", "存这个值")),
    V("value, behind, English", RAISED, "credit1", status=409, cookies=ENGLISH,
      send={"at": "1", "what": "change", "credit": "9", "reason": "More."}, says=("Somebody else has just changed it",)),
    V("value, new", ADDED, "credit1", says=("乡镇级", "哪一级", "英文名称", "几个学分", "理由", "去掉这个新值")),
    V("value, to add", ONE + "/kinds/heritage", "credit1",
      says=("非遗代表性传承人：加一个值", "哪一级", "英文名称", "几个学分", "理由", "加上")),
    V("value, to add, English", ONE + "/kinds/heritage", "credit1", cookies=ENGLISH, says=("add a value", "Add it")),
    V("value, to add, nothing filled in", ONE + "/kinds/heritage", "credit1", send=NOTHING, status=422, says=("有 4 处要改",)),
    V("value draft, trial", ONE + "/trial", "credit1", says=("试算价值表草稿", "只看，不改", "会有什么不同", "怎样算的")),
    V("value draft, trial, English", ONE + "/trial", "credit1", cookies=ENGLISH, says=("What would be different",)),
    V("value draft, send back", HERE + "/{values_handed}/rejection", "credit2", says=("退回价值表草稿", "为什么退回", "先不退，回去")),
    V("value draft, send back, English", HERE + "/{values_handed}/rejection", "credit2", cookies=ENGLISH),
    V("value draft, send back, no words", HERE + "/{values_handed}/rejection", "credit2", send=NOTHING, status=422),
)  # fmt: skip
