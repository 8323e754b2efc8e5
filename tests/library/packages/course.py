"""A course to put faults into: the minimal example, copied, with a few verbs."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from portal.library.packages import Finding, check_package

MINIMAL = Path(__file__).parent / "minimal"

VIDEO_LESSON = """---
title: 看一看面团
kind: video
minutes: 20
media: media/01-flour.mp4
captions: captions/01-flour.vtt
transcript: transcripts/01-flour.md
checkpoint: checks/01-flour.toml
---

这一课看和面。
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\n林师傅：和面。\n\n00:02.000 --> 00:04.000\n（揉面声）\n"
TRANSCRIPT = "[00:00] 林师傅：和面。\n\n[00:01] 画面：案板上一只大盆。\n[00:02] 声音：揉面声。\n"


@dataclass
class Course:
    folder: Path

    def write(self, name: str, content: str | bytes) -> "Course":
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> "Course":
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        return self.write(name, text.replace(old, new, 1))

    def say(self, text: str) -> "Course":
        """Add Markdown to the end of the second lesson."""
        return self.write("lessons/02-dough.md", self.read("lessons/02-dough.md") + "\n" + text + "\n")

    def remove(self, name: str) -> "Course":
        (self.folder / name).unlink()
        return self

    def findings(self) -> list[Finding]:
        return check_package(self.folder)

    def rules(self) -> set[tuple[str, str]]:
        """What was found: grade and rule."""
        return {(finding.grade.value, finding.rule) for finding in self.findings()}

    def one(self, rule: str) -> Finding:
        """The one finding of this rule, all of whose texts can be said."""
        found = [finding for finding in self.findings() if finding.rule == rule]
        assert len(found) == 1, [(finding.rule, finding.file, finding.line) for finding in self.findings()]
        assert str(found[0].who) and str(found[0].message) and str(found[0].mend)
        return found[0]


def copy_minimal(to: Path) -> Course:
    shutil.copytree(MINIMAL, to)
    return Course(to)
