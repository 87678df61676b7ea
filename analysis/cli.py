"""The command ``rollback``, one thin function per command.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import pandas as pd

from analysis.checks import check_tables
from analysis.loading import read_tables
from analysis.model import DataFaults, RollbackError, UnknownName
from analysis.printing import FORMATS, print_table
from analysis.register import Register, load_register, to_day

Command = TypeVar("Command", bound=Callable[..., Any])


class Failing(click.Group):
    """Turns what the package refuses into a message and an exit code: 1 failed, 2 wrong usage."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see the exit codes above."""
        try:
            return super().invoke(ctx)
        except DataFaults as faults:
            click.echo(
                f"{faults}\nNothing was computed. `rollback check` lists the same.", err=True
            )
            ctx.exit(1)
        except UnknownName as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(2)
        except RollbackError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)


@click.group(cls=Failing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="disarmament-rollback")
def main() -> None:
    """Who is bound by which disarmament treaty on any day, who is leaving, and how much is left."""


class Day(click.ParamType[pd.Timestamp]):
    """A day, written as ISO 8601."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> pd.Timestamp:
        """Return the day, or fail with what is wrong with it."""
        try:
            return to_day(value)
        except RollbackError as error:
            self.fail(str(error), param, ctx)


def day_option(*names: str, text: str, required: bool = False) -> Callable[[Command], Command]:
    """Return an option that takes a day."""
    return click.option(*names, type=Day(), metavar="DAY", required=required, help=text)


def output_options(command: Command) -> Command:
    """Add the options that every data command takes."""
    for option in (
        click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder."),
        click.option("--format", "form", type=click.Choice(FORMATS), default="table"),
        day_option("--as-of", text="The day asked about; the data's vintage if left out."),
    ):
        command = option(command)
    return command


treaty_option = click.option("--treaty", metavar="CODE", help="A treaty, such as apmbc.")
region_option = click.option("--region", metavar="GROUP", help="A region, such as eastern-flank.")


def open_register(data: Path | None, as_of: pd.Timestamp | None) -> Register:
    """Load the register as of a day."""
    register = load_register(data)
    return register if as_of is None else register.as_of(as_of)


def warn(register: Register, treaty: str | None) -> None:
    """Say on stderr where the day lies beyond what the data cover."""
    for caution in register.cautions(treaty=treaty):
        click.echo(f"Note: {caution}.", err=True)


@main.command()
@treaty_option
@region_option
@click.option("--state", metavar="ISO3", help="A state, such as LVA.")
@click.option("--all", "everyone", is_flag=True, help="List states with status 'none' too.")
@output_options
def status(
    treaty: str | None, region: str | None, state: str | None, everyone: bool, **common: Any
) -> None:
    """Show who stands where: one row per treaty and state."""
    register = open_register(common["data"], common["as_of"])
    if everyone and region is None and state is None:
        table = register.status_of_all(treaty=treaty)
    else:
        table = register.status(treaty=treaty, region=region, state=state)
    warn(register, treaty)
    print_table(table, common["form"])


@main.command()
@treaty_option
@region_option
@click.option("--over-time", is_flag=True, help="One row per day on which a number changes.")
@output_options
def counts(treaty: str | None, region: str | None, over_time: bool, **common: Any) -> None:
    """Count signatories, contracting States, parties and leavers."""
    register = open_register(common["data"], common["as_of"])
    table = register.counts(treaty=treaty, region=region, over_time=over_time)
    warn(register, treaty)
    print_table(table, common["form"])


@main.command()
@click.option("--treaty", metavar="CODE", required=True, help="A treaty, such as apmbc.")
@region_option
@output_options
def pipeline(treaty: str, region: str | None, **common: Any) -> None:
    """Show the states on their way out, with the date of each step and the day of effect."""
    register = open_register(common["data"], common["as_of"])
    table = register.pipeline(treaty=treaty, region=region)
    warn(register, treaty)
    print_table(table, common["form"])


@main.command()
@day_option("--since", text="The day after which changes count.", required=True)
@day_option("--until", text="The last day; the as-of day if left out.")
@treaty_option
@region_option
@output_options
def changes(
    since: pd.Timestamp,
    until: pd.Timestamp | None,
    treaty: str | None,
    region: str | None,
    **common: Any,
) -> None:
    """Show what happened between two days, one row per change."""
    register = open_register(common["data"], until or common["as_of"])
    if since > register.day:
        raise click.UsageError(f"--since lies after {register.day:%Y-%m-%d}, the last day")
    table = register.changes(since, treaty=treaty, region=region)
    warn(register, treaty)
    print_table(table, common["form"])


@main.command()
@click.option("--treaty", metavar="CODE", required=True, help="A treaty, such as apmbc.")
@click.option("--region", metavar="GROUP", required=True, help="A region, such as nato.")
@click.option("--towards", metavar="ISO3,ISO3", required=True, help="Neighbours, such as RUS,BLR.")
@click.option("--over-time", is_flag=True, help="One row per day on which a length changes.")
@output_options
def coverage(treaty: str, region: str, towards: str, over_time: bool, **common: Any) -> None:
    """Measure the land border towards named neighbours that a treaty covers, in km."""
    register = open_register(common["data"], common["as_of"])
    codes = [code.strip() for code in towards.split(",") if code.strip()]
    table = register.coverage(treaty=treaty, region=region, towards=codes, over_time=over_time)
    warn(register, treaty)
    print_table(table, common["form"])


@main.command()
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
def check(data: Path | None, form: str) -> None:
    """Check the data: every fault at once, with file, row, column, value, rule and remedy."""
    raw = read_tables(data)
    faults = check_tables(raw)
    columns = ["file", "row", "column", "value", "rule", "remedy"]
    rows = [[getattr(fault, column) for column in columns] for fault in faults]
    table = pd.DataFrame(rows, columns=columns).astype({"row": "Int64"})
    if faults or form != "table":
        print_table(table, form)
    if faults:
        click.echo(f"{len(faults)} faults in {raw.folder}.", err=True)
        sys.exit(1)
    click.echo(f"No fault in {raw.folder}.", err=form != "table")


@main.command(name="list")
@click.argument(
    "what",
    type=click.Choice(["briefings", "treaties", "regions", "states"]),
    default="briefings",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder.")
def list_command(what: str, form: str, data: Path | None) -> None:
    """List the briefings of the catalogue, or the treaties, regions or states one can ask about."""
    from analysis.listing import list_of

    print_table(list_of(what, data), form)


@main.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG ...]")
@click.option("--all", "everything", is_flag=True, help="Build the whole catalogue.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="How many at once.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    metavar="DIR",
    help="Where briefings go; reports/ if left out.",
)
@click.option("--force", is_flag=True, help="Build even what has not changed.")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder.")
@day_option("--as-of", text="Overrides the day of every briefing built.")
def build(
    slugs: tuple[str, ...],
    everything: bool,
    jobs: int,
    out: Path,
    force: bool,
    data: Path | None,
    as_of: pd.Timestamp | None,
) -> None:
    """Build briefings (HTML, PDF, executed notebook, manifest) into a folder of reports.

    Without a SLUG, the flagships of the catalogue are built.
    """
    from analysis.briefing.catalogue import choose, load_catalogue
    from analysis.briefing.plan import plan_jobs
    from analysis.briefing.publish import build as build_all

    catalogue = load_catalogue()
    wanted = slugs or tuple(catalogue.flagships)
    chosen = catalogue.briefing if everything else choose(catalogue, wanted)
    day = f"{as_of:%Y-%m-%d}" if as_of is not None else None
    planned = plan_jobs(chosen, data, as_of=day)
    failed = 0
    for outcome in build_all(planned, out, processes=jobs, force=force):
        failed += not outcome.ok
        took = f" in {outcome.seconds:.1f} s" if outcome.state == "built" else ""
        click.echo(f"{outcome.slug}: {outcome.state}{took}", err=True)
        if outcome.error:
            click.echo(outcome.error, err=True)
        else:
            click.echo(out / outcome.slug / f"{outcome.slug}.pdf")
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
