"""Check the books of the credit bank from outside."""

import typer
from sqlmodel import Session

app = typer.Typer(help="The credit bank.")


@app.callback()
def ledger() -> None:
    """The credit bank."""


@app.command()
def verify() -> None:
    """Recompute every account and seal, check certificates and what was taken back; name each row that is wrong, and exit 1 when one is."""
    from portal.appeals import verifying as appeals
    from portal.certificates import queries as certificates
    from portal.commands.terminal import prepare, say
    from portal.conversion import queries as conversion
    from portal.credits import queries
    from portal.credits.verifying import verify as verify_books
    from portal.db import READING
    from portal.recognition import queries as recognition
    from portal.reversals import queries as reversals
    from portal.seals import queries as seals
    from portal.seals import verifying as sealed
    from portal.text import speaking

    _, engine = prepare()
    with Session(engine.execution_options(**READING)) as session, speaking("en"):
        accounts, transfers = queries.count_accounts(session), queries.count_transfers(session)
        issued = certificates.count_certificates(session)
        problems = [problem.said for problem in verify_books(session)]
        problems += certificates.verify(session) + reversals.verify(session) + appeals.verify(session)
        problems += conversion.verify(session)
        made = seals.count_seals(session)
        problems += sealed.verify(session) + recognition.verify(session)
        for problem in problems:
            say(str(problem))
    say(
        f"Accounts: {accounts}. Entries: {transfers}. Certificates: {issued}. Seals: {made}. Problems: {len(problems)}."
    )
    if problems:
        raise typer.Exit(1)
