"""The one page inventory: every page that the portal serves, as each kind of person sees it, in each of its states.

A new page is a new line here; every check of a page then holds for it (test_pages.py). A GET route that no line
reaches fails test_inventory.py. `says` is what must be heard, in this order; the world behind it is in stories/.
"""

from typing import Any

from tests.pages.appealed import APPEALED
from tests.pages.banked import BANK
from tests.pages.banking import BANKING, PERIODS, STATEMENTS
from tests.pages.braille import BRAILLE
from tests.pages.bringing import BRINGING
from tests.pages.converting import CONVERTING
from tests.pages.drafted import DRAFTED
from tests.pages.exchanging import EXCHANGE
from tests.pages.lapsing import LAPSING
from tests.pages.living import LIVING
from tests.pages.making import MADE
from tests.pages.proving import PROVEN
from tests.pages.questioned import QUESTIONED
from tests.pages.recognised import RECOGNISED
from tests.pages.reviewing import DESKS, HANDED_IN, IN_PUBLIC
from tests.pages.sealed import SEALED
from tests.pages.sharing import SHARED
from tests.pages.transferred import TRANSFERRED
from tests.pages.upkept import UPKEEP
from tests.pages.valued import VALUED
from tests.pages.visit import FILE, Visit

V = Visit
ENGLISH = {"language": "en"}
GONE: dict[str, Any] = {"lacks": ("*.mp4*", "*.mp3*"), "shows": "[data-failed]"}

ANYBODY = (
    V("home", "/", says=("学一门手艺，用自己的方式", "想学什么", "从这里开始", "新开放的课程")),
    V(
        "home, English",
        "/",
        cookies=ENGLISH,
        says=("Skip to the main content", "Learn a trade, your own way", "Start here"),
    ),
    V("home, trainee", "/", "trainee", says=("周晓禾的账户", "学一门手艺，用自己的方式")),
    V("help", "/help", says=("帮助",)),
    V("help, English", "/help", cookies=ENGLISH),
    V("privacy", "/privacy", says=("隐私说明",)),
    V("privacy, English", "/privacy", cookies=ENGLISH),
    V("accessibility", "/accessibility", says=("无障碍声明",)),
    V("accessibility, English", "/accessibility", cookies=ENGLISH),
    V("accessibility, trainee", "/accessibility", "trainee2", says=("李思远的账户", "无障碍声明")),
)

REFUSALS = (
    V("not found", "/nowhere", status=404, says=("没有这个页面",)),
    V("not found, English", "/nowhere", cookies=ENGLISH, status=404),
    V("not found, not theirs", "/submissions", "trainee", status=404, says=("没有这个页面",)),
    V("wrong method", "/help", send={}, status=405),
    V("another site sends", "/sign-out", send={}, elsewhere=True, status=403),
    V("another site sends, English", "/sign-out", send={}, elsewhere=True, status=403, cookies=ENGLISH),
    V("refused", "/refusals/refused", status=409, says=("这个版本已经撤下", "去求助")),
    V("too big", "/refusals/too-big", status=413, says=("文件太大",)),
    V("too many", "/refusals/too-many", status=429, says=("下午3点20分以后可以再试。",)),
    V("broken form", "/submissions/new", "zz-author", send={}, status=400),
    V("our mistake", "/refusals/broken", status=500, says=("我们这边出错了",)),
    V("our mistake, English", "/refusals/broken", cookies=ENGLISH, status=500),
)

