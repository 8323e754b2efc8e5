"""Chinese texts of courses, made by chance from words of real trades: long and varied enough to be searched and shown."""

from random import Random

TRADES = (
    "保健按摩", "电商客服", "面包烘焙", "短视频剪辑", "手工编织", "家电维修", "盆栽园艺", "茶艺", "速录", "有声书录制",
    "网店美工", "陶艺", "盲文校对", "仓储管理", "心理陪伴", "钢琴调律", "数据标注", "裁剪缝纫", "社区养老护理", "菌菇种植",
)  # fmt: skip
DEPTHS = ("入门", "基础", "进阶", "实务", "安全与流程", "常见问题", "接单与定价", "工具与保养")
ACTIONS = ("准备", "检查", "记录", "称量", "清洁", "回复", "核对", "整理", "练习", "测量", "包装", "说明")
THINGS = ("工具", "台面", "订单", "材料", "手法", "力度", "温度", "顾客的要求", "时间", "录音", "样品", "价格")
PLACES = ("在家里", "在店里", "在车间", "在电脑前", "在电话里", "在工作台旁")
REASONS = ("这样更安全", "这样少出错", "顾客听得明白", "下一步就不会忙乱", "看不见也能做", "听不见也能做", "省下材料")
WAYS_TO_DO = ("先慢后快", "一步一步", "和同伴一起", "按清单", "用读屏软件", "摸着刻度", "看着图", "每天一次")


RARE = 6000  # words that only some courses have, a few of them often, most of them seldom
OF_RARE = (
    "棉麻丝瓷釉泥竹藤漆铜锡玉纸墨砚笔刀剪针线扣布绸缎毛皮革胶钉锯刨凿尺斗盆钵罐坛瓶壶杯碗碟筷勺"
    "锅铲灶炉窑炭薪油盐酱醋糖豆麦稻粟菇笋藕莲姜蒜葱椒茴桂芝梅兰菊松柏槐柳榆"
)


def rare_word(number: int) -> str:
    """One of the words that only some courses have, by its number: two characters, or three where two are used up."""
    count = len(OF_RARE)
    first, second, third = number % count, number // count % count, number // count**2
    return OF_RARE[first] + OF_RARE[second] + (OF_RARE[third - 1] if third else "")


def rare_words(random: Random, count: int) -> str:
    """Some of them: low numbers often, high ones seldom."""
    return "、".join(rare_word(int(RARE * random.random() ** 4)) for _ in range(count))


def common_searches() -> list[str]:
    """Searches for what stands in nearly every course: single words and two of them together."""
    words = [*ACTIONS, *THINGS, *REASONS, *WAYS_TO_DO, *DEPTHS]
    return [*words, *[f"{one} {other}" for one in THINGS for other in ACTIONS]]


def trade_title(random: Random) -> str:
    """“保健按摩：力度与记录 入门 37”: the words repeat over the shelf, as they do on a real one."""
    return f"{random.choice(TRADES)}{random.choice(DEPTHS)}：{random.choice(THINGS)}与{random.choice(ACTIONS)}"


def sentence(random: Random) -> str:
    """One short sentence, as AC-07 asks for."""
    return (
        f"{random.choice(PLACES)}{random.choice(WAYS_TO_DO)}{random.choice(ACTIONS)}{random.choice(THINGS)}，"
        f"{random.choice(REASONS)}。"
    )


def paragraph(random: Random, sentences: int) -> str:
    return "".join(sentence(random) for _ in range(sentences))


def lesson_markdown(random: Random) -> str:
    """A lesson of some 900 characters: paragraphs, a table, a list, numbered steps."""
    rows = "\n".join(f"| {random.choice(THINGS)} | {random.choice(ACTIONS)} | {sentence(random)} |" for _ in range(4))
    points = "\n".join(f"- {sentence(random)}" for _ in range(5))
    steps = "\n".join(f"{number}. {sentence(random)}" for number in range(1, 6))
    return (
        f"{paragraph(random, 4)}\n\n## {random.choice(ACTIONS)}{random.choice(THINGS)}\n\n"
        f"| 看什么 | 做什么 | 为什么 |\n| --- | --- | --- |\n{rows}\n\n{paragraph(random, 4)}\n\n"
        f"## 要点\n\n{points}\n\n## 动手\n\n{steps}\n\n{paragraph(random, 3)}\n"
    )
