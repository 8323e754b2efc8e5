"""What a provider's page says of questions that wait for an answer."""

from collections.abc import Callable

from sqlmodel import Session

from portal.discussions import queries
from portal.discussions.recordings.queries import count_waiting
from portal.text import Message, language, message


def questions_waiting(session: Session, url_for: Callable[..., str], region_code: str) -> list[tuple[Message, str]]:
    """The lessons of a place with unanswered questions, each as the words and address of a link."""
    found = []
    if count := count_waiting(session, region_code):
        found.append((message("%(count)s 段录音或者手语视频等写文字", count=count), url_for("recordings")))
    for row in queries.waiting_for(session, region_code):
        title = row.title_en if language() == "en" and row.title_en else row.title
        words = message(
            "%(title)s，%(lesson)s：%(count)s 个问题等回答", title=title, lesson=row.lesson_slug, count=row.count
        )
        found.append((words, url_for("lesson_questions", slug=row.slug, lesson=row.lesson_slug)))
    return found