CATALOGUE = (
    V("catalogue", "/library", says=("课程", "找课程", "共 59 门课程，第 1 至 20 门", "来源：提交方声明", "筛选条件")),
    V("catalogue, English", "/library", cookies=ENGLISH),
    V("catalogue, last page", "/library?page=3", says=("第 41 至 59 门", "上一页", "第 3 页（本页）")),
    V("catalogue, found", "/library?q=客服", says=("找课程", "共 2 门课程")),
    V("catalogue, nothing found", "/library?q=xyz", says=("没有找到", "看全部课程")),
    V("catalogue, conditions", "/library?access=listen&access=keyboard&level=1", says=("去掉：只听",)),
    V("catalogue, too many conditions", "/library?access=sign&level=1", says=("没有课程同时符合",)),
    V("catalogue, found, page 2", "/library?q=和面&page=2", says=("第 21 至 40 门", "第 2 页（本页）")),
    V("catalogue, found by pinyin", "/library?q=anmo", says=("共 1 门课程", "拼音也找了", "保健")),
    V("catalogue, found, English", "/library?q=dough", cookies=ENGLISH, says=("Courses found",)),
    V("catalogue, found in the text", "/library?q=酵母", says=("课里写着",)),
    V("catalogue, nearly found", "/library?q=蒸曼头", says=("没有找到课程", "您是不是要找：蒸馒头")),
    V("catalogue, nearly found, English", "/library?q=蒸曼头", cookies=ENGLISH, says=("Did you mean",)),
    V("catalogue, by needs", "/library", "trainee", says=("按您的学习需求", "没有因此少列课程")),
    V(
        "catalogue, some left out by needs",
        "/library?q=和面",
        cookies={"needs": "ways=sign"},
        says=("按您的学习需求", "也显示不完全适合的"),
    ),
    V(
        "catalogue, needs set aside",
        "/library?access=all",
        "trainee",
        says=("没有按您的学习需求筛选", "按学习需求列出"),
    ),
)

COURSES = (
    V("course, video", "/library/bakery-safety", says=("学什么，共 8 课", "我能学吗", "只听", "手语", "开始学习")),
    V("course, audio", "/library/massage-basics", says=("学什么",)),
    V("course, text", "/library/customer-service", says=("学什么",)),
    V("course, English", "/library/bakery-safety", cookies=ENGLISH),
    V("course, being learned", "/library/dough-begun", "trainee", says=("和面，学了一半", "开始学习")),
    V("course, passed", "/library/dough-passed", "trainee", says=("和面，学完了",)),
    V("lesson, video", "/library/bakery-safety/01-first-look", says=("看视频", "文字稿", "画面：", "想一想", "本课程的课")),
    V("lesson, video, deaf trainee", "/library/bakery-safety/02-clean-hands", "trainee2", says=("文字稿",)),
    V("film, everything", "/library/dough-on-film/01-flour",
      says=("标准，", "慢网用的，", "只听声音，", "播放设置", "看快捷键", "在文字稿里找", "下载小文件")),
    V("film, everything, English", "/library/dough-on-film/01-flour", cookies=ENGLISH),
    V("film, slow line", "/library/dough-on-film/01-flour?quality=slow", says=("（现在）",)),
    V("film, sound only", "/library/dough-on-film/01-flour?quality=sound", says=("合成语音",)),
    V("film, words only", "/library/dough-on-film/01-flour?quality=words", says=("现在只看文字，不放视频和音频。",)),
    V("film, found", "/library/dough-on-film/01-flour?find=面粉", says=("找到 4 句", "不找了，看全部文字稿")),
    V("film, not found", "/library/dough-on-film/01-flour?find=糖", says=("没有找到“糖”",)),
    V("film, captions in yellow, signing alone", "/library/dough-on-film/01-flour",
      cookies={"needs": "caption_size=200&caption_colour=yellow&sign_place=alone&sign_size=large&description=show"}),
    V("film, signing first, no keys", "/library/dough-on-film/01-flour",
      cookies={"needs": "media=sign&sign_size=small&keys=off"}, says=("按您的学习需求，手语视频排在前面。",)),
    V("film, sound with description", "/library/dough-on-film/02-dough", says=("带口述影像的声音",)),
    V("film, does not come", "/library/dough-on-film/01-flour", **GONE,
      says=("视频", "放不出来", "读文字稿，一样能学完", "只看文字", "换慢网用的文件", "再放一次", "文字稿", "想一想")),
    V("film, does not come, English", "/library/dough-on-film/01-flour", **GONE, cookies=ENGLISH),
    V("film, sound does not come", "/library/dough-on-film/02-dough", **GONE,
      says=("放不出来", "读文字稿，一样能学完", "再放一次", "文字稿")),
    V("film, player settings", "/settings/media", says=("播放设置", "字幕大小", "手语窗口")),
    V("film, player settings, English", "/settings/media", cookies=ENGLISH),
    V("film, player settings, saved", "/settings/media?saved=yes", "trainee", says=("播放设置已存下。",)),
    V("lesson, practice", "/library/bakery-safety/05-dough-to-bread", says=("想一想",)),
    V("lesson, practice at home", "/library/bakery-safety/07-my-table"),
    V("lesson, offline", "/library/bakery-safety/08-training-bakery"),
    V("lesson, table and formula", "/library/bakery-safety/03-ingredients"),
    V("lesson, audio", "/library/massage-basics/02-hygiene", says=("文字稿", "想一想")),
    V("lesson, text", "/library/customer-service/02-tone", says=("想一想",)),
    V("lesson, pictures", "/library/customer-service/03-orders"),
    V("lesson, keys", "/library/screenreader-jobs/01-keys"),
    V("lesson, English", "/library/bakery-safety/01-first-look", cookies=ENGLISH),
    V("lesson, enrolled", "/library/bakery-safety/04-machines", "trainee", says=("提交答案",)),
    V("lesson, several answers", "/library/dough-begun/02-dough", "trainee", says=("可以选几个。", "提交答案")),
    V("lesson, done", "/library/dough-begun/01-flour", "trainee", says=("这一课已学完。",)),
    V("lesson, nothing answered", "/learning/dough-begun/02-dough/checkpoint", "trainee", send={}, status=422,
      says=("处要改",)),
    V("lesson, answered wrongly", "/learning/dough-begun/02-dough/checkpoint", "trainee",
      send={"q1": ["1", "4"], "q2": "软"}, status=422, says=("有 1 处要改",)),
)  # fmt: skip

