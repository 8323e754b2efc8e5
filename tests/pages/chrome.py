"""A real Chromium that looks at visits, with the keys and switches of its DevTools."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver

from tests.pages.visit import FILE, Visit
from tests.pages.world import Served

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = "chromedriver"
FLAGS = (  # incognito: links that were visited lie to scripts about their colour
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--no-default-browser-check", "--hide-scrollbars",
    "--incognito", "--accept-lang=zh-CN", "--autoplay-policy=user-gesture-required", "--mute-audio", "--force-prefers-reduced-motion",
)  # fmt: skip
WIDE, NARROW = (1280, 900), (320, 640)

POST = """
const form = document.createElement("form");
form.method = "post"; form.action = arguments[0];
if (arguments[2]) form.enctype = "multipart/form-data";
for (const [name, values] of Object.entries(arguments[1]))
  for (const value of [values].flat()) {
    const input = Object.assign(document.createElement("input"), {type: "hidden", name, value});
    form.append(input);
  }
if (arguments[2]) form.append(Object.assign(document.createElement("input"), {type: "file", name: arguments[2]}));
document.body.append(form);
form.submit();
"""


class Chrome:
    """One browser. It forgets everything between two visits."""

    def __init__(self, *more_flags: str) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = next(filter(None, map(shutil.which, PROGRAMS)))
        for flag in (*FLAGS, *more_flags):
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which(DRIVER)))
        self.driver.set_script_timeout(60)
        self.driver.set_page_load_timeout(60)
        self.cdp("Network.enable")

    def quit(self) -> None:
        self.driver.quit()

    def cdp(self, command: str, **values: Any) -> dict[str, Any]:
        """One DevTools command."""
        return self.driver.execute_cdp_cmd(command, values)

    def js(self, script: str, *values: Any) -> Any:
        """Run a script in the page and give what it returns."""
        return self.driver.execute_script(script, *values)

    def js_later(self, script: str, *values: Any) -> Any:
        """Run a script that gives its answer to the last of its arguments."""
        return self.driver.execute_async_script(script, *values)

    def come(self, visit: Visit, served: Served, scripts: bool = True) -> None:
        """Open the visit's page as the visit's person, in a wide window, with nothing emulated."""
        self.reset()
        self.cdp("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.be(visit.as_, served, visit.cookies)
        self.cdp("Network.setBlockedURLs", urls=list(visit.lacks))
        address = served.origin + visit.address(served.places)
        if visit.send is None:
            self.driver.get(address)
            if visit.shows and scripts:
                self.wait_for(f"document.querySelector('{visit.shows}').checkVisibility()")
            return
        self.driver.get("about:blank" if visit.elsewhere else f"{served.origin}/healthz")
        fields = visit.fields(served.places)
        file = next((name for name, value in fields.items() if value is FILE), "")
        self.js("document.title = 'not left yet'")
        self.js(POST, address, {name: value for name, value in fields.items() if name != file}, file)
        self.wait_for("document.readyState === 'complete' && document.title !== 'not left yet'")

    def be(self, name: str | None, served: Served, cookies: Any = ()) -> None:
        """Be signed in as somebody, or nobody; with these cookies beside."""
        self.cdp("Network.clearBrowserCookies")
        host = urlsplit(served.origin).hostname
        session = {"session": served.tokens[name]} if name else {}
        for key, value in {**session, **dict(cookies)}.items():
            self.cdp("Network.setCookie", name=key, value=value, domain=host, path="/")

    def reset(self) -> None:
        """A wide window, scripts on, no preference of colour or contrast."""
        self.cdp("Emulation.setScriptExecutionDisabled", value=False)
        self.prefer()
        self.size(*WIDE)

    def size(self, width: int, height: int) -> None:
        """The size of the page's window in CSS pixels."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, **features: str) -> None:
        """What the reader's system asks for: prefer(prefers_color_scheme="dark"), prefer(forced_colors="active")."""
        asked = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.cdp("Emulation.setEmulatedMedia", media="", features=asked)

    def press(self, key: str, shift: bool = False) -> None:
        """Press a key as a hand does: Tab, Enter, Space, ArrowDown."""
        code, number, text = KEYS[key]
        values = {"key": key if key != "Space" else " ", "code": code, "windowsVirtualKeyCode": number}
        values |= {"modifiers": 8} if shift else {}
        self.cdp("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **values)
        self.cdp("Input.dispatchKeyEvent", type="keyUp", **values)

    def select_all(self) -> None:
        """Control and A: all that stands in the field."""
        values = {"key": "a", "code": "KeyA", "windowsVirtualKeyCode": 65, "modifiers": 2}
        self.cdp("Input.dispatchKeyEvent", type="keyDown", commands=["selectAll"], **values)
        self.cdp("Input.dispatchKeyEvent", type="keyUp", **values)

    def wait_for(self, condition: str, seconds: float = 20) -> None:
        """Wait until a condition holds in the page. A page on its way out answers nothing and is asked again."""
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.support.ui import WebDriverWait

        wait = WebDriverWait(self.driver, seconds, poll_frequency=0.02, ignored_exceptions=(WebDriverException,))
        wait.until(lambda _: self.js(f"return {condition}"), f"never so: {condition}")

    def inject(self, script: Path) -> None:
        """Run a file in the page; DevTools are not bound by the page's content policy."""
        self.cdp("Runtime.evaluate", expression=script.read_text(encoding="utf-8"))


KEYS = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Space": ("Space", 32, " "),
    "Escape": ("Escape", 27, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "Home": ("Home", 36, ""),
    "End": ("End", 35, ""),
}
