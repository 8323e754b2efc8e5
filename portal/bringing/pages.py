"""Parts of the pages of a brought file."""

from dataclasses import dataclass

from fastapi import Request
from markupsafe import Markup

from portal.bringing.views import Outcome
from portal.library.packages import render_markdown


@dataclass
class PictureFile:
    """What is known of a picture, for the answer that streams it."""

    digest: str
    media_type: str
    size: int
    is_public: bool = False


def lesson_html(request: Request, brought_id: int, outcome: Outcome, body: str) -> Markup:
    """The body of a lesson as the page of a learner has it."""
    numbers = {picture.name: picture.number for picture in outcome.pictures}

    def file_url(name: str) -> str:
        if name not in numbers:
            return ""
        return str(request.app.state.url_for("brought_picture", brought_id=brought_id, number=numbers[name]))

    return Markup(render_markdown(body, file_url))  # sanitised there
