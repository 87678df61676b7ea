"""Commands for those who keep data: begin a register of one's own, and check it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.options import data_option
from analysis.cli.saying import FORMATS, complain, show, tell
from analysis.language.harmless import printable

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store.loading import RawTables
    from analysis.terms.errors import Fault

#: A form for the annotations of a pull request.
GITHUB = "github"
#: How often the files are looked at, in seconds.
_PAUSE = 0.5
_COLUMNS = ["file", "row", "column", "value", "rule", "remedy"]


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


@click.command()
@data_option
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS, GITHUB]),
    default="table",
    show_default=True,
    help="How the faults are written; github: annotations of a pull request.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until stopped.")
def check(data: Path | None, form: str, watch: bool) -> None:
    """Check the data: every fault at once, with file, row, column, value, rule and remedy."""
    from analysis.store.folder import default_folder

    sound = _check(data, form)
    if watch:
        try:
            for changed in changes_of(data or default_folder()):
                complain(f"\n{', '.join(changed[:3])}{', ...' if changed[3:] else ''} changed.")
                sound = _check(data, form)
        except KeyboardInterrupt:
            complain("")
    if not sound:
        sys.exit(1)


def changes_of(folder: Path, pause: float = _PAUSE) -> Iterator[list[str]]:
    """Yield the names of the files of a data folder that have changed, each time that some have.

    A file that is still being written is waited for.
    """
    known = _stamps(folder)
    while True:
        time.sleep(pause)
        now = _stamps(folder)
        if now != known:
            while now != (now := _later(folder, pause)):
                pass
            moved = sorted(name for name in {*known, *now} if known.get(name) != now.get(name))
            known = now
            if moved:
                yield moved


def _later(folder: Path, pause: float) -> dict[str, tuple[int, int]]:
    time.sleep(pause)
    return _stamps(folder)


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file of a data folder was last written, and its size."""
    found = {}
    for path in (*folder.glob("*.csv"), *folder.glob("*.json"), *folder.glob("*/*.geojson")):
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        found[path.relative_to(folder).as_posix()] = (state.st_mtime_ns, state.st_size)
    return found


def _check(data: Path | None, form: str) -> bool:
    """Check the data and tell every fault; return whether there is none."""
    from analysis.checks import check_tables
    from analysis.store.loading import read_tables

    raw = read_tables(data)
    faults = check_tables(raw)
    _tell(raw, faults, form)
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        complain(f"{count} in {raw.folder}.")
        return False
    click.echo(f"No fault in {raw.folder}.", err=form != "table")
    return True


def _tell(raw: RawTables, faults: Sequence[Fault], form: str) -> None:
    if form == GITHUB:
        for fault in faults:
            click.echo(annotation(fault, raw.folder))
    elif form == "table" and sys.stdout.isatty():
        # A sentence each: a table of six columns leaves no room for the remedy.
        for fault in faults:
            tell(f"- {fault}")
    elif faults or form != "table":
        show(_table(faults), form)


def _table(faults: Sequence[Fault]) -> pd.DataFrame:
    import pandas as pd

    rows = [[getattr(fault, column) for column in _COLUMNS] for fault in faults]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"row": "Int64"})


def annotation(fault: Fault, folder: Path) -> str:
    """Return a fault as a workflow command that marks its line in a pull request."""
    path = (folder / fault.file).resolve()
    here = Path.cwd().resolve()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    place = f"file={_property(shown.as_posix())}"
    if fault.row is not None:
        place += f",line={fault.row}"
    about = f"{fault.column}: " if fault.column else ""
    said = f"{about}{fault.value!r}: {fault.rule}. {fault.remedy}"
    return f"::error {place},title={_property(fault.rule)}::{_escaped(printable(said))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(printable(text)).replace(":", "%3A").replace(",", "%2C")
