"""Check a course package before anybody hands it in."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from portal.library.packages import Finding

app = typer.Typer(help="Course packages.")


@app.callback()
def package() -> None:
    """Course packages."""


@app.command()
def check(
    path: Annotated[Path, typer.Argument(exists=True, readable=True, help="A folder or a zip.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a list for programs.")] = False,
    english: Annotated[bool, typer.Option("--english", help="Say the findings in English.")] = False,
) -> None:
    """Tell everything that is to be put right in a course package; exit 1 when it could not be opened to learners."""
    from portal.library.packages import has_blocker
    from portal.library.packages.report import as_data, as_lines
    from portal.text import speaking

    findings = check_path(path)
    with speaking("en" if english else "zh-CN"):
        if as_json:
            typer.echo(json.dumps(as_data(findings), ensure_ascii=False, indent=2))
        else:
            for line in as_lines(findings):
                typer.echo(line)
    raise typer.Exit(1 if has_blocker(findings) else 0)


def check_path(path: Path) -> "list[Finding]":
    """All findings about a folder, or about a zip and what is in it."""
    from portal.library.packages import check_package, unpack

    if path.is_dir():
        return check_package(path)
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "package"
        findings = unpack(path, into)
        return findings + (check_package(into) if into.exists() else [])
