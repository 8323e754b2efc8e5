"""A stand-in for the speech dispatcher: Orca speaks to it in SSIP, it writes every message down and plays nothing."""

import html
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

SPOKEN_AFTER = 0.03  # seconds: a message counts as spoken almost at once, so that reading everything goes on
ANSWERS = {
    "CANCEL": ("210 OK CANCELED",),
    "STOP": ("210 OK CANCELED",),
    "SET": ("201 OK SET",),
    "OUTPUT_MODULES": ("250-log", "250 OK MODULE LIST SENT"),
    "VOICES": ("249-log\tzh\tnone", "249-log\ten\tnone", "249 OK VOICE LIST SENT"),
}


@dataclass(frozen=True)
class Event:
    """Something that Orca asked to be spoken, or that it cut short (kind "cancel")."""

    at: float
    kind: str
    text: str = ""


class SpeechLog:
    """Listens on a socket in the file system and keeps what is said, in order."""

    def __init__(self, path: Path) -> None:
        self.events: list[Event] = []
        self._clients = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen(8)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def add(self, kind: str, text: str = "") -> None:
        self.events.append(Event(time.monotonic(), kind, text))

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            self._clients += 1
            client = _Client(connection, self._clients, self.add)
            threading.Thread(target=client.serve, daemon=True).start()


@dataclass
class _Client:
    """One connection of Orca."""

    connection: socket.socket
    number: int
    add: Callable[[str, str], None]
    settings: dict[str, str] = field(default_factory=dict)
    messages: int = 0
    sending: threading.Lock = field(default_factory=threading.Lock)

    def serve(self) -> None:
        """Answer until Orca hangs up."""
        with self.connection, self.connection.makefile("rb") as lines:
            try:
                for line in lines:
                    words = line.decode("utf-8", "replace").strip().split(" ")
                    if words[0].upper() == "QUIT":
                        self.send("231 HAPPY HACKING")
                        return
                    self.answer(words, lines)
            except OSError:
                return

    def answer(self, words: list[str], lines: BinaryIO) -> None:
        """Answer one command."""
        verb = words[0].upper()
        if verb == "SPEAK":
            self.send("230 OK RECEIVING DATA")
            self.queue("speak", plain(_message(lines)))
        elif verb in ("CHAR", "KEY", "SOUND_ICON"):
            self.queue(verb.lower(), " ".join(words[1:]))
        elif verb == "GET":
            self.send("251-" + self.settings.get(words[1].lower(), "0"), "251 OK GET RETURNED")
        elif verb == "HISTORY":
            self.send(f"245-{self.number}", "245 OK CLIENT ID SENT")
        elif verb == "LIST":
            self.send(*ANSWERS["OUTPUT_MODULES" if words[1:2] == ["OUTPUT_MODULES"] else "VOICES"])
        else:
            if verb in ("CANCEL", "STOP"):
                self.add("cancel", "")
            elif verb == "SET" and len(words) > 3:
                self.settings[words[2].lower()] = words[3]
            self.send(*ANSWERS.get(verb, ("200 OK",)))

    def queue(self, kind: str, text: str) -> None:
        """Take a message, and say a moment later that it has been spoken: Orca listens for that only afterwards."""
        self.messages += 1
        self.add(kind, text)
        self.send(f"225-{self.messages}", "225 OK MESSAGE QUEUED")
        threading.Timer(SPOKEN_AFTER, self.spoken, (self.messages,)).start()

    def spoken(self, message: int) -> None:
        try:
            for code, name in ((701, "BEGIN"), (702, "END")):
                self.send(f"{code}-{message}", f"{code}-{self.number}", f"{code} {name}")
        except OSError:
            return  # Orca has gone

    def send(self, *lines: str) -> None:
        with self.sending:
            self.connection.sendall(("\r\n".join(lines) + "\r\n").encode())


def _message(lines: BinaryIO) -> str:
    """The lines of a message up to the single dot that ends it; a doubled first dot stands for one."""
    found = []
    for raw in lines:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if line == ".":
            break
        found.append(line[1:] if line.startswith("..") else line)
    return "\n".join(found)


def plain(ssml: str) -> str:
    """The text of a message without its word marks."""
    return html.unescape(re.sub(r"<[^>]*>", "", ssml)).strip()
