"""Commands for those who keep data: begin a register of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.cli.options import complain
from analysis.language.harmless import printable


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--states",
    is_flag=True,
    help="Begin with the states of the package, their groups, borders and map.",
)
def new(folder: Path, states: bool) -> None:
    """Begin a register of your own treaties in DIR, a new or an empty folder.

    It is small and valid; its treaty and its acts are made up, and README.md says what to put in
    their place. Every other command asks it with --data DIR.
    """
    from analysis.versions.beginning import begin_register

    for path in begin_register(folder, states=states):
        click.echo(printable(str(path)))
    complain(f"A register to begin with; {folder / 'README.md'} says how to go on.")
