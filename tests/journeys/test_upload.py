"""A large package by keyboard in a real browser: a pause, a cut, a closed page, and without scripts the form itself."""

import os
import zipfile
from pathlib import Path

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from portal.submissions import uploading
from tests.journeys.person import Person
from tests.pages.world import Served
from tests.submissions.parcels import parcel

pytestmark = pytest.mark.browser
PIECE = 500_000
SLOW = 700_000  # bytes a second
FAST = -1


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A real package, with three megabytes that no zip makes smaller."""
    path = tmp_path / "large.zip"
    path.write_bytes(parcel(slug="large"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("media/noise.pdf", b"%PDF-1.7 " + os.urandom(3_000_000))
    return path


def line(person: Person, bytes_a_second: int, is_cut: bool = False) -> None:
    """How the network is."""
    person.chrome.cdp("Network.enable")
    person.chrome.cdp(
        "Network.emulateNetworkConditions",
        offline=is_cut,
        latency=5,
        downloadThroughput=-1,
        uploadThroughput=bytes_a_second,
    )


def wait_for(person: Person, words: str) -> None:
    person.chrome.wait_for(f"document.getElementById('page-status').textContent.includes('{words}')")


def to_upload(person: Person) -> None:
    person.open("/submissions/new")


@pytest.mark.parametrize("person", [True], ids=["with scripts"], indirect=True)
def test_a_cut_a_closed_page_and_on(
    person: Person,
    portal: Served,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploading, "PIECE_BYTES", PIECE)
    person.come()
    person.sign_in("zz-author", DEMO_PASSWORD)
    to_upload(person)
    person.attach("课程包", package)
    line(person, SLOW)
    person.reach("button", "上传课程包")
    person.chrome.press("Enter")
    wait_for(person, "已传四分之一")

    person.reach("button", "先停一下")
    person.chrome.press("Enter")
    wait_for(person, "停下了。已传的还在。")
    assert person.reach("button", "接着传")
    person.chrome.press("Enter")
    wait_for(person, "已传一半")

    line(person, SLOW, is_cut=True)
    wait_for(person, "网络断了")
    line(person, SLOW)
    wait_for(person, "已传四分之三")

    to_upload(person)  # the page is closed before the end
    assert person.reads("有 1 个文件没有传完")
    person.attach("课程包", package)
    person.reach("button", "上传课程包")
    person.chrome.press("Enter")
    wait_for(person, "接着上次的传")
    line(person, FAST)
    person.chrome.wait_for("document.title.startsWith('large.zip')")
    assert person.heading == "large.zip"


@pytest.mark.parametrize("person", [True], ids=["with scripts"], indirect=True)
def test_giving_up_and_a_wrong_file(person: Person, portal: Served, package: Path, tmp_path: Path) -> None:
    person.come()
    person.sign_in("zz-author", DEMO_PASSWORD)
    to_upload(person)
    wrong = tmp_path / "course.zip"
    wrong.write_bytes(b"%PDF-1.7" * 1000)
    person.attach("课程包", wrong)
    person.reach("button", "上传课程包")
    person.chrome.press("Enter")
    wait_for(person, "这不是 zip 文件。")

    to_upload(person)
    person.attach("课程包", package)
    line(person, SLOW)
    person.reach("button", "上传课程包")
    person.chrome.press("Enter")
    person.reach("button", "放弃这次上传")
    person.chrome.press("Enter")
    assert person.focus and "放弃以后不能恢复" in person.focus.name
    person.reach("button", "不放弃，接着传")
    person.chrome.press("Enter")
    wait_for(person, "接着传。")
    person.reach("button", "放弃这次上传")
    person.chrome.press("Enter")
    person.reach("button", "放弃，删掉已传的")
    person.chrome.press("Enter")
    wait_for(person, "已放弃。")
    assert person.focus and person.focus.isFile
    line(person, FAST)
    to_upload(person)
    assert not person.reads("没有传完")


@pytest.mark.parametrize("person", [False], ids=["without scripts"], indirect=True)
def test_without_scripts_the_form_is_sent(person: Person, portal: Served, package: Path) -> None:
    person.come()
    person.sign_in("zz-author", DEMO_PASSWORD)
    to_upload(person)
    person.attach("课程包", package)
    person.press("上传课程包")
    assert person.heading == "large.zip"
