"""Courses, their versions, lessons and files"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0003"
down_revision = "0002"

PUBLISHED = sa.text("state = 'published'")


def upgrade() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String(80), nullable=False, unique=True),
    )
    create_versions()
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("title_en", sa.String, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("html", sa.String, nullable=False),
        *[sa.Column(name, sa.JSON, nullable=False) for name in ("media", "transcript", "downloads", "questions")],
        sa.UniqueConstraint("version_id", "number"),
        sa.UniqueConstraint("version_id", "slug"),
    )
    op.create_table(
        "version_file",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), primary_key=True),
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    state = op.create_table(
        "library_state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.bulk_insert(state, [{"id": 1, "version": 0}])


def create_versions() -> None:
    texts = ["title", "title_en", "summary", "plain_summary", "occupation", "audience", "provider", "licence"]
    op.create_table(
        "course_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        *[sa.Column(name, sa.String, nullable=False) for name in [*texts, "package_version", "search_text"]],
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        *[
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("level", "learning_minutes", "credit_hundredths", "lesson_count", "text_bytes", "media_bytes")
        ],
        *[
            sa.Column(name, sa.JSON, nullable=False)
            for name in ("people", "rights", "claims", "assessment", "facts", "review")
        ],
        *[sa.Column(name, sa.String(4), nullable=False) for name in ("listen", "look", "keyboard", "braille", "sign")],
        sa.Column("published_at", UtcDateTime),
        sa.Column("valid_until", sa.Date),
        sa.UniqueConstraint("course_id", "number"),
        sa.CheckConstraint("credit_hundredths >= 0", name="credit_not_negative"),
        sa.CheckConstraint("learning_minutes > 0", name="learning_takes_time"),
    )
    op.create_index("ix_course_version_course_id", "course_version", ["course_id"])
    op.create_index("ix_course_version_region_code", "course_version", ["region_code"])
    op.create_index("ix_course_version_newest", "course_version", ["state", "published_at", "id"])
    counted = [
        "state",
        "region_code",
        "category",
        "level",
        "learning_minutes",
        "listen",
        "look",
        "keyboard",
        "braille",
        "sign",
    ]
    op.create_index("ix_course_version_counted", "course_version", counted)
    op.create_index(
        "ix_course_version_one_published",
        "course_version",
        ["course_id"],
        unique=True,
        sqlite_where=PUBLISHED,
        postgresql_where=PUBLISHED,
    )
