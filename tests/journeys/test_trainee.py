"""From the home page to the credit, by keyboard only."""

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from tests.journeys.person import Person
from tests.registration.test_pages import number_of

pytestmark = pytest.mark.browser
COURSE = "和面练习第 7 讲"
NUMBER, PASSWORD = number_of("19880808"), "一个很长的密码就够了"


def find_and_enrol(person: Person) -> None:
    """Home, search, course, enrolment."""
    person.open("/")
    person.fill("想学什么", "第 7 讲")
    person.press("找课程")
    assert person.title.startswith("课程，共 7 门课程")
    person.follow(COURSE)
    assert person.heading == COURSE
    person.press("报名学这门课")
    assert person.heading == f"我学到哪里：{COURSE}"


def learn(person: Person) -> None:
    """Both lessons; the first answer is wrong."""
    person.follow("接着学第 1 课")
    person.choose("做馒头用哪种面粉？", "高筋面粉")
    person.press("提交答案")
    assert person.title.startswith("错误：")
    words, field = person.jump_to_problem()
    assert words.startswith("第 1 题还没答对。")
    assert field == "做馒头用哪种面粉？"
    person.choose("做馒头用哪种面粉？", "中筋面粉")
    person.press("提交答案")
    assert person.heading == "第 1 课学完了"
    person.follow("接着学第 2 课")
    person.tick("手", "盆", "面团")
    person.fill("写一写：您的面团摸起来像什么？", "软软的，像耳垂。")
    person.press("提交答案")
    assert person.heading == "第 2 课学完了"


def take_assessment(person: Person) -> None:
    """Every kind of question, handed in after a look at what is missing."""
    person.follow("去考核")
    person.press("开始考核")
    person.choose("面团粘手，先做什么？", "撒一点干面粉，再揉")
    person.tick("手", "盆", "面团")
    person.press("存下来，去检查")
    assert person.title.startswith("交卷前检查，3 题未答")
    person.follow("回去改答案")
    person.fill("五百克面粉，加多少克水？写数字。", "250")
    for place, step in enumerate(("洗手", "倒面粉", "加水", "揉面"), start=1):
        person.pick(f"第 {place} 个", step)
    person.choose("做面包用哪种面粉？", "高筋面粉")
    person.press("存下来，去检查")
    assert person.title.startswith("交卷前检查，每题都答了")
    person.press("交卷")


def test_a_trainee_earns_a_credit_that_others_can_check(person: Person):
    person.come()
    person.sign_in("trainee", DEMO_PASSWORD)
    find_and_enrol(person)
    learn(person)
    take_assessment(person)
    assert person.title.startswith("合格，100 分，0.5 学分已入账")

    person.follow("学分")
    assert person.reads(f"学完《{COURSE}》，考核 100 分。")
    assert person.reads("增加 0.5")
    person.follow("我的培训合格证书")
    person.follow(f"《{COURSE}》")
    code = person.fact("验证码")

    third_party = person
    third_party.come("/verify")
    third_party.fill("验证码", code)
    third_party.press("核对证书")
    assert third_party.reads("有效")
    assert third_party.reads(COURSE)
    assert not third_party.reads("一级")
    assert not third_party.reads("990101")


def test_somebody_new_learns_first_and_gets_the_credit_when_her_identity_is_known(person: Person):
    person.come()
    person.follow("注册")
    person.fill("姓名", "周密")
    person.fill("证号", NUMBER)
    person.pick("住在哪里", "洛阳市")
    person.fill("密码", PASSWORD)
    person.tick("用我的姓名、证号和住地开户，记录学习和学分")
    person.press("注册")
    assert person.heading == "账户已开"
    find_and_enrol(person)
    learn(person)
    take_assessment(person)
    assert person.title.startswith("合格，100 分")
    assert person.reads("学分等身份核对")

    person.come()
    person.sign_in("admin", DEMO_PASSWORD)
    person.follow("下一页")
    person.follow("周密")
    person.fill("证号", NUMBER)
    person.choose("怎么核对的", "看了残疾人证原件")
    person.press("核对无误")
    assert person.reads("身份已核对")

    person.come()
    person.sign_in(NUMBER, PASSWORD)
    person.follow(COURSE)
    person.follow("看成绩和学分")
    person.press("把学分记入账户")
    assert person.title.startswith("合格，100 分，0.5 学分已入账")
