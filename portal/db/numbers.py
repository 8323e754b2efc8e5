"""Rows by any count of numbers with one statement that never changes: made, prepared and planned once, not for each count."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Dialect, String, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Numbers(TypeDecorator[Sequence[int]]):
    """Numbers as one text that the database takes apart."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str:
        numbers = json.dumps(list(value or ()))
        return numbers if dialect.name == "sqlite" else f"{{{numbers[1:-1]}}}"


class Among(FunctionElement[bool]):
    """Whether a column is one of the numbers of a parameter."""

    type = Boolean()
    inherit_cache = True
    name = "among"

    def self_group(self, against: Any = None) -> "Among":
        """As it is: “… = 1” behind it, as SQLAlchemy says on SQLite, would keep SQLite from its indexes."""
        return self


def among(column: Any, parameter: str) -> Among:
    """The condition; the numbers are given with the statement, under the parameter's name."""
    return Among(column, bindparam(parameter, type_=Numbers()))


@compiles(Among, "sqlite")
def _on_sqlite(element: Among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"


@compiles(Among, "postgresql")
def _on_postgresql(element: Among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY (CAST({numbers} AS integer[]))"
