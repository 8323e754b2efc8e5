"""The keys that badges are signed with."""

import typer

from portal.commands.terminal import prepare, say, stop

app = typer.Typer(help="The keys that badges are signed with.")


@app.callback()
def credentials() -> None:
    """The keys that badges are signed with."""


@app.command()
def keys() -> None:
    """List every key: what it signs, since when, and whether it is in use, published or withdrawn."""
    from sqlmodel import Session

    from portal.credentials.queries import all_keys
    from portal.db import READING

    _, engine = prepare()
    with Session(engine.execution_options(**READING)) as session:
        found = all_keys(session)
        for key in found:
            state = "withdrawn" if key.withdrawn_at else "retired, still published" if key.retired_at else "in use"
            say(f"{key.name}: {key.algorithm}, made {key.made_at:%Y-%m-%d}, {state}.")
    say(f"Keys: {len(found)}.")


@app.command()
def rotate() -> None:
    """Sign with new keys from now on. The old ones stay published, so that what they signed still holds."""
    from datetime import UTC, datetime

    from sqlmodel import Session

    from portal.credentials.actions import rotate_keys
    from portal.vault import Vault

    settings, engine = prepare()
    with Session(engine) as session, session.begin():
        made = rotate_keys(session, Vault(settings.secret_key), datetime.now(UTC))
    say(f"Done: {made} new keys sign from now on. Earlier badges still hold.")


@app.command()
def withdraw(key: str) -> None:
    """Publish a key no more, because somebody else may have it. Whatever it signed holds no longer."""
    from datetime import UTC, datetime

    from sqlmodel import Session

    from portal.credentials.actions import withdraw_key
    from portal.vault import Vault

    settings, engine = prepare()
    with Session(engine) as session, session.begin():
        is_done = withdraw_key(session, Vault(settings.secret_key), key, datetime.now(UTC))
    if not is_done:
        stop(f"No key {key} is published. Nothing was changed.")
    say(f"Done: {key} is published no more. Its badges no longer hold; holders may download them again.")
