"""What a command says: its answer on stdout or in a file, and all else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.terminal import wrapped
from analysis.language.harmless import printable
from analysis.terms.errors import RollbackError

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("table", "csv", "json", "md")
#: Forms that no terminal can show.
BINARY = ("xlsx", "parquet")
#: A further one, of rows that are states.
GEOJSON = "geojson"

#: Where a command keeps what it told beside its answer, and which file it has begun to write.
_TOLD, _BEGUN = f"{__name__}.told", f"{__name__}.begun"


def complain(text: str) -> None:
    """Say something on stderr; what it quotes cannot steer the terminal."""
    harmless = printable(text, keep="\n")
    click.echo(wrapped(harmless) if sys.stderr.isatty() else harmless, err=True)


def remember(name: str, text: str) -> None:
    """Keep what a command told beside its answer, for a file that must explain itself."""
    if (context := click.get_current_context(silent=True)) is not None:
        context.meta.setdefault(_TOLD, []).append((name, text))


def note(text: str) -> None:
    """Say on stderr what is to be known of an answer, and keep it for a file."""
    remember("note", text)
    complain(f"Note: {text}")


def given(option: str) -> Any:
    """Return what the running command was given for an option, ``None`` where it has none."""
    context = click.get_current_context(silent=True)
    return context.params.get(option) if context is not None else None


def tell(text: str) -> None:
    """Say a sentence with the answer, in lines that fit the terminal where there is one."""
    harmless = printable(text, keep="\n")
    fitting = sys.stdout.isatty() and given("output") is None
    say(f"{wrapped(harmless) if fitting else harmless}\n")


def say(text: str) -> None:
    """Write text that is ready, on stdout or into the file that ``--output`` names."""
    if given("output") is None:
        click.echo(text, nl=False)
    else:
        _put(text.encode())


def _put(content: bytes) -> None:
    """Write octets, on stdout or into the file that ``--output`` names, after those before."""
    target, context = given("output"), click.get_current_context(silent=True)
    if target is None:
        sys.stdout.buffer.write(content)
        return
    begun = context is not None and context.meta.get(_BEGUN) == target
    try:
        with target.open("ab" if begun else "wb") as file:
            file.write(content)
    except OSError as error:
        raise RollbackError(f"{target} cannot be written: {error.strerror}") from error
    if not begun and context is not None:
        context.meta[_BEGUN] = target
        complain(f"Written to {target}.")


def show(table: pd.DataFrame, form: str, brief: Sequence[str] = ()) -> None:
    """Print a table in a format: on stdout, or into the file that ``--output`` names.

    ``brief`` are the columns that tell most, for a terminal that has no room for all.
    """
    from analysis.cli.printing import print_table, written

    if form in BINARY:
        show_together({click.get_current_context().info_name or "rows": table}, form)
    elif given("output") is None:
        print_table(table, form, wide=bool(given("wide")), brief=brief)
    else:
        say(written(table, form))


def show_together(
    tables: Mapping[str, pd.DataFrame], form: str, package: dict[str, Any] | None = None
) -> None:
    """Write tables as one file that explains itself, in a form that no terminal shows.

    ``package`` is the data package behind them; that of the data asked if left out.
    """
    from analysis.cli.filing import encoded

    context = click.get_current_context()
    _put(encoded(tables, form, context.meta.get(_TOLD, []), package))


def answer(
    table: pd.DataFrame, form: str, brief: Sequence[str] = (), *, folder: Path | None = None
) -> None:
    """Print the answer to a question as a table; say on stderr where it has no row.

    ``brief`` as in :func:`show`; ``folder`` is that of the data, of whose map GeoJSON takes the
    shapes.
    """
    if table.empty:
        note("nothing in the register answers this question.")
    if form == GEOJSON and folder is not None:
        from analysis.cli.mapped import as_geojson

        say(as_geojson(table, folder))
        return
    show(table, form, brief)