TAKE_AWAY = (
    V(
        "take away",
        "/library/bakery-safety/take-away",
        says=("带走《面包烘焙安全与流程》", "整门课的文件", "按自己的点显器排盲文"),
    ),
    V("take away, English", "/library/bakery-safety/take-away", cookies=ENGLISH),
    V("take away, some made", "/library/dough-begun/take-away", says=("文字版，TXT 文件，",)),
    V("form, waits", "/library/bakery-safety/01-first-look.brf", status=202, says=("正在准备", "看最新进展")),
    V("form, waits, English", "/library/bakery-safety/01-first-look.brf", status=202, cookies=ENGLISH),
    V("form, ready", "/library/dough-begun/take-away/course.txt", says=("可以下载了", "文字版，TXT 文件，")),
    V("form, failed", "/library/dough-ready/take-away/course.txt", status=503, says=("没有做好", "再做一次")),
)

OFFLINE = (
    V("pack, waits", "/learning/dough-begun/pack", "trainee", says=("离线学习包", "正在准备", "看最新进展")),
    V("pack, failed", "/learning/dough-4/pack", "周全", says=("没有做好", "可以再试一次", "再做一次")),
    V("pack, failed, English", "/learning/dough-4/pack", "周全", cookies=ENGLISH),
    V("pack, just failed", "/learning/dough-6/pack", "周全", says=("没有做好", "以后可以再试。")),
    V("pack, tried too soon", "/learning/dough-6/pack/again", "周全", send={}, status=409, says=("刚试过。",)),
    V("pack, not taken", "/learning/dough-ready/pack", "trainee", says=("要学习包，", "怎么学，怎么交回")),
    V("pack", "/learning/bakery-safety/pack", "trainee", says=("下载学习包，ZIP 文件，", "学习包号", "交回到哪天")),
    V("pack, English", "/learning/bakery-safety/pack", "trainee", cookies=ENGLISH),
    V("receipts", "/learning/receipts", "trainee", says=("交回学习包的回执", "有回执文件", "只有交回码")),
    V("receipts, English", "/learning/receipts", "trainee", cookies=ENGLISH),
    V("receipts, officer", "/learning/receipts", "admin", says=("替学员代交", "本人在场，同意代交")),
    V("receipts, wrong code", "/learning/receipts", "trainee", send={"file": FILE, "pack": "1", "codes": "2"}, status=422,
      says=("有 2 处要改", "学习包号：9 位数字")),
    V("receipt", "{receipt}", "trainee", says=("回执收到了，1 课记为学完", "进门先看三样：记为学完")),
)  # fmt: skip

