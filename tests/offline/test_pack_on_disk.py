"""The pack unpacked on a disk and opened there by a real browser: no server, by keyboard, with and without scripts."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from selenium.webdriver.common.keys import Keys
from sqlalchemy import Engine

from portal.offline import rules
from portal.offline.models import OfflinePack
from tests.browser import Browser
from tests.offline.test_receipts import contents, do_jobs, done, hand_in, learner, pack, told
from tests.pages.checks import axe, narrow
from tests.pages.chrome import Chrome

__all__ = ["do_jobs", "learner", "pack"]  # fixtures
CHOOSE = """
for (const [lesson, name, value] of arguments[0])
  for (const field of document.getElementsByName(`${lesson}/${name}`)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.checked || field.value === value;
    else field.value = value;
  }
"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    chrome = Chrome("--allow-file-access-from-files=false")
    yield chrome
    chrome.quit()


@pytest.fixture
def folder(learner: Browser, pack: OfflinePack, tmp_path: Path) -> Path:
    """Where Lin has unpacked her pack."""
    to = tmp_path / "unpacked"
    answer = learner.client.get("/learning/dough-by-hand/pack.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        opened.extractall(to)
    return to


@pytest.mark.browser
def test_every_page_opens_from_disk_and_passes_axe(folder: Path, chrome: Chrome) -> None:
    pages = sorted(folder.glob("*.html"))
    assert [page.name for page in pages] == [
        "01-flour.html",
        "02-dough.html",
        "answers.html",
        "index.html",
        "solutions.html",
    ]
    for page in pages:
        html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))
        chrome.reset()
        chrome.driver.get(page.as_uri())
        assert not narrow.find(chrome), page.name
        assert not axe.find(chrome, ("dark",)), page.name


@pytest.mark.browser
def test_every_link_and_file_of_the_pack_is_there(folder: Path, chrome: Chrome) -> None:
    for page in folder.glob("*.html"):
        chrome.driver.get(page.as_uri())
        found = chrome.js(
            "return [...document.querySelectorAll('a[href], img, audio, video, link, script[src]')]"
            ".map(element => element.href || element.src)"
        )
        for address in found:
            if address.startswith("file:"):
                name = address.split("#")[0].removeprefix(folder.as_uri() + "/")
                assert (folder / name).is_file(), f"{page.name} leads to {name}"


@pytest.mark.browser
def test_without_scripts_everything_can_be_read_and_the_way_back_is_told(folder: Path, chrome: Chrome) -> None:
    chrome.reset()
    chrome.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chrome.driver.get((folder / "answers.html").as_uri())
        words = chrome.driver.find_element("tag name", "main").text
        assert "这台设备不能运行脚本" in words and "answers.txt" in words
        assert not [button for button in chrome.driver.find_elements("tag name", "button") if button.is_displayed()]
        chrome.driver.get((folder / "01-flour.html").as_uri())
        assert "想一想" in chrome.driver.find_element("tag name", "main").text
    finally:
        chrome.cdp("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.browser
def test_answers_by_keyboard_become_a_receipt_that_the_portal_takes(
    folder: Path, learner: Browser, engine: Engine, chrome: Chrome
) -> None:
    chrome.reset()
    data = told(contents(learner))
    chrome.driver.get((folder / "answers.html").as_uri())
    chrome.js("try { localStorage.clear() } catch (none) {}")
    check = chrome.driver.find_element("css selector", "[data-check='01-flour']")
    check.send_keys(Keys.ENTER)
    assert "第 1 题还没有答。" in chrome.driver.find_element("id", "status").text
    for lesson in data["lessons"]:
        for question in lesson["questions"]:
            right = question["right"] or ["自己写的　字"]
            given = right[:1] if question["kind"] in ("fill", "short", "practice") else right
            names = question["names"] if question["kind"] == "order" else question["names"] * len(given)
            chrome.js(CHOOSE, [[lesson["slug"], name, value] for name, value in zip(names, given, strict=True)])
    check.send_keys(Keys.ENTER)
    code = rules.lesson_code(data["key"], 1)
    assert f"交回码：{code[:4]} {code[4:8]} {code[8:]}。" in chrome.driver.find_element("id", "status").text
    chrome.driver.find_element("id", "save").send_keys(Keys.ENTER)
    receipt = chrome.driver.find_element("id", "receipt").get_attribute("value")
    read = rules.read_receipt(receipt.encode())
    assert read is not None and rules.is_signed(read, data["key"])
    assert len(json.loads(receipt)["answers"]) >= 2
    page = learner.open("/learning/receipts").press("交回回执", {"text": receipt})
    assert page.heading == "回执收到了，2 课记为学完"
    assert done(engine) == 2
    assert hand_in(learner, receipt.encode()).says("这份回执以前交过")
