"""What is known of the index itself. The index is no model: each database has its own kind (portal/db/migrations/0010)."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class SearchState(SQLModel, table=True):
    """One row: the number of the tokenizer that the index was made by. Raise TOKENIZER and it is made anew at the next start."""

    __tablename__ = "search_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    made_by: int = 0
