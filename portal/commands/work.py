"""The worker of long jobs. The server starts two beside itself; more can run here or on other machines."""

import os
from datetime import UTC, datetime

import typer

app = typer.Typer()


@app.command()
def work(
    quick: bool = typer.Option(False, help="Leave jobs that may take hours, such as making over a film, to others."),
    until_ended: int = typer.Option(0, hidden=True, help="Stop when this parent process has ended."),
) -> None:
    """Do long jobs, one at a time, until told to stop. Any number of workers share the same jobs."""
    import portal.main  # noqa: F401 - the features put their jobs down when they are imported
    from portal.commands.terminal import prepare
    from portal.files import Files
    from portal.jobs import Workshop
    from portal.jobs import work as do_jobs
    from portal.logs import configure_logs

    configure_logs()
    settings, engine = prepare()
    files = Files(settings.files_url, settings.data / "incoming")
    workshop = Workshop(engine, files, settings, clock=lambda: datetime.now(UTC))
    do_jobs(workshop, is_over=lambda: until_ended not in (0, os.getppid()), is_quick=quick)
