"""Lists are read as rows of columns, not as objects: it is quicker, and a page gets what it shows."""

from typing import Any

from sqlalchemy import select


def select_rows(*columns: Any) -> Any:
    """A select of any number of columns (SQLModel types four at most). Its rows answer to the columns' names."""
    return select(*columns)
