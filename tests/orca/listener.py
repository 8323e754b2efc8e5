"""Somebody who uses the portal by ear: keys, what was heard after each, and how many keys it took."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.orca.harness import OrcaSession
from tests.pages.world import Served

TRANSCRIPTS = Path(__file__).parent / "transcripts"
ORCAS_OWN = (
    "正在离开",
    "正在载入",
    "载入 ",
    "浏览模式",
    "焦点模式",
    "滚动到",
    "窗体",
    "离开",
)  # not said by the portal
HEAD = """{title}

Left the key, right what Orca said after it (Orca 43, Chinese). “正在离开…”, “载入…完成”, “浏览模式” and the like are Orca's
own words; everything else is the portal's. Written by `pytest -m orca`; the tests of the same name count the keys.

"""


class Listener:
    """Keys pressed since `begin` are counted; typing a text is not a key."""

    def __init__(self, session: OrcaSession, portal: Served) -> None:
        self.session = session
        self.portal = portal
        self.keys = 0
        self.lines: list[str] = []

    @classmethod
    @contextmanager
    def at(cls, portal: Served) -> "Iterator[Listener]":
        with OrcaSession() as session:
            yield cls(session, portal)

    def chapter(self, title: str) -> None:
        """Begin something new in the transcript; keys are counted from here."""
        self.lines += ["", f"## {title}", ""]
        self.keys = 0

    def open(self, path: str) -> list[str]:
        """Go to an address."""
        return self._note(f"(打开 {path})", self.session.open(self.portal.origin + path))

    def press(self, *keys: str, wait: float = 0) -> list[str]:
        """Press keys one after the other; gives what is said after the last."""
        said: list[str] = []
        for key in keys:
            self.keys += 1
            said = self._note(key, self.session.press(key, wait))
        return said

    def follow(self, key: str = "Enter") -> list[str]:
        """Press a key that leads to another page. Its arrival is said by its title, at once."""
        self.keys += 1
        said = self._note(key, self.session.arrive(key))
        assert any(self.session.title in words for words in said), f"{self.session.title!r} is not said: {said}"
        return said

    def type(self, text: str) -> None:
        """Type into the field that has focus."""
        self.session.insert(text)
        self.lines.append(f"{'(写)':<11} {text}")

    def enter_field(self) -> None:
        """Let letters be typed instead of moving."""
        assert "焦点模式" in " ".join(self.press("Insert+a")), "Orca did not go into the field"

    def leave_field(self) -> None:
        """Let letters move again."""
        assert "浏览模式" in " ".join(self.press("Insert+a")), "Orca did not leave the field"

    def find(self, key: str, words: str, most: int = 12) -> list[str]:
        """Press a key until it says these words."""
        heard = []
        for _ in range(most):
            said = self.press(key)
            heard.append(" ".join(said))
            if words in heard[-1]:
                return said
        raise AssertionError(f"“{words}” was not heard by {most} times {key}: {heard}")

    def write_down(self, name: str) -> None:
        """Keep the transcript for people to read, where the checkout can be written to."""
        text = HEAD.format(title=name.replace("_", " ")) + "\n".join(self.lines).strip() + "\n"
        path = TRANSCRIPTS / f"{name}.txt"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")

    def _note(self, key: str, said: list[str]) -> list[str]:
        self.lines.append(f"{key:<12} {' | '.join(said) or '（没有声音）'}")
        words = [one for one in said if not one.startswith(ORCAS_OWN)]
        for one, after in zip(words, words[1:], strict=False):
            assert one != after, f"said twice after {key}: {one}"
        return said
