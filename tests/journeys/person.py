"""Somebody at a keyboard. They find things as a screen reader names them, and press Tab, Enter, Space and letters.

Role and name come from the browser's own accessibility tree. Nothing is clicked and no address is typed but the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from tests.pages.chrome import Chrome
from tests.pages.world import Served

MOST_TABS = 250
MOST_WAITS, UNFINISHED = 500, ".crdownload"
MARK = "window.stillHere = true"
ARRIVED = "!window.stillHere && document.readyState === 'complete'"
FOCUS = """
const element = document.activeElement;
if (!element || element === document.body) return null;
return {
  role: element.computedRole, name: element.computedName.replace(/\\s+/g, " ").trim(),
  group: element.closest("fieldset")?.querySelector("legend")?.innerText.trim() ?? "",
  value: element.selectedOptions ? element.selectedOptions[0].text : element.value ?? "",
  isTicked: Boolean(element.checked), isFile: element.type === "file",
};
"""


@dataclass(frozen=True)
class Focus:
    """What has focus, as it is spoken."""

    role: str
    name: str
    group: str
    value: str
    isTicked: bool
    isFile: bool


class Person:
    """A person with a browser of their own."""

    def __init__(self, chrome: Chrome, portal: Served, scripts: bool) -> None:
        self.chrome = chrome
        self.portal = portal
        self.scripts = scripts

    def come(self, path: str = "/") -> None:
        """Open an address as it was given to them, in a browser that knows nobody."""
        self.chrome.reset()
        self.chrome.cdp("Emulation.setScriptExecutionDisabled", value=not self.scripts)
        self.chrome.be(None, self.portal)
        self.open(path)

    def open(self, path: str) -> None:
        """Open an address in the same browser."""
        self.chrome.driver.get(self.portal.origin + path)

    @property
    def path(self) -> str:
        return str(self.chrome.driver.current_url.removeprefix(self.portal.origin))

    @property
    def title(self) -> str:
        return str(self.chrome.driver.title)

    @property
    def heading(self) -> str:
        return str(self.chrome.js("return document.querySelector('h1').innerText.trim()"))

    @property
    def focus(self) -> Focus | None:
        """What has focus; None at the top of a page."""
        found = self.chrome.js(FOCUS)
        return Focus(**found) if found else None

    def reads(self, words: str) -> bool:
        """Whether the page says these words."""
        return words in str(self.chrome.js("return document.body.innerText.replace(/\\s+/g, ' ')"))

    def fact(self, name: str) -> str:
        """What stands beside a name in a list of facts."""
        find = "return [...document.querySelectorAll('dt')].find((one) => one.innerText === arguments[0])"
        return str(self.chrome.js(f"{find}.nextElementSibling.innerText", name))

    def sign_in(self, identifier: str, password: str) -> None:
        """From wherever the link is."""
        self.follow("登录")
        self.fill("登录名或证号", identifier)
        self.fill("密码", password)
        self.press("登录")

    def follow(self, name: str) -> None:
        """Go where the link with this name leads."""
        self.reach("link", name)
        self._leave()

    def press(self, name: str) -> None:
        """Press the button with this name and wait for the page it leads to."""
        self.reach("button", name)
        self._leave()

    def fill(self, name: str, text: str) -> None:
        """Replace what stands in a field."""
        self._tab_to(lambda here: here.role in ("textbox", "searchbox") and here.name == name, f"field “{name}”")
        self.chrome.select_all()
        self.chrome.cdp("Input.insertText", text=text)
        assert self._here.value == text

    def tick(self, *names: str) -> None:
        """Tick check boxes that are not ticked yet."""
        for name in names:
            if not self.reach("checkbox", name).isTicked:
                self.chrome.press("Space")
            assert self._here.isTicked

    def choose(self, group: str, name: str) -> None:
        """Choose one of the radio buttons of a group, by its whole name."""
        self._choose(group, name, lambda here: here.name == name)

    def choose_beginning(self, group: str, beginning: str) -> None:
        """Choose the radio button of a group whose name begins so."""
        self._choose(group, beginning, lambda here: here.name.startswith(beginning))

    def _choose(self, group: str, name: str, is_it: Callable[[Focus], bool]) -> None:
        """Tab into the group, then arrow keys, as a browser has it."""
        here = self._tab_to(lambda here: here.role == "radio" and here.group == group, f"group “{group}”")
        seen: list[str] = []
        while not is_it(here):
            assert here.name not in seen, f"no choice “{name}” in “{group}” among {seen}"
            seen.append(here.name)
            self.chrome.press("ArrowDown")
            here = self._here
        if not here.isTicked:
            self.chrome.press("Space")
        assert self._here.isTicked

    def pick(self, name: str, option: str) -> None:
        """Pick from a list, by arrow keys from its top."""
        self.reach("combobox", name)
        self.chrome.press("Home")
        while (shown := self._here.value) != option:
            self.chrome.press("ArrowDown")
            assert self._here.value != shown, f"no “{option}” in the list “{name}”, which ends with “{shown}”"

    def download(self, name: str, folder: Path) -> Path:
        """Follow the link with this name, which leads to a file, and find the file in the folder."""
        folder.mkdir(exist_ok=True)
        self.chrome.cdp("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        before = set(folder.iterdir())
        self.reach("link", name)
        self.chrome.press("Enter")
        for _ in range(MOST_WAITS):
            fresh = [one for one in folder.iterdir() if one not in before and one.suffix != UNFINISHED]
            if fresh and fresh[0].stat().st_size:
                return fresh[0]
            sleep(0.02)
        raise AssertionError(f"no file came of the link “{name}” on {self.path}")

    def attach(self, name: str, file: Path) -> None:
        """Reach a file field by Tab and hand it a file: the window for that is the system's own."""
        self._tab_to(lambda here: here.isFile and here.name.startswith(name), f"file field “{name}”")
        self.chrome.driver.switch_to.active_element.send_keys(str(file))

    def jump_to_problem(self) -> tuple[str, str]:
        """Follow the first link of the error summary. Gives its words, and the name of the field that has focus then."""
        words = str(self.chrome.js("return document.querySelector('#error-summary a').innerText.trim()"))
        self.reach("link", words)
        self.chrome.press("Enter")
        self.chrome.wait_for("location.hash")
        return words, self._here.group or self._here.name

    def reach(self, role: str, name: str) -> Focus:
        """Press Tab until the one with this role and name has focus."""
        return self._tab_to(lambda here: (here.role, here.name) == (role, name), f"{role} “{name}”")

    def _tab_to(self, is_it: Callable[[Focus], bool], wanted: str) -> Focus:
        met: list[str] = []
        times_at_top = 0
        for _ in range(MOST_TABS):
            here = self.focus
            if here and is_it(here):
                return here
            met.append(here.name if here else "(top)")
            times_at_top += here is None
            if times_at_top > 2:  # once round the whole page
                break
            self.chrome.press("Tab")
        raise AssertionError(f"Tab does not come to {wanted} on {self.path}: {list(dict.fromkeys(met))}")

    def _leave(self) -> None:
        """Press Enter where the focus is, and arrive."""
        self.chrome.js(MARK)
        self.chrome.press("Enter")
        self.chrome.wait_for(ARRIVED)

    @property
    def _here(self) -> Focus:
        here = self.focus
        assert here is not None, "nothing has focus"
        return here
