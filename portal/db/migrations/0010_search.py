"""The search index: a table of each database's own kind, filled from the library's rows, never the truth of anything"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0010"
down_revision = "0009"

SQLITE_INDEX = "CREATE VIRTUAL TABLE search_index USING fts5(words, tokenize = 'ascii', columnsize = 0)"
POSTGRESQL_INDEX = (
    "CREATE TABLE search_index (id bigint CONSTRAINT pk_search_index PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_index_words ON search_index USING gin (words)",
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in [SQLITE_INDEX] if is_sqlite else POSTGRESQL_INDEX:
        op.execute(statement)
    # By which tokenizer the index was made: another number, or none yet, and the next start makes it anew.
    state = op.create_table(
        "search_state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made_by", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.bulk_insert(state, [{"id": 1, "made_by": 0}])
    # When a course last opened, changed or was withdrawn: harvesters ask for what changed since they came.
    op.add_column("course", sa.Column("changed_at", UtcDateTime(), nullable=True))
    op.create_index("ix_course_changed_at_id", "course", ["changed_at", "id"])
    op.execute(
        "UPDATE course SET changed_at = (SELECT max(published_at) FROM course_version WHERE course_id = course.id)"
    )
    op.create_table(
        "recommendation_choice",
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_course_version_trade", "course_version", ["state", "occupation", "published_at"])
