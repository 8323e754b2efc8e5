"""`python3 -m portal check`: lint, types, import contracts and the house rules. Nothing is changed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from portal.commands.checks import locks, messages, sizes, templates

ROOT = Path(__file__).parent.parent.parent
TOOLS = {
    "lint": ["ruff", "check", "--output-format", "concise", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-cache"],
    "template form": ["djlint", "--lint", "--quiet", "templates"],
}
RULES: dict[str, Callable[[Path], Iterator[str]]] = {
    "sizes": sizes.problems,
    "templates": templates.problems,
    "catalogue": messages.problems,
    "locks": locks.problems,
}

app = typer.Typer()


@app.command()
def check(
    only: Annotated[list[str] | None, typer.Argument(help=f"Some of: {', '.join([*TOOLS, *RULES])}.")] = None,
) -> None:
    """Check the code: everything, or what is named. Exits 1 when anything is wrong."""
    chosen = only or [*TOOLS, *RULES]
    if unknown := set(chosen) - {*TOOLS, *RULES}:
        typer.echo(f"There is no check called {', '.join(sorted(unknown))}.", err=True)
        raise typer.Exit(2)
    failed = [name for name in chosen if not passes(name)]
    if failed:
        print(f"{len(chosen) - len(failed)} of {len(chosen)} checks passed. To mend: {', '.join(failed)}.")
        raise typer.Exit(1)
    print(f"All {len(chosen)} checks passed.")


def passes(name: str) -> bool:
    """Run one check and print what it finds."""
    if name in TOOLS:
        program = Path(sys.executable).parent / TOOLS[name][0]
        done = subprocess.run([program, *TOOLS[name][1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name}:\n{done.stdout}{done.stderr}".rstrip())
        return not done.returncode
    found = list(RULES[name](ROOT))
    for problem in found:
        print(f"{name}: {problem}")
    return not found