ACCOUNTS = (
    V("sign in", "/sign-in", says=("登录", "登录名或证号", "密码")),
    V("sign in, English", "/sign-in", cookies=ENGLISH),
    V("sign in, for a page", "/sign-in?next=/credits", says=("登录以后，回到刚才的页面。",)),
    V("sign in, empty", "/sign-in", send={}, status=422, says=("有 2 处要改", "登录名或证号：填写登录名或者证号", "密码：填写密码")),
    V("sign in, empty, English", "/sign-in", send={}, status=422, cookies=ENGLISH),
    V("sign in, wrong", "/sign-in", send={"identifier": "nobody", "password": "wrong"}, status=422, says=("有一个不对",)),
    V("signed out", "/signed-out", says=("已退出",)),
    V("register", "/register", says=("注册", "姓名", "证号", "住在哪里", "密码", "同意什么")),
    V("register, English", "/register", cookies=ENGLISH),
    V("register, empty", "/register", send={}, status=422, says=("有 5 处要改", "姓名：填写姓名")),
    V("register, empty, English", "/register", send={}, status=422, cookies=ENGLISH),
    V("register, number wrong", "/register", status=422, says=("有 1 处要改", "残疾类别"),
      send={"name": "周全", "number": "{number_with_wrong_part}", "region": "410300",
            "password": "一个很长的密码就够了", "consents": ["account"]}),
    V("registered", "/registered", "周全", says=("账户已开", "还差一步")),
    V("account", "/account", "trainee", says=("我的账户", "前四位 9901")),
    V("account, English", "/account", "trainee", cookies=ENGLISH),
    V("account, not verified", "/account", "周全", says=("还没核对",)),
    V("account, official", "/account", "zz-author", says=("我的账户",)),
    V("password", "/account/password", "trainee"),
    V("password, wrong", "/account/password", "trainee", send={"current_password": "", "new_password": "1"}, status=422),
    V("password changed", "/account/password/changed", "college", says=("密码",)),
    V("consent that is needed", "/account/consents", "周全", send={"consent": "{consent}"}, status=409,
      says=("这一项收回以后",)),
    V("identities to verify", "/people/verification", "admin", says=("核对身份", "新学员")),
    V("identities to verify, last page", "/people/verification?number=2", "admin"),
    V("identity", "{unverified}", "admin", says=("怎么核对的",)),
    V("identity, empty", "{unverified}", "admin", send={}, status=422, says=("有 2 处要改",)),
)  # fmt: skip

NEEDS = (
    V("needs", "/settings/needs", says=("学习需求", "文字大小", "颜色")),
    V("needs, English", "/settings/needs", cookies=ENGLISH),
    V("needs, chosen", "/settings/needs", "trainee"),
    V("recommendations on", "/settings/recommendations", "trainee", says=("推荐的设置", "现在开着", "关掉推荐")),
    V("recommendations on, English", "/settings/recommendations", "trainee", cookies=ENGLISH),
    V("recommendations off", "/settings/recommendations", "trainee2", says=("现在关着", "打开推荐")),
    V("my courses, recommended", "/learning", "trainee", says=("推荐给您", "因为您学完了")),
    V("home, recommendations off", "/", "trainee2", says=("推荐课程，已关",)),
    V("needs saved", "/settings/needs/saved", "trainee"),
    V("needs saved, braille", "/settings/needs/saved", cookies={"needs": "cells=20&lines=10"}, says=("带走的盲文",)),
    V("needs saved, none", "/settings/needs/saved"),
    V("needs, twice as large", "/library", cookies={"needs": "text=200&spacing=wide"}),
    V("needs, dark, more contrast", "/library/bakery-safety", cookies={"needs": "theme=dark&contrast=more"}),
    V("needs, media by eye", "/library/bakery-safety/01-first-look", cookies={"needs": "media=transcript&media=sign"}),
)

