"""A library of any size, put into the tables in bulk: what staging and publishing would leave there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Engine, func, insert
from sqlmodel import Session, select, update

from portal.accounts import actions as accounts
from portal.accounts.queries import regions
from portal.commands.bench import texts
from portal.jobs.actions import put_in_due
from portal.jobs.models import Job, JobState
from portal.library.indexing import TOKENIZER, passages_of
from portal.library.models import Course, CourseVersion, Lesson, LibraryState, VersionState
from portal.library.packages import plain_text, render_markdown
from portal.library.rules import CATEGORIES, WAYS, normalise
from portal.search import actions as index
from portal.search.models import SearchState

LESSONS = 5
BODIES = 40  # different lessons; more would only take longer to make
ROWS_AT_ONCE = 1000
INDEX_OF_WORDS = "CREATE INDEX ix_search_index_words ON search_index USING gin (words)"
QUESTION = {
    "number": 1,
    "kind": "single",
    "text": "先做哪一件？",
    "html": "<p>先做哪一件？</p>",
    "options": ["先检查工具", "先收拾台面", "先接下一单", "先写价格"],
    "answer": ["先检查工具"],
    "explanation": "工具好用，后面才安全。",
    "explanation_html": "<p>工具好用，后面才安全。</p>",
    "points": 10,
    "lesson": "01-one",
}
NO_MEDIA = dict.fromkeys(("media", "poster", "captions", "descriptions", "sign", "voice", "transcript"), "") | {
    "captions_machine_made": False,
    "sign_stand_in": False,
}
OF_ALL_COURSES = {
    "number": 1,
    "state": VersionState.PUBLISHED,
    "language": "zh-CN",
    "provider": "无碍学堂度量用的课程",
    "licence": "CC-BY-SA-4.0",
    "package_version": "1.0.0",
    "people": [{"name": "度量组", "role": "编写"}],
    "rights": [],
    "claims": [],
    "lesson_count": LESSONS,
    "assessment": {"title": "考核", "questions": [QUESTION | {"number": place} for place in range(1, 11)]},
    "review": {},
    "text_bytes": 12_000,
    "media_bytes": 0,
}
SLUGS = ("01-one", "02-two", "03-three", "04-four", "05-five")


@dataclass(frozen=True)
class Body:
    """The text of a lesson as it is shown and as it is searched."""

    html: str
    plain: str


def fill_shelf(engine: Engine, courses: int, now: datetime) -> None:
    """So many published courses on the shelf, unless they are there from an earlier run.

    Raises ValueError when there are others: ratios of another size would be told.
    """
    with Session(engine) as session:
        there = session.exec(select(func.count()).select_from(CourseVersion)).one()
    if there not in (0, courses):
        raise ValueError(f"there are {there} courses already, not {courses}")
    if not there:
        put_on_shelf(engine, courses, now)
    do_what_is_due(engine, now)


def put_on_shelf(engine: Engine, courses: int, now: datetime) -> None:
    """So many courses of five lessons each, the same ones in every run, all of them in the search index."""
    random = Random(2026)
    is_postgresql = engine.dialect.name == "postgresql"
    if is_postgresql:  # made at the end, all at once, as for any large load
        execute(engine, "DROP INDEX ix_search_index_words")
    bodies = [make_body(random) for _ in range(BODIES)]
    with Session(engine) as session, session.begin():
        accounts.load_regions(session)
        places = [row.code for row in regions(session, "prefecture")]
        for first in range(1, courses + 1, ROWS_AT_ONCE):
            ids = range(first, min(first + ROWS_AT_ONCE, courses + 1))
            session.execute(insert(Course), [{"id": number, "slug": slug_of(number)} for number in ids])
            versions = [version_row(random, number, bodies, random.choice(places), now) for number in ids]
            session.execute(insert(CourseVersion), versions)
            for version in versions:
                index.put(session.connection(), version["id"], passages_of(SimpleNamespace(**version)))
            lessons = [lesson_row(random, number, place, bodies) for number in ids for place in range(LESSONS)]
            session.execute(insert(Lesson), lessons)
        session.execute(update(LibraryState).values(version=courses, stock=courses))
        session.execute(update(SearchState).values(made_by=TOKENIZER))
    if is_postgresql:
        execute(engine, "SET LOCAL statement_timeout = 0", INDEX_OF_WORDS)
    execute(engine, "ANALYZE")


def do_what_is_due(engine: Engine, now: datetime) -> None:
    """What comes by itself has been done this day, week and month: pages are measured, and no look at all courses beside."""
    put_in_due(engine, now)
    with Session(engine) as session, session.begin():
        session.execute(update(Job).values(state=JobState.DONE, finished_at=now))


def execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def slug_of(number: int) -> str:
    return f"course-{number}"


def make_body(random: Random) -> Body:
    markdown = texts.lesson_markdown(random)
    html = render_markdown(markdown, lambda name: "", lambda slug: "", language="zh-CN", ids="text")
    return Body(html, plain_text(markdown))


def version_row(random: Random, number: int, bodies: list[Body], region_code: str, now: datetime) -> dict[str, Any]:
    """A published version: newer numbers opened later."""
    title, summary = texts.trade_title(random), texts.paragraph(random, 2)
    verdicts = {way: random.choice(("full", "full", "part", "none")) for way in WAYS}
    searched = [title, summary, texts.rare_words(random, 25), *[body.plain for body in random.sample(bodies, 2)]]
    return {
        "id": number,
        "course_id": number,
        "digest": f"{number:064x}",
        "title": title,
        "title_en": f"Course {number} of a trade" if number % 3 else "",
        "summary": summary,
        "plain_summary": texts.paragraph(random, 2),
        "category": random.choice(list(CATEGORIES)),
        "occupation": random.choice(texts.TRADES),
        "level": random.choice((1, 1, 2, 3)),
        "learning_minutes": random.randrange(45, 900, 5),
        "credit_hundredths": random.randrange(25, 400, 25),
        "audience": texts.sentence(random),
        "region_code": region_code,
        **verdicts,
        "facts": [
            {"way": way, "verdict": verdict, "reason": "每一课都有完整的文字。", "values": {}}
            for way, verdict in verdicts.items()
        ],
        "search_text": normalise("\n".join(searched)),
        "published_at": now - timedelta(days=400) + timedelta(minutes=number),
        "valid_until": (now + timedelta(days=300)).date(),
        **OF_ALL_COURSES,
    }


def lesson_row(random: Random, version_id: int, place: int, bodies: list[Body]) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "number": place + 1,
        "slug": SLUGS[place],
        "title": texts.sentence(random)[:14],
        "title_en": "",
        "kind": "text",
        "minutes": 20,
        "html": random.choice(bodies).html,
        "media": NO_MEDIA,
        "transcript": [],
        "downloads": [],
        "questions": [QUESTION],
    }
