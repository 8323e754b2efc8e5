"""A course from its author to everybody, through every desk, by keyboard only; each person signs in and does their part."""

from pathlib import Path

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from portal.jobs import run_waiting
from portal.library.rules import WAYS
from portal.review.checks.forms import FORMAL_ITEMS, TASKS, WAYS_OF_PART
from portal.review.experts.forms import ESSENTIALS, WEIGHTED
from portal.submissions.forms import PROMISES
from portal.submissions.rules import Part
from tests.journeys.person import Person
from tests.pages.world import Served
from tests.submissions.parcels import WITH_PHONE, parcel

pytestmark = pytest.mark.browser
COURSE = "用手包饺子"
NO_CONFLICT = "没有要回避的关系，打开内容"
GOOD = parcel(slug="dumplings", changes={"course.toml": ("用手和面", COURSE)})


def sign_in(person: Person, identifier: str) -> None:
    """Somebody else sits down at the keyboard. They arrive at what is theirs."""
    person.come()
    person.sign_in(identifier, DEMO_PASSWORD)


def to_desk(person: Person, identifier: str) -> None:
    """A reviewer opens the course on their desk."""
    sign_in(person, identifier)
    assert person.title.startswith("评审台")
    person.follow(COURSE)


def declare(person: Person) -> None:
    """Say that there is no conflict; then the content opens."""
    assert person.reads("打开内容以前")
    person.choose("回避", NO_CONFLICT)
    person.press("提交说明")


def do_jobs(portal: Served) -> None:
    state = portal.app.state
    run_waiting(state.engine, state.files, state.settings, state.clock.now)


def upload(person: Person, file: Path, portal: Served) -> None:
    person.attach("课程包", file)
    person.press("上传课程包")
    assert person.reads("正在检查课程包")
    do_jobs(portal)
    person.follow("看最新进展")


def hand_in(person: Person, portal: Served, tmp_path: Path) -> None:
    """The author's first package has a telephone number in it; the second is handed on."""
    (tmp_path / "first.zip").write_bytes(WITH_PHONE)
    (tmp_path / "second.zip").write_bytes(GOOD)
    sign_in(person, "zz-author")
    person.follow("提交一门课程")
    upload(person, tmp_path / "first.zip", portal)
    assert person.reads("这里像是有手机号")
    person.follow("上传改过的课程包")
    upload(person, tmp_path / "second.zip", portal)
    assert person.title.startswith(f"{COURSE}，查过了")
    person.follow("签承诺书，交给审核人")
    person.tick(*map(str, PROMISES.values()))
    person.press("签承诺书，交给审核人")
    assert person.reads("等本市审核人推荐")


def recommend(person: Person) -> None:
    sign_in(person, "zz-approver")
    person.follow(COURSE)
    person.follow("推荐或退回")
    person.choose("决定", "推荐给省里")
    person.press("提交决定")
    assert person.reads("等省级形式审查")


def check_formally(person: Person) -> None:
    to_desk(person, "formal")
    declare(person)
    person.follow("做形式审查")
    for item in FORMAL_ITEMS.values():
        person.choose(str(item), "是")
    person.press("提交结论")
    assert person.reads("现在：正在无障碍检查")


def name_testers(person: Person) -> None:
    to_desk(person, "coordinator")
    for part, name in (("视障体验员", "许明"), ("听障体验员", "沈悦")):
        person.follow("请体验员")
        person.choose_beginning("人选", name)
        person.press(f"请{part}")


def report(person: Person, identifier: str, part: Part) -> None:
    to_desk(person, identifier)
    declare(person)
    person.follow("写试学报告")
    for task in TASKS.values():
        person.choose(str(task), "做完了")
    for way in WAYS_OF_PART[part]:
        person.choose(str(WAYS[way]), "还没有" if way == "sign" else "能学完")
    person.fill("总的感受", "都能做完。")
    person.press("提交报告")
    assert person.reads("的报告")


def pass_accessibility(person: Person) -> None:
    to_desk(person, "coordinator")
    person.follow("下无障碍结论")
    person.choose("结论", "通过")
    person.press("提交结论")
    for name in ("宋慧", "罗文"):
        person.follow("请专家")
        person.choose_beginning("人选", name)
        person.press("请这位专家")


def review(person: Person, identifier: str) -> None:
    to_desk(person, identifier)
    declare(person)
    person.follow("填评审表")
    for item in ESSENTIALS.values():
        person.choose(str(item), "达到")
    for item in WEIGHTED.values():
        person.choose(str(item), "4，好")
    person.choose("建议", "通过")
    person.fill("总的意见", "讲得清楚，学得会。")
    person.press("提交评审表")
    assert person.reads("80 分，建议通过")


def vote(person: Person, identifier: str) -> None:
    to_desk(person, identifier)
    declare(person)
    person.follow("投票")
    person.choose("您的一票", "通过")
    person.fill("理由", "同意专家的意见。")
    person.press("投票")


def publish(person: Person) -> None:
    to_desk(person, "coordinator")
    person.follow("结束表决")
    assert person.reads("结果：通过")
    person.press("结束表决")
    to_desk(person, "credit1")
    person.follow("定学分")
    person.fill("学分", "0.1")
    person.fill("理由", "1 学时，初级，5 道题。")
    person.press("定学分")
    to_desk(person, "coordinator")
    person.follow("发公示")
    person.press("发公示")
    person.follow("开放课程")
    person.press("开放课程")
    assert person.reads("现在：已开放")


def test_a_course_goes_from_its_author_to_everybody(person: Person, portal: Served, tmp_path: Path):
    hand_in(person, portal, tmp_path)
    recommend(person)
    check_formally(person)
    name_testers(person)
    report(person, "tester-blind", Part.BLIND_TESTER)
    report(person, "tester-deaf", Part.DEAF_TESTER)
    pass_accessibility(person)
    review(person, "expert2")
    review(person, "expert3")
    for identifier in ("panel1", "panel2", "panel3"):
        vote(person, identifier)
    publish(person)

    person.come()
    person.follow("公示")
    person.follow(COURSE)
    assert person.title.startswith(f"公示：{COURSE}，公示结束，课程已开放")
    person.follow(f"去学《{COURSE}》")
    assert person.heading == COURSE
    assert person.reads("2 位专家评审")
