"""python3 -m portal COMMAND. Each command prints plain lines, says what it did in numbers, exits 0 only if it did it."""

import sys

import typer

from portal.commands import (
    audit,
    bench,
    check,
    colleges,
    courses,
    credentials,
    ledger,
    package,
    people,
    serve,
    test,
    work,
)

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, help="无碍学堂, the learning portal."
)
app.add_typer(serve.app)
app.add_typer(courses.app)
app.add_typer(check.app)
app.add_typer(bench.app)
app.add_typer(work.app)
app.add_typer(test.app)
app.add_typer(audit.app, name="audit")
app.add_typer(ledger.app, name="ledger")
app.add_typer(credentials.app, name="credentials")
app.add_typer(package.app, name="package")
app.add_typer(people.app, name="people")
app.add_typer(colleges.app, name="colleges")


def main(arguments: list[str]) -> None:
    """Run one command; with none, set up what is missing and serve."""
    app(args=arguments or ["start"], prog_name="python3 -m portal")


if __name__ == "__main__":
    main(sys.argv[1:])
