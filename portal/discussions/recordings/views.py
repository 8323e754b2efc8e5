"""What is said and shown of a recording, to whom."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.discussions.models import LessonAnswer, LessonQuestion
from portal.discussions.recordings import queries
from portal.discussions.recordings.models import LessonRecording
from portal.discussions.recordings.rules import OUR_FAULT, Form, State, may_play
from portal.jobs.models import Job, JobState, told
from portal.text import Message, message


@dataclass(frozen=True)
class Reader:
    """Who reads a thread: `is_official` works for the place that provides the course, or watches over all."""

    person_id: int | None
    is_official: bool
    may_write: bool


@dataclass(frozen=True)
class Shown:
    """A recording on a page. `address` is empty where the reader cannot play it; `said` tells why, or what comes next."""

    is_sign: bool
    address: str
    media_type: str
    label: Message
    said: Message | None
    words: str
    words_at: datetime | None
    is_self_written: bool
    write_at: str  # where the reader may write the words or put them right; empty when not here


Thread = tuple[int, int | None]


def shown_under(
    request: Request,
    session: Session,
    reader: Reader,
    questions: Sequence[LessonQuestion],
    answers: Mapping[int, Sequence[LessonAnswer]],
) -> dict[Thread, Shown]:
    """The recordings of these questions and answers as this reader has them; one query, two while one is made over."""
    recordings = queries.under(session, [question.id for question in questions])
    jobs = queries.jobs_of(session, recordings.values())
    hidden = {question.id for question in questions if question.hidden_at is not None}
    return {
        place: shown(request, reader, recording, recording.question_id in hidden, jobs.get(recording.id))
        for place, recording in recordings.items()
    }


def shown(
    request: Request, reader: Reader, recording: LessonRecording, is_hidden: bool, job: Job | None = None
) -> Shown:
    """One recording as this reader has it."""
    is_own = recording.person_id == reader.person_id
    plays = may_play(recording.state, bool(recording.words), is_hidden, is_own, reader.is_official)
    url_for = request.app.state.url_for
    may_write = reader.may_write and recording.state is State.READY and not is_hidden
    return Shown(
        is_sign=recording.form is Form.SIGN,
        address=url_for("recording_file", token=recording.token) if plays else "",
        media_type=recording.media_type,
        label=label_of(recording),
        said=_said(recording, is_own, reader, job),
        words=recording.words,
        words_at=recording.words_at,
        is_self_written=recording.words_by_id == recording.person_id,
        write_at=url_for("transcript", token=recording.token) if may_write else "",
    )


def label_of(recording: Any) -> Message:
    """What it is and how long, in words."""
    seconds = round(recording.milliseconds / 1000)
    values = {"minutes": seconds // 60, "seconds": seconds % 60}
    if recording.form is Form.SIGN:
        return message("手语视频，%(minutes)s 分 %(seconds)s 秒，没有声音", **values)
    return message("录音，%(minutes)s 分 %(seconds)s 秒", **values)


def _said(recording: LessonRecording, is_own: bool, reader: Reader, job: Job | None) -> Message | None:
    """What to say of a recording that not everybody can play yet; None when nothing has to be said."""
    if recording.state is State.READY and recording.words:
        return None
    if not (is_own or reader.is_official):
        return OTHERS[recording.form] if not recording.words else STILL if recording.state is State.CONVERTING else None
    if recording.state is State.FAILED:
        return told(recording.said) if recording.said else OUR_FAULT
    if recording.state is State.CONVERTING:
        return _under_way(job)
    if is_own:
        return message("转换好了。现在只有您和提供课程的单位能放。辅助人员写出文字以后，大家才能放。")
    return message("还没有文字。写出文字以后，大家才能放。")


def _under_way(job: Job | None) -> Message:
    if job is not None and job.state == JobState.FAILED:
        return OUR_FAULT
    if job is not None and job.steps and job.message:
        return message(
            "正在转换，第 %(step)s 步，共 %(steps)s 步：%(what)s。可以关掉页面，过一会儿再来看。",
            step=job.step,
            steps=job.steps,
            what=job.message,
        )
    return message("在等转换，一般几分钟。可以关掉页面，过一会儿再来看。")


STILL = message("录的还在转换，先看文字。")
OTHERS = {
    Form.VOICE: message("这里是录音。辅助人员写出文字以后，大家才能看到、听到。"),
    Form.SIGN: message("这里是手语视频。辅助人员写出文字以后，大家才能看到。"),
}


@dataclass
class PlayedFile:
    """The file of a recording, as it is served: never public, for it can be hidden or taken back at any time."""

    digest: str
    media_type: str
    size: int
    is_public: bool = False


def new_key() -> str:
    """What makes one press of a button one deed, however often it arrives."""
    return secrets.token_urlsafe(12)
