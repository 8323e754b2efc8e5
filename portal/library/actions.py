"""Put a package on the shelf: stage it, publish it. The only writer of the library's tables."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import func
from sqlmodel import Session, col, select, update

from portal.errors import Refused
from portal.files import Files
from portal.library.indexing import put_in_index
from portal.library.models import Course, CourseVersion, Lesson, VersionFile, VersionState
from portal.library.packages import Package, PackageLesson, Question, access_facts, plain_text, render_markdown
from portal.library.rules import mark_of, normalise
from portal.library.state import raise_stock_number
from portal.media.actions import want_forms
from portal.text import message

Render = Callable[[str, str], str]  # Markdown and the beginning of its ids, to HTML


def stage(session: Session, files: Files, package: Package, folder: Path, digest: str) -> CourseVersion:
    """Keep a package's files and render its lessons, for reviewers only. Its credit is 0 until somebody sets it.

    The same digest staged twice for one course gives the first version again.
    """
    course = _course_of(session, package.id)
    same = select(CourseVersion).where(CourseVersion.course_id == course.id, CourseVersion.digest == digest)
    if version := session.exec(same.where(col(CourseVersion.state) == VersionState.STAGED)).first():
        return version
    version = _version_of(session, course, package, digest)
    session.add(version)
    session.flush()
    addresses = {}
    for file in package.files:
        kept = files.put(folder / file.name)
        addresses[file.name] = f"/library/{package.id}/files/{quote(file.name)}?v={mark_of(kept)}"
        session.add(
            VersionFile(version_id=version.id, name=file.name, digest=kept, media_type=file.media_type, size=file.size)
        )
    render = _renderer(package, addresses)
    version.assessment = {
        "title": package.assessment.title,
        "title_en": package.assessment.title_en,
        "questions": [_question(question, render) for question in package.assessment.questions],
    }
    for lesson in package.lessons:
        session.add(_lesson_of(version.id, lesson, render))
    session.flush()
    return version


def publish(
    session: Session,
    version: CourseVersion,
    credit_hundredths: int,
    review: dict[str, Any],
    valid_until: date,
    now: datetime,
    facts: list[dict[str, Any]] | None = None,
) -> None:
    """Open a staged version to everyone and supersede the one before it. Twice changes nothing.

    `facts`, when given, are the five ways as reviewers found them, in place of what the package declares.
    """
    if version.state == VersionState.PUBLISHED:
        return
    if version.state != VersionState.STAGED:
        raise Refused(message("这个版本已经撤下，不能再开放。"))
    if credit_hundredths <= 0:
        raise Refused(message("还没有定学分，不能开放。"))
    _refuse_anothers_course(session, version)
    earlier = (col(CourseVersion.course_id) == version.course_id, col(CourseVersion.state) == VersionState.PUBLISHED)
    session.exec(update(CourseVersion).where(*earlier).values(state=VersionState.SUPERSEDED))
    for fact in facts or []:
        setattr(version, fact["way"], fact["verdict"])
    version.facts = facts or version.facts
    version.credit_hundredths, version.review, version.valid_until = credit_hundredths, review, valid_until
    version.state, version.published_at = VersionState.PUBLISHED, now
    session.add(version)
    raise_stock_number(session)
    session.flush()
    put_in_index(session, version)
    want_forms(session, session.exec(select(VersionFile).where(VersionFile.version_id == version.id)), now)


def _refuse_anothers_course(session: Session, version: CourseVersion) -> None:
    """Two places may hand in one id before either has opened; whoever comes second does not take the other's place."""
    course = session.get_one(Course, version.course_id, with_for_update=True)
    others = select(CourseVersion.id).where(
        CourseVersion.course_id == course.id, CourseVersion.state != VersionState.STAGED
    )
    if session.exec(others.where(CourseVersion.region_code != version.region_code).limit(1)).first():
        raise Refused(message("编号 %(slug)s 已经是别的市的课程。", slug=course.slug))


def _course_of(session: Session, slug: str) -> Course:
    course = session.exec(select(Course).where(Course.slug == slug)).first()
    if course is None:
        course = Course(slug=slug)
        session.add(course)
        session.flush()
    return course


def _version_of(session: Session, course: Course, package: Package, digest: str) -> CourseVersion:
    newest = session.exec(select(func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)).one()
    facts = access_facts(package)
    verdicts: dict[str, Any] = {fact.way: fact.verdict for fact in facts}
    text_bytes = sum(len(lesson.body.encode()) for lesson in package.lessons)
    return CourseVersion(
        course_id=course.id,
        number=(newest or 0) + 1,
        digest=digest,
        state=VersionState.STAGED,
        title=package.title,
        title_en=package.title_en,
        summary=package.summary,
        plain_summary=package.plain_summary,
        language=package.language,
        category=package.category,
        occupation=package.occupation,
        level=package.level,
        learning_minutes=package.learning_minutes,
        credit_hundredths=0,
        audience=package.audience,
        provider=package.provider,
        region_code=package.region,
        licence=package.licence,
        package_version=package.version,
        people=[asdict(person) for person in package.people],
        rights=[asdict(right) for right in package.rights],
        claims=[asdict(claim) for claim in package.claims],
        lesson_count=len(package.lessons),
        assessment={},
        **verdicts,
        facts=[
            {"way": fact.way, "verdict": fact.verdict, "reason": fact.reason.msgid, "values": fact.reason.values}
            for fact in facts
        ],
        review={},
        text_bytes=text_bytes,
        media_bytes=sum(file.size for file in package.files),
        search_text=search_text_of(package),
    )


def search_text_of(package: Package) -> str:
    """Everything a learner may look for: titles, summaries, occupation, provider, people and the lessons' words."""
    parts = [package.title, package.title_en, package.summary, package.plain_summary, package.occupation]
    parts += [package.provider, package.audience, *[person.name for person in package.people]]
    for lesson in package.lessons:
        parts += [lesson.title, lesson.title_en, plain_text(lesson.body)]
    return normalise("\n".join(parts))


def _lesson_of(version_id: int, lesson: PackageLesson, render: Render) -> Lesson:
    files = ("media", "poster", "captions", "captions_machine_made", "descriptions", "sign", "sign_stand_in", "voice")
    return Lesson(
        version_id=version_id,
        number=lesson.number,
        slug=lesson.slug,
        title=lesson.title,
        title_en=lesson.title_en,
        kind=lesson.kind,
        minutes=lesson.minutes,
        html=render(lesson.body, "text"),
        media={name: getattr(lesson, name) for name in files} | {"transcript": lesson.transcript_file},
        transcript=[asdict(line) for line in lesson.transcript],
        downloads=[asdict(download) for download in lesson.downloads],
        questions=[_question(question, render) for question in lesson.checkpoint.questions],
    )


def _question(question: Question, render: Render) -> dict[str, Any]:
    """A question as pages and marking need it: its texts rendered, its answers as they were written."""
    ids = f"q{question.number}"
    return asdict(question) | {
        "html": render(question.text, ids),
        "explanation_html": render(question.explanation, f"{ids}-why"),
    }


def _renderer(package: Package, addresses: dict[str, str]) -> Render:
    lessons = {lesson.slug: f"/library/{package.id}/{lesson.slug}" for lesson in package.lessons}
    return lambda text, ids: render_markdown(
        text,
        lambda name: addresses.get(name, ""),
        lambda slug: lessons.get(slug, ""),
        language=package.language,
        ids=ids,
    )
