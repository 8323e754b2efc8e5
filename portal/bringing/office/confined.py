"""What the confined process does: read one file, write what was made of it into a folder. See portal/media/child.py."""

import json
from dataclasses import asdict
from pathlib import Path

from portal.bringing.office.bringing import bring as bring_content
from portal.errors import Refused
from portal.jobs.models import stored

OUTCOME = "outcome.json"


def bring(path: str, folder: str, file_name: str, prefix: str, make_headings: bool) -> str:
    """Make lessons of the file at `path`. The outcome is a file, for a pipe would fill."""
    into = Path(folder)
    try:
        brought = bring_content(file_name, Path(path).read_bytes(), prefix=prefix, make_headings=make_headings)
    except Refused as refused:
        (into / OUTCOME).write_text(json.dumps({"refused": stored(refused.message)}))
        return "refused"
    pictures = []
    for number, picture in enumerate(brought.pictures, 1):
        (into / str(number)).write_bytes(picture.content)
        pictures.append({key: value for key, value in asdict(picture).items() if key != "content"})
    made = {
        "lessons": [asdict(lesson) for lesson in brought.lessons],
        "notes": [asdict(note) for note in brought.notes],
        "kept": brought.kept,
        "pictures": pictures,
    }
    (into / OUTCOME).write_text(json.dumps(made))
    return "made"
