"""An old certificate becomes credit: the learner and both officers, by keyboard only."""

from pathlib import Path

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from tests.cast import PASSWORD
from tests.journeys.person import Person
from tests.recognition.conftest import photo

pytestmark = pytest.mark.browser


def apply(person: Person, picture: Path) -> None:
    """Three short pages from the account; on the second one a day is forgotten."""
    person.follow("在别处学过，申请认定")
    person.follow("写一份申请")
    person.choose("是哪一种", "职业技能等级证书")
    person.press("保存，去第 2 步")
    person.choose("哪一级", "三级（高级工），5 学分")
    person.fill("学到了什么", "中式面点师")
    person.fill("谁发的", "郑州市职业技能鉴定中心")
    person.pick("在哪里", "郑州市")
    person.press("保存，去第 3 步")
    assert person.jump_to_problem() == ("哪一天：写年、月、日，例如 2019 年 6 月 1 日", "哪一天")
    for part, typed in (("年", "2020"), ("月", "5"), ("日", "4")):
        person.fill(part, typed)
    person.press("保存，去第 3 步")
    person.choose("这份材料是什么", "证书或者文件的照片、扫描件")
    person.attach("文件", picture)
    person.fill("说明", "证书正面，职业是中式面点师，三级。")
    person.press("加上这个文件")
    person.fill("您写的", "2017 年起跟王师傅学面点，2020 年考到高级工。")
    person.press("加上这段话")
    person.follow("去看一遍，再交")
    assert person.reads("证书正面，职业是中式面点师，三级。")
    person.press("交申请")
    assert person.reads("轮到学分管理员，到：")


def assess(person: Person) -> None:
    """The assessor's list, from the pile to the decision."""
    person.choose("怎样证明的", "有两份材料，说的是同一件事")
    person.choose("是不是同一个人", "是")
    person.choose("评定", "认定")
    person.fill("写给学员的话", "照片和您写的对得上。")
    person.press("交评定")
    assert person.jump_to_problem()[0].startswith("我和发证的单位没有关系")
    person.tick("我和发证的单位没有关系")
    person.press("交评定")
    assert person.reads("认定 5 学分。 这次记 5 学分。")


def test_an_old_certificate_becomes_credit(person: Person, tmp_path: Path) -> None:
    picture = tmp_path / "certificate.jpg"
    picture.write_bytes(photo())
    person.come()
    person.sign_in("he", PASSWORD)
    person.follow("学分")
    apply(person, picture)
    number = person.heading

    person.come()
    person.sign_in("credit1", DEMO_PASSWORD)
    person.follow("学分银行")
    person.follow("认定")
    person.follow(f"何静，{number}")
    person.press("材料齐了，交给评定")
    person.come()
    person.sign_in("credit2", DEMO_PASSWORD)
    person.follow("学分银行")
    person.follow("认定")
    person.follow("等您评定，2 件")
    person.follow(f"何静，{number}")
    person.follow("评定")
    assess(person)

    person.come()
    person.sign_in("he", PASSWORD)
    person.follow("学分")
    assert person.reads("认定《中式面点师》，郑州市职业技能鉴定中心发的。") and person.reads("增加 5")
