"""A recording on its way: in pieces where scripts run, with the form itself where they do not."""

from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request

from portal.accounts.rules import Actor, Role
from portal.discussions.recordings import rules
from portal.discussions.recordings.actions import Came
from portal.discussions.recordings.rules import Form
from portal.discussions.rules import words_error
from portal.files import Files
from portal.text import Message
from portal.uploads.kinds import Kind, put_down
from portal.uploads.taking import take_in
from portal.uploads.whole import receive

RECORDING = put_down(
    Kind(
        name="recording",
        roles=frozenset({Role.TRAINEE, Role.SUBMITTER, Role.ASSISTANT}),
        endings=rules.ENDINGS,
        marks=rules.MARKS,
        most_bytes=lambda request, now: rules.MOST_BYTES,
        wrong_kind=rules.NOT_OURS,
    )
)


@dataclass(frozen=True)
class Sent:
    """What a form brought. `came` is None when something is wrong; `stored` is what then lies in the store for nothing."""

    form: str = ""
    words: str = ""
    key: str = ""
    came: Came | None = None
    stored: str = ""
    errors: dict[str, Message] = field(default_factory=dict)


async def read_recording(
    request: Request, person: Actor, now: datetime, may_write: bool = False, store: Files | None = None
) -> Sent:
    """The recording and what was chosen and, where somebody may, written with it. Ends before the database is asked.
    `store` is where it goes; None: to the recordings of questions.

    What came in pieces is one deed, however often its form is sent: its key is its own. A file with the form goes first.
    """
    files: Files = store or request.app.state.recordings
    received = await receive(request, files, rules.MOST_BYTES, rules.MARKS)
    fields, upload = received.fields, received.upload
    form = fields.get("form", "")
    words = fields.get("words", "").strip().replace("\r\n", "\n") if may_write else ""
    errors = problems_of(form, words)
    reference, digest, upload_id = f"form/{person.person_id}/{fields.get('key', '')[:60]}", "", None
    if upload is not None:
        digest = upload.digest
    elif received.is_other_kind:
        errors["recording"] = rules.OTHER_KIND
    elif not (token := fields.get("upload", "")):
        errors["recording"] = rules.NO_FILE
    elif not errors:  # what came in pieces stays where it is until its form is right
        taken = await take_in(request, token, person, RECORDING, now, files)
        if taken is None:
            errors["recording"] = rules.NOT_WHOLE
        else:
            reference, digest, upload_id = f"upload/{token}", taken.digest, taken.id
    key = fields.get("key", "")[:60]
    if errors:
        return Sent(form, words, key, None, digest, errors)
    return Sent(form, words, key, Came(digest, Form(form), reference, upload_id, words), digest)


def problems_of(form: str, words: str) -> dict[str, Message]:
    """What is wrong with what was chosen and written, whatever the file is."""
    problems = {} if form in set(Form) else {"form": rules.NO_FORM}
    if words and (wrong := words_error("words", words)):
        problems["words"] = wrong
    return problems