LEARNING = (
    V("my courses", "/learning", "trainee", says=("我的学习", "正在学", "已学完", "放下的")),
    V("my courses, none", "/learning", "trainee2", says=("还没有正在学的课程。", "去课程目录找一门")),
    V("my courses, not verified", "/learning", "周全", says=("身份还没有核对",)),
    V("progress, begun", "/learning/dough-begun", "trainee", says=("我学到哪里", "接着学第 2 课", "还差 1 课")),
    V("progress, begun, English", "/learning/dough-begun", "trainee", cookies=ENGLISH),
    V("progress, ready", "/learning/dough-ready", "trainee", says=("去考核",)),
    V("progress, passed", "/learning/dough-passed", "trainee", says=("看成绩和学分",)),
    V("lesson done", "/learning/dough-begun/01-flour/done", "trainee", says=("第 1 课学完了", "接着学第 2 课")),
    V("assessment, not yet", "/learning/dough-begun/assessment", "trainee", says=("现在还不能考",)),
    V("assessment, before", "/learning/dough-ready/assessment", "trainee", says=("怎么考", "开始考核")),
    V("assessment, before, again", "/learning/dough-failed/assessment", "trainee", says=("再考一次", "考过的")),
    V(
        "assessment, all questions",
        "/learning/dough-open/assessment",
        "trainee",
        says=("第 1 题", "第 5 题", "存下来，去检查"),
    ),
    V("assessment, one question", "/learning/dough-one/assessment/1", "trainee", says=("第 1 题，共 5 题",)),
    V("assessment, in order", "/learning/dough-one/assessment/4", "trainee", says=("第 4 题，共 5 题", "第 1 个")),
    V(
        "assessment, check",
        "/learning/dough-open/assessment/check",
        "trainee",
        says=("交卷前检查", "第 2 题，未答", "交卷"),
    ),
    V("result, failed", "/learning/dough-failed/result", "trainee", says=("这次 20 分，还没合格",)),
    V("result, passed", "/learning/dough-passed/result", "trainee", says=("合格，100 分",)),
    V("result, passed, English", "/learning/dough-passed/result", "trainee", cookies=ENGLISH),
    V("result, not verified", "/learning/dough-passed/result", "周全", says=("学分等身份核对",)),
    V("credit, not verified", "/learning/dough-passed/credit", "周全", send={}, status=409, says=("身份还没有核对",)),
)

CREDITS = (
    V("credits", "/credits", "trainee", says=("我的学分", "每一笔从哪里来", "增加 0.5")),
    V("credits, English", "/credits", "trainee", cookies=ENGLISH),
    V("credits, last page", "/credits?page=2", "trainee", says=("我的学分",)),
    V("credits, points", "/credits?unit=points", "trainee", says=("积分",)),
    V("credits, none", "/credits", "trainee2", says=("我的学分",)),
    V("entry", "{entry}", "trainee", says=("记录号",)),
)

REACH = (
    V(
        "reach",
        "/reach",
        "coordinator",
        says=("覆盖情况", "看哪些学员", "各地人数", "合计", "没有人学完的县区", "怎么数的"),
    ),
    V("reach, English", "/reach", "auditor", cookies=ENGLISH, says=("Reach", "Total")),
    V(
        "reach, one need, one prefecture",
        "/reach?region=410100&need=listen",
        "coordinator",
        says=("用听的（本页）", "看全省"),
    ),
    V("reach, own prefecture", "/reach", "ly-author", says=("覆盖情况", "洛龙区")),
)

VISITS: tuple[Visit, ...] = (
    *ANYBODY, *REFUSALS, *CATALOGUE, *COURSES, *TAKE_AWAY, *OFFLINE, *ACCOUNTS, *NEEDS, *LEARNING, *LIVING, *CREDITS, *PROVEN,
    *BANK, *HANDED_IN, *MADE, *DESKS, *IN_PUBLIC, *REACH, *UPKEEP, *VALUED, *BRAILLE, *QUESTIONED,
    *LAPSING,
    *EXCHANGE,
    *TRANSFERRED,
    *SEALED,
    *APPEALED,
    *RECOGNISED,
    *SHARED,
    *CONVERTING,
    *BANKING, *PERIODS, *STATEMENTS,
    *DRAFTED,
    *BRINGING,
)  # fmt: skip
