"""`python3 -m portal bench`: measure the portal against its limits, in one run on one machine."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from portal.commands.bench.place import Place

app = typer.Typer()


@app.command()
def bench(
    suite: Annotated[str, typer.Argument(help="pages, library, ledger or review; all of them without.")] = "",
    json: Annotated[Path | None, typer.Option(help="Write the figures to this file.")] = None,
    courses: Annotated[int, typer.Option(min=100, max=1_000_000, help="Courses on the shelf.")] = 5000,
    transfers: Annotated[int, typer.Option(min=1000, max=10_000_000, help="Rows in the books.")] = 100_000,
    people: Annotated[int, typer.Option(min=0, max=1_000_000, help="Whose books they are; 0: one for fifty rows.")] = 0,
    database_url: Annotated[str, typer.Option(help="An empty PostgreSQL database, for the figures about it.")] = "",
    folder: Annotated[
        Path | None, typer.Option(help="Keep courses and books here, and measure on those that are here.")
    ] = None,
    only_fill: Annotated[
        bool, typer.Option("--only-fill", help="Make courses and books, and measure another time.")
    ] = False,
) -> None:
    """Measure on generated data and print what was met and what was not. Nothing of yours is read or changed."""
    from portal.commands.bench import ledger, library, pages, review
    from portal.commands.bench.books import ENTRIES_EACH
    from portal.commands.bench.figures import Report
    from portal.commands.bench.place import Place
    from portal.commands.terminal import say, stop

    suites = {"pages": pages.measure, "library": library.measure, "ledger": ledger.measure, "review": review.measure}
    if suite and suite not in suites:
        stop(f"There is no suite {suite}. There are {', '.join(suites)}.")
    if only_fill and not folder:
        stop("Say with --folder where to keep what is made.")
    report = Report(say)
    with ExitStack() as ends:
        kept = folder or Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        kept.mkdir(parents=True, exist_ok=True)
        each = max(1, transfers // people) if people else ENTRIES_EACH
        place = Place(kept, courses, transfers, database_url, each=each, ends=ends)
        if only_fill:
            fill(place, suite)
            return
        for name in [suite] if suite else suites:
            suites[name](place, report)
    report.close()
    if json:
        report.write(json)


def fill(place: "Place", suite: str) -> None:
    """Make what a suite measures on, the books for `ledger` and the courses for others, where it stays."""
    from portal.commands.bench import ledger
    from portal.commands.terminal import say

    if suite != "ledger":
        place.fill(say)
    if suite in ("ledger", ""):
        ledger.fill(place, say)
