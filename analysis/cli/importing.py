"""Commands that bring in what others publish: a saved source, or all pages of the depositary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import Whole, data_option, form_options, names_option
from analysis.cli.saying import complain, show
from analysis.terms.errors import RollbackError, UnknownName

if TYPE_CHECKING:
    from analysis.importers.protocol import Importer, Option
    from analysis.law.names import Names


class Importers(Whole):
    """Has a command for each importer, those of installed packages among them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the importers."""
        del ctx
        from analysis.importers.registry import importer_names

        return importer_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of an importer; one that cannot be loaded says so when it is run."""
        del ctx
        from analysis.importers.registry import find_importer

        try:
            return _command(cmd_name, find_importer(cmd_name))
        except UnknownName:
            return None
        except RollbackError as error:
            return _broken(cmd_name, error)


@click.group("import", cls=Importers, short_help="Read a saved source against the register.")
def import_group() -> None:
    """Compare a saved source with the register, and add what is new.

    Each importer below reads one kind of source. Packages of others can bring more: see
    docs/importing.md.
    """


def _command(name: str, importer: Importer) -> click.Command:
    """Return the command that runs an importer, with an option for all it has to be told."""

    def run(source: Path, apply: bool, data: Path | None, form: str, **rest: Any) -> None:
        from analysis.importers import import_from

        given = {one.name: str(rest[_variable(one)] or "") for one in importer.options}
        imported = import_from(importer, source, data=data, apply=apply, options=given)
        show(imported.table, form)
        for line in imported.report():
            complain(line)

    command: Any = form_options(run)
    for option in (
        data_option,
        click.option("--apply", is_flag=True, help="Add the new rows, after all checks."),
        *map(_click_option, reversed(importer.options)),
        click.argument("source", type=click.Path(path_type=Path), metavar=importer.source),
    ):
        command = option(command)
    told = f"{importer.summary}\n\n{importer.details}"
    return click.command(name, help=told, short_help=importer.summary)(command)


def _variable(option: Option) -> str:
    return f"told_{option.name}".replace("-", "_")


def _click_option(option: Option) -> Any:
    kind = click.Path(path_type=Path, dir_okay=False) if option.kind == "file" else str
    return click.option(
        f"--{option.name}",
        _variable(option),
        type=kind,
        metavar=option.metavar,
        required=option.required,
        help=option.help,
    )


def _broken(name: str, error: RollbackError) -> click.Command:
    """Return a command that says why its importer cannot be used."""

    @click.command(name, short_help="Cannot be loaded.", add_help_option=False)
    @click.argument("anything", nargs=-1, type=click.UNPROCESSED)
    def broken(anything: tuple[str, ...]) -> None:
        del anything
        raise error

    broken.ignore_unknown_options = True
    return broken


@click.command(short_help="Fetch the depositary's status pages against the register.")
@names_option("--treaty", "Treaties by code or name; all that have such a page if left out.")
@click.option(
    "--apply",
    is_flag=True,
    help="Write what is new, with its source, as a new version of the data; then check it and"
    " show what follows.",
)
@click.option(
    "--offline",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read pages saved in DIR instead of fetching them.",
)
@click.option(
    "--from",
    "base",
    metavar="URL",
    help="Fetch from this site instead: a mirror, a web archive. {number} in it stands for that"
    " of the treaty, such as XXVI-5; without it the site has the depositary's own paths.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where fetched pages are kept, each with the day of fetching; the user's cache folder"
    " if left out.",
)
@click.option(
    "--delay",
    type=click.FloatRange(min=0, max=600),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait between two pages.",
)
@data_option
@form_options
def update(
    treaty: Names,
    apply: bool,
    offline: Path | None,
    base: str | None,
    cache: Path | None,
    delay: float,
    data: Path | None,
    form: str,
    **_: Any,
) -> None:
    """Compare the status pages of the depositary with the register, and add what is new.

    Every treaty deposited with the Secretary-General of the United Nations has such a page. They
    are fetched one at a time, and only if they have changed; nothing that cannot be read whole is
    compared. What differs, is missing or tells of a withdrawal is shown and left to you.

    Exit codes: 0 the register has all that the pages show; 3 the pages show something new,
    changed or missing, added or not; 1 a page or the data have a fault, and nothing was written;
    2 wrong usage.
    """
    from analysis.cli.updating import gather, tell
    from analysis.importers.importing import sound_tables
    from analysis.importers.updating import compare_all, updatable

    if offline is not None and (base or cache):
        raise click.UsageError("--offline reads saved pages: --from and --cache have no meaning")
    raw = sound_tables(data)
    wanted = updatable(raw, None if treaty is None else list(treaty))
    gathered = gather(list(wanted), offline, base, cache, delay)
    tell(compare_all(wanted, gathered, raw), gathered, raw, apply=apply, form=form)
