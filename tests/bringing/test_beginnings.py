"""The beginnings that courses are made from: sound, but for what only their authors can write."""

import re
from pathlib import Path

import pytest

from portal.bringing.beginning import Beginning, beginnings
from portal.library.packages import Grade, check_package

OWN = """
provider = "洛阳市残疾人联合会（样例）"
region = "410300"

[[people]]
name = "林芳（样例）"
role = "讲师"

[[rights]]
covers = ["text"]
holder = "洛阳市残疾人联合会（样例）"
statement = "文字是自己写的。"

[access]
listen = { claim = "full", note = "全是文字，读屏能读。" }
look = { claim = "full", note = "" }
keyboard = { claim = "full", note = "" }
braille = { claim = "full", note = "" }
sign = { claim = "none", note = "2027年6月前补手语视频。" }
"""


def laid_out(beginning: Beginning, folder: Path, is_written: bool) -> Path:
    """The files on disk; written: as an author has filled them in."""
    for path, content in beginning.files.items():
        text = content.decode()
        if is_written:
            text = re.sub(r"【待写[^】]*】", "自己的话", text) + (OWN if path == "course.toml" else "")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("beginning", beginnings(), ids=lambda one: one.name)
def test_only_what_the_author_must_write_is_missing(beginning: Beginning, tmp_path: Path):
    found = check_package(laid_out(beginning, tmp_path, is_written=False))
    missing = {finding.message.values["key"] for finding in found if finding.file == "course.toml"}
    assert missing == {"provider", "region", "people", "rights", "access"}
    assert {finding.rule for finding in found if finding.file != "course.toml"} == {"unwritten"}
    marked = [path for path, content in beginning.files.items() if "【待写" in content.decode()]
    assert {finding.file for finding in found if finding.rule == "unwritten"} == set(marked) and len(marked) == 3


@pytest.mark.parametrize("beginning", beginnings(), ids=lambda one: one.name)
def test_filled_in_it_may_open(beginning: Beginning, tmp_path: Path):
    found = check_package(laid_out(beginning, tmp_path, is_written=True))
    assert [finding for finding in found if finding.grade is not Grade.ADVICE] == []
