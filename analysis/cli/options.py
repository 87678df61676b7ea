"""What the commands share: options, the register they ask, and exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analysis.language.harmless import printable
from analysis.terms.acts import READINGS, Reading
from analysis.terms.errors import (
    DataFaults,
    ImpossibleDay,
    ParameterFaults,
    RollbackError,
    UnknownName,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.register import Register

# Whatever reads or draws is imported by the command that needs it: help is not to wait for pandas.
FORMATS = ("table", "csv", "json")

Command = TypeVar("Command", bound=Callable[..., Any])


class Failing(click.Group):
    """Turns what the package refuses into a message and an exit code: 1 failed, 2 wrong usage."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see the exit codes above."""
        try:
            return super().invoke(ctx)
        except DataFaults as faults:
            complain(f"{faults}\nNothing was computed. `rollback check` lists the same.")
            ctx.exit(1)
        except (UnknownName, ImpossibleDay, ParameterFaults) as error:
            complain(f"Error: {error}")
            ctx.exit(2)
        except RollbackError as error:
            complain(f"Error: {error}")
            ctx.exit(1)


def complain(text: str) -> None:
    """Say something on stderr; what it quotes cannot steer the terminal."""
    click.echo(printable(text, keep="\n"), err=True)


class Day(click.ParamType["pd.Timestamp"]):
    """A day, written as ISO 8601."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> pd.Timestamp:
        """Return the day, or fail with what is wrong with it."""
        from analysis.terms.days import to_day

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
        click.option(
            "--reading",
            type=click.Choice(READINGS),
            default="depositary",
            help="How contested acts count: as the depositary lists them, as their state"
            " claims, or as those who object hold.",
        ),
        click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder."),
        click.option("--format", "form", type=click.Choice(FORMATS), default="table"),
        day_option(
            "--as-of",
            text="The day asked about; if left out, the last day for which the one treaty asked"
            " about is covered, else the data's vintage.",
        ),
    ):
        command = option(command)
    return command


treaty_option = click.option("--treaty", metavar="CODE", help="A treaty, such as apmbc.")
region_option = click.option("--region", metavar="GROUP", help="A region, such as eastern-flank.")


def open_register(
    *,
    data: Path | None,
    as_of: pd.Timestamp | None,
    reading: Reading,
    treaty: str | None = None,
    since: pd.Timestamp | None = None,
    **_: Any,
) -> Register:
    """Load the register as of a day, under a reading of the contested acts.

    A question about one ``treaty`` without a day stands on the last day for which it is covered,
    and says so on stderr; any other on the data's vintage, also one that begins, with ``since``,
    after that day. Raises ``ImpossibleDay``.
    """
    from analysis.register import load_register
    from analysis.terms.days import possible_day

    register = load_register(data).read_as(reading)
    if since is not None:
        possible_day(since, register.tables.vintage)
    if as_of is not None:
        return register.as_of(as_of)
    if treaty not in set(register.tables.treaties["code"]):
        return register
    day = register.default_day(str(treaty))
    if since is not None and since > day:
        return register
    if day != register.day:
        click.echo(
            f"Note: {treaty}: as of {day:%Y-%m-%d}, the last day for which it is covered;"
            " another day is asked about with --as-of.",
            err=True,
        )
    return register.as_of(day)


def warn(register: Register, treaty: str | None, region: str | None = None) -> None:
    """Say on stderr where the day lies before a treaty, or beyond what the data cover.

    And how many of a region's members count on any day because no source says since when.
    """
    treaties = register.tables.treaties
    for code, adopted in treaties.loc[treaties["code"] == treaty, ["code", "adopted"]].values:
        if adopted > register.day:
            complain(f"Note: {code} was adopted on {adopted:%Y-%m-%d}, after the day asked about.")
    for caution in register.cautions(treaty=treaty):
        complain(f"Note: {caution}.")
    if region is not None and (undated := len(register.undated_members(region))):
        complain(
            f"Note: {region}: since when {undated} of {len(register.members(region))} members"
            " belong to it is not on record; they count on any day."
        )


def show(table: pd.DataFrame, form: str) -> None:
    """Print a table on stdout in a format."""
    from analysis.cli.printing import print_table

    print_table(table, form)


def answer(table: pd.DataFrame, form: str) -> None:
    """Print the answer to a question as a table; say on stderr where it has no row."""
    if table.empty:
        complain("Note: nothing in the register answers this question.")
    show(table, form)
