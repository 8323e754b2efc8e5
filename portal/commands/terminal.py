"""What every command does first, and how it speaks: one plain line at a time."""

from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.db import connect, migrate
from portal.settings import Settings


def say(sentence: str) -> None:
    """One plain line, at once, also when the output goes to a file."""
    print(sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """One clear sentence instead of a traceback, and a status that says no."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def sentences_about(error: ValidationError) -> list[str]:
    """What is wrong with the settings, each with the name of its variable."""
    sentences = []
    for problem in error.errors():
        name = "".join(f"PORTAL_{part}".upper() for part in problem["loc"])
        said = problem["msg"].removeprefix("Value error, ")
        sentences.append(f"{name}: {said[0].lower()}{said[1:]}." if name else f"{said}.")
    return sentences


def bring_index_up_to_date(engine: Engine) -> None:
    """Make the search index anew where there is none yet, or one by an older tokenizer."""
    from portal.library.indexing import is_index_current, make_index

    if not is_index_current(engine):
        count = make_index(engine)
        if count:
            say(f"Courses that can be searched now: {count}.")


def prepare() -> tuple[Settings, Engine]:
    """Settings from the environment and a migrated database, or one sentence about what is in the way."""
    try:
        settings = Settings()
        settings.data.mkdir(parents=True, exist_ok=True)
        engine = connect(settings.database_url)
        if migrate(engine):
            say("The database has the newest schema.")
        bring_index_up_to_date(engine)
    except ValidationError as error:
        stop(" ".join(sentences_about(error)))
    except OSError as error:
        stop(f"The data folder cannot be written: {error.strerror}: {error.filename}. Set PORTAL_DATA to another one.")
    except (OperationalError, ProgrammingError) as error:
        stop(f"The database does not answer: {str(error.orig).strip().splitlines()[0]}")
    return settings, engine
