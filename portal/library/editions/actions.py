"""Keep what a version changed, beside the version."""

from sqlmodel import Session

from portal.library.models import CourseVersion, VersionChange


def note_change(session: Session, version: CourseVersion, words: str, is_fix: bool = False) -> None:
    """Keep what the provider says a version changed. A second time changes nothing."""
    if session.get(VersionChange, version.id) is None:
        session.add(VersionChange(version_id=version.id, words=words.strip(), is_fix=is_fix))
        session.flush()
