"""Makes the two pictures of README.md again, from a portal of its own in a scratch folder.

After `python3 -m portal set-up test`: `.venv/bin/python -m tests.pages.screenshots`.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image

from tests.pages.chrome import Chrome

SCREENS = Path(__file__).parent / "screens"
COLOURS = 128  # a palette: the pages are flat, and a picture stays far below 150 kB
SECONDS_TO_START = 120


def make_screenshots() -> None:
    """Write both pictures into tests/pages/screens/."""
    SCREENS.mkdir(exist_ok=True)
    chrome = Chrome()
    try:
        with tempfile.TemporaryDirectory(prefix="portal-screens-") as folder, portal_in(Path(folder)) as origin:
            chrome.prefer(prefers_color_scheme="light")
            chrome.size(1280, 960)
            chrome.driver.get(f"{origin}/")
            keep(chrome, "home.png")
            chrome.prefer(prefers_color_scheme="dark")
            chrome.size(390, 1200)
            chrome.driver.get(f"{origin}/library/massage-basics")
            keep(chrome, "course.png")
    finally:
        chrome.quit()


def keep(chrome: Chrome, name: str) -> None:
    """Write what the window shows as a small PNG, and say how large it is."""
    shot = Image.open(io.BytesIO(b64decode(chrome.cdp("Page.captureScreenshot", format="png")["data"])))
    path = SCREENS / name
    shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {shot.width} × {shot.height}, {path.stat().st_size / 1000:.0f} kB\n")


@contextmanager
def portal_in(folder: Path) -> Iterator[str]:
    """A demo portal as a stranger starts it, with its data in the folder. Gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    ours = {"PORTAL_DATA": str(folder), "PORTAL_PORT": str(port), "PORTAL_MODE": "demo"}
    others = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    log = folder / "portal.log"
    with log.open("w") as output:
        process = subprocess.Popen([sys.executable, "-m", "portal"], env=others | ours, stdout=output, stderr=output)
    origin = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{origin}/readyz", process, log)
        yield origin
    finally:
        process.terminate()
        process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the portal answers. Raises RuntimeError with its words when it does not come up."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    raise RuntimeError(f"the portal did not start:\n{log.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    make_screenshots()
