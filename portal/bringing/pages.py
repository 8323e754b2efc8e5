"""Parts of the pages of a brought file."""

from dataclasses import dataclass

from fastapi import Request, Response
from markupsafe import Markup

from portal.bringing.views import Outcome
from portal.db.session import Db
from portal.library.packages import render_markdown
from portal.submissions.queries import region_name


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


def zip_answer(content: bytes, name: str) -> Response:
    """A package to take along."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, headers=headers, media_type="application/zip")


def provider_of(session: Db, region_code: str) -> str:
    """Who offers a course of this prefecture, as its facts name them."""
    return f"{region_name(session, region_code)[0]}残疾人联合会"
