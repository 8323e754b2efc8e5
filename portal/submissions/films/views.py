"""What became of each film and sound of a submission, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.jobs.models import Job, JobState
from portal.media.rules import READERS
from portal.text import Message, message
from portal.text.amounts import format_size

FORMS = {
    "normal": message("标准文件，%(size)s"),
    "slow": message("慢网用的小文件，%(size)s"),
    "sound": message("只听的文件，%(size)s"),
    "poster": message("封面，%(size)s"),
}


@dataclass(frozen=True)
class FilmRow:
    """One file: its name in the package, how far it is, what there is, and whether it can be tried again."""

    name: str
    digest: str
    size: int
    state: str  # done | working | failed | never
    words: Message
    forms: Sequence[Message]


def film_rows(
    files: Mapping[str, Any], made: Mapping[str, Mapping[str, Any]], jobs: Mapping[str, Job]
) -> list[FilmRow]:
    """Every film and sound of a version in the order of their names."""
    rows = []
    for name, file in sorted(files.items()):
        if file.media_type in READERS:
            state, words = _state(jobs.get(file.digest))
            kinds = made.get(file.digest, {})
            forms = [_sized(FORMS[kind], kinds[kind].size) for kind in FORMS if kind in kinds]
            rows.append(FilmRow(name, file.digest, file.size, state, words, forms))
    return rows


def _sized(words: Message, size: int) -> Message:
    return Message(words.msgid, {"size": format_size(size)})


def _state(job: Job | None) -> tuple[str, Message]:
    if job is None:
        return "never", message("还没有开始做")
    if job.state == JobState.DONE:
        return "done", message("做好了")
    if job.state == JobState.FAILED:
        return "failed", job.message or message("没有做成")
    if job.state == JobState.RUNNING and job.message:
        said = {"step": job.step, "steps": job.steps, "said": job.message}
        return "working", message("正在做，第 %(step)s 步，共 %(steps)s 步：%(said)s", **said)
    return "working", message("在排队，轮到就做")


def in_words(rows: Sequence[FilmRow]) -> Message:
    """All of it in one sentence, for the title and for who listens."""
    count = {state: sum(row.state == state for row in rows) for state in ("done", "working", "failed", "never")}
    if not rows:
        return message("没有视频和音频")
    if count["working"]:
        return message("共 %(total)s 个，做好 %(done)s 个", total=len(rows), done=count["done"])
    if count["failed"]:
        return message("有 %(failed)s 个没有做成", failed=count["failed"])
    if count["never"]:
        return message("还没有开始做")
    return message("%(total)s 个都做好了", total=len(rows))
