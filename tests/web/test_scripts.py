"""What our scripts owe to people, in a real browser: focus is never lost, and what changed is said."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from tests.web.live import served

pytestmark = pytest.mark.browser

FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking")


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served() as address:
        yield address


def wait_until(is_so: Callable[[], Any], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def focused(driver: webdriver.Chrome) -> str:
    return str(driver.execute_script("return document.activeElement.id || document.activeElement.tagName"))


def status(driver: webdriver.Chrome) -> str:
    return str(driver.execute_script("return document.getElementById('page-status').textContent")).strip()


def press(driver: webdriver.Chrome, selector: str) -> None:
    driver.execute_script("const it = document.querySelector(arguments[0]); it.focus(); it.click()", selector)


def test_swap_moves_focus_to_what_changed_and_keeps_title_and_address(driver: webdriver.Chrome, site: str) -> None:
    driver.get(f"{site}/list")
    driver.execute_script("window.stayed = true")
    press(driver, "#next")
    wait_until(lambda: focused(driver) == "results")
    assert driver.title.startswith("课程，第 2 页")
    assert driver.current_url == f"{site}/list?number=2"
    assert driver.execute_script("return window.stayed"), "the page was loaded anew, not swapped"


def test_swapped_form_sends_its_fields(driver: webdriver.Chrome, site: str) -> None:
    driver.get(f"{site}/list")
    driver.find_element("id", "words").send_keys("面点")
    press(driver, "main form button")
    wait_until(lambda: focused(driver) == "results")
    assert driver.find_element("id", "results").text == "第 1 页，找“面点”"


def test_swap_without_new_focus_says_what_happened_and_keeps_focus(driver: webdriver.Chrome, site: str) -> None:
    driver.get(f"{site}/list")
    press(driver, "#quiet")
    wait_until(lambda: status(driver) == "已经更新")
    assert focused(driver) == "quiet"
    press(driver, "#next")
    wait_until(lambda: focused(driver) == "results")
    assert status(driver) == ""


def test_address_that_refuses_is_simply_opened(driver: webdriver.Chrome, site: str) -> None:
    driver.get(f"{site}/list")
    press(driver, "#gone")
    wait_until(lambda: driver.current_url == f"{site}/gone")


def test_upload_says_how_far_it_is_and_opens_what_it_leads_to(
    driver: webdriver.Chrome, site: str, tmp_path: Path
) -> None:
    package = tmp_path / "course.zip"
    package.write_bytes(bytes(3_000_000))
    driver.get(f"{site}/upload")
    assert status(driver) == ""
    driver.find_element("id", "note").send_keys("第一版")
    driver.find_element("id", "package").send_keys(str(package))
    press(driver, "main form button")
    wait_until(lambda: driver.current_url == f"{site}/list?number=3000000&words=me")


def test_upload_with_a_mistake_leads_to_the_summary(driver: webdriver.Chrome, site: str, tmp_path: Path) -> None:
    package = tmp_path / "course.zip"
    package.write_bytes(b"x")
    driver.get(f"{site}/upload")
    driver.find_element("id", "package").send_keys(str(package))
    press(driver, "main form button")
    wait_until(lambda: focused(driver) == "error-title")
    assert driver.title.startswith("错误：交课程包，有 1 处要改。说明：写一句")


def test_upload_that_breaks_off_says_so_and_can_be_sent_again(
    driver: webdriver.Chrome, site: str, tmp_path: Path
) -> None:
    package = tmp_path / "course.zip"
    package.write_bytes(b"x")
    driver.get(f"{site}/upload")
    driver.find_element("id", "note").send_keys("第一版")
    driver.find_element("id", "package").send_keys(str(package))
    driver.set_network_conditions(offline=True, latency=0, throughput=0)
    try:
        press(driver, "main form button")
        wait_until(lambda: "网络断了" in status(driver))
    finally:
        driver.delete_network_conditions()
    press(driver, "main form button")
    wait_until(lambda: driver.current_url == f"{site}/list?number=1&words=me")
