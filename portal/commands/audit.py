"""Check the audit log from outside."""

import typer
from sqlmodel import Session, func, select

app = typer.Typer(help="The audit log.")


@app.callback()
def audit() -> None:
    """The audit log."""


@app.command()
def verify() -> None:
    """Recompute every chain of the audit log; name each entry that is wrong, and exit 1 when there is one."""
    from portal.audit import AuditEntry
    from portal.audit import verify as find_problems
    from portal.commands.terminal import prepare
    from portal.db import READING
    from portal.text import speaking

    _, engine = prepare()
    with Session(engine.execution_options(**READING)) as session, speaking("en"):
        count = session.exec(select(func.count()).select_from(AuditEntry)).one()
        problems = find_problems(session)
        for problem in problems:
            print(problem)
    print(f"Audit entries: {count}. Problems: {len(problems)}.")
    if problems:
        raise typer.Exit(1)
