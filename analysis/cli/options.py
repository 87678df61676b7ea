"""What the commands share: options, the register they ask, and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from analysis.cli.saying import BINARY, FORMATS, GEOJSON, complain, given, note, remember
from analysis.cli.terminal import wrapped
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

    from analysis.law.names import Names
    from analysis.register import Register

# Whatever reads or draws is imported by the command that needs it: help is not to wait for pandas.

#: More cautions than these are counted and not told.
_FEW = 2
Command = TypeVar("Command", bound=Callable[..., Any])


class Whole(click.Group):
    """Lists its commands with their summaries in full, on as many lines as these take."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does; the summary of none is cut."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str(limit=sys.maxsize))
            for name, command in found
            if command is not None and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class Failing(Whole):
    """Turns what the package refuses into a message and an exit code: 1 failed, 2 wrong usage."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see the exit codes above."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _in_lines(error) from None
        except DataFaults as faults:
            complain(f"{faults}\n{faults.consequence}")
            ctx.exit(1)
        except (UnknownName, ImpossibleDay, ParameterFaults) as error:
            complain(f"Error: {error}")
            ctx.exit(2)
        except RollbackError as error:
            complain(f"Error: {error}")
            ctx.exit(1)


def _in_lines(error: click.UsageError) -> click.UsageError:
    """Return the same error in lines that fit the terminal."""
    head = "Error: "
    said = f"{head}{error.format_message()}"
    lines = wrapped(said) if sys.stderr.isatty() else said
    return click.UsageError(lines.removeprefix(head), ctx=error.ctx)


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


def format_option(*forms: str) -> Callable[[Command], Command]:
    """Return the option that says how an answer is written, in one of some forms."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default="table",
        show_default=True,
        callback=_possible_form,
        help="How the rows are written.",
    )


def _possible_form(context: click.Context, option: click.Parameter, form: str) -> str:
    """Return the form asked for, or else that of the file; refuse what cannot be written."""
    target = context.params.get("output")
    chosen = context.get_parameter_source("form") is not click.core.ParameterSource.DEFAULT
    if target is not None and not chosen and isinstance(option.type, click.Choice):
        named = target.suffix.lower().removeprefix(".")
        form = named if named in option.type.choices else form
    if form not in BINARY or context.resilient_parsing:
        return form
    from analysis.store.extras import needed

    needed(form)
    if target is None and sys.stdout.isatty():
        complain(f"Error: no terminal shows {form}; name a file with --output FILE.")
        context.exit(2)
    return form


#: Which register is asked: for every command that reads one.
data_option: Callable[[Command], Command] = click.option(
    "--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder."
)
output_option: Callable[[Command], Command] = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    # Known before the format is: its ending names one.
    is_eager=True,
    help="Write into a file instead of stdout; its ending names the format.",
)
wide_option: Callable[[Command], Command] = click.option(
    "--wide", is_flag=True, help="Show every column, however wide the terminal."
)
#: How a table is written, for every command that prints one.
FORM_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    format_option(*FORMATS, *BINARY),
    output_option,
    wide_option,
)


def form_options(command: Command) -> Command:
    """Add the options that say how a table is written; the command takes them as ``common``."""
    for option in FORM_OPTIONS:
        command = option(command)
    return command


def output_options(command: Command) -> Command:
    """Add the options that every data command takes."""
    return _data_options(command, FORM_OPTIONS)


def mapped_options(command: Command) -> Command:
    """Add the same to a command whose rows are states, which can be written as a map."""
    return _data_options(command, (format_option(*FORMATS, *BINARY, GEOJSON), *FORM_OPTIONS[1:]))


def _data_options(command: Command, form: Sequence[Callable[[Any], Any]]) -> Command:
    for option in (
        click.option(
            "--reading",
            type=click.Choice(READINGS),
            default="depositary",
            help="How contested acts count: as the depositary lists them, as their state"
            " claims, or as those who object hold.",
        ),
        data_option,
        *form,
        click.option("-v", "--verbose", is_flag=True, help="Tell every caution in full."),
        day_option(
            "--as-of",
            text="The day asked about; if left out, the last day for which the one treaty asked"
            " about is covered, else the data's vintage.",
        ),
    ):
        command = option(command)
    return command


def _gathered(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Return what an option was given, repeated or not; ``None`` if it was left out."""
    del context, option
    return given or None


def _codes_of(what: str) -> Callable[..., list[CompletionItem]]:
    """Return what completes a code on the command line: those that begin with what is typed."""

    def complete(
        context: click.Context, option: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        del option
        from analysis.cli.listing import list_of

        *before, last = typed.rpartition(",")
        table = list_of(what, context.params.get("data"))
        pairs = table[table.columns[:2]].itertuples(index=False, name=None)
        begun = "".join(before)
        return [
            CompletionItem(begun + code, help=name)
            for code, name in pairs
            if code.lower().startswith(last.lower()) or name.lower().startswith(last.lower())
        ]

    return complete


def names_option(flag: str, text: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Return an option that names treaties, states or regions; it repeats and takes commas."""
    metavar, what = {
        "--treaty": ("CODE", "treaties"),
        "--region": ("GROUP", "regions"),
        "--state": ("NAME", "states"),
        "--towards": ("NAME", "states"),
    }[flag]
    return click.option(
        flag,
        metavar=metavar,
        multiple=True,
        required=required,
        callback=_gathered,
        shell_complete=_codes_of(what),
        help=text,
    )


treaty_option = names_option(
    "--treaty", "Treaties by code or name, such as apmbc or 'mine ban'; joined by commas."
)
region_option = names_option(
    "--region", "A region, such as nato or eastern-flank, or states such as DEU,FRA,POL."
)
state_option = names_option("--state", "States by code or name, such as LVA or Latvia.")


def open_register(
    *,
    data: Path | None,
    as_of: pd.Timestamp | None,
    reading: Reading,
    treaty: Names = None,
    since: pd.Timestamp | None = None,
    **_: Any,
) -> Register:
    """Load the register as of a day, under a reading of the contested acts.

    A question about one ``treaty`` without a day stands on the last day for which it is covered,
    and says so on stderr; any other on the data's vintage, also one that begins, with ``since``,
    after that day. Raises ``ImpossibleDay``.
    """
    register = _registerasked(data, as_of, reading, treaty, since)
    remember("as of", f"{register.day:%Y-%m-%d}")
    remember("reading of contested acts", reading)
    return register


def _registerasked(
    data: Path | None,
    as_of: pd.Timestamp | None,
    reading: Reading,
    treaty: Names,
    since: pd.Timestamp | None,
) -> Register:
    from analysis.measures.scope import treaty_codes
    from analysis.register import load_register
    from analysis.terms.days import possible_day

    register = load_register(data).read_as(reading)
    if since is not None:
        possible_day(since, register.tables.vintage)
    if as_of is not None:
        return register.as_of(as_of)
    codes = [] if treaty is None else treaty_codes(register.tables, treaty)
    if len(codes) != 1:
        return register
    (code,) = codes
    day = register.default_day(code)
    if since is not None and since > day:
        return register
    if day != register.day:
        complain(
            f"Note: {code}: as of {day:%Y-%m-%d}, the last day for which it is covered;"
            " another day is asked about with --as-of."
        )
    return register.as_of(day)


def warn(register: Register, treaty: Names, region: Names = None, state: Names = None) -> None:
    """Say on stderr where the day lies before a treaty, or beyond what the data cover.

    And why nothing is known of a state under one treaty, and how many of a region's members count
    on any day because no source says since when. More than one caution is told in one line, all of
    them with ``-v``.
    """
    from analysis.law.regions import short_name
    from analysis.measures.scope import treaty_codes

    treaties = register.tables.treaties
    asked = [] if treaty is None else treaty_codes(register.tables, treaty)
    rows = treaties.loc[treaties["code"].isin(asked), ["code", "adopted"]]
    for code, adopted in zip(rows["code"], rows["adopted"], strict=True):
        if adopted > register.day:
            note(f"{code} was adopted on {adopted:%Y-%m-%d}, after the day asked about.")
    cautions = register.cautions(treaty=treaty)
    # That the day lies after the data is said in full, however much else is missing.
    ahead = 1 if register.day > register.tables.vintage else 0
    for caution in cautions[:ahead]:
        note(f"{caution}.")
    _caution(cautions[ahead:])
    if state is not None and len(asked) == 1:
        _tell_silent(register, asked[0], state)
    if region is None:
        return
    region = short_name(register.tables, region)
    if undated := len(register.undated_members(region)):
        note(
            f"{region}: since when {undated} of {len(register.members(region))} members"
            " belong to it is not on record; they count on any day."
        )


def _tell_silent(register: Register, treaty: str, state: str | Iterable[str]) -> None:
    """Say why nothing is known of states that are asked about."""
    from analysis.law.names import find_states
    from analysis.law.silence import silent_cautions

    named = find_states(register.tables, state)
    for told in silent_cautions(register.known, register.day, treaty, named):
        note(f"{told}.")


def _caution(cautions: Sequence[str]) -> None:
    """Say what is not known: all of it where that is little or ``-v`` asks, else how much."""
    if len(cautions) > _FEW and not given("verbose"):
        told = f"{len(cautions)} cautions on what may be missing from this answer"
        complain(f"Note: {told}; they are told with -v, or for one treaty with --treaty.")
        # A file has room for them.
        for caution in cautions:
            remember("note", f"{caution}.")
        return
    for caution in cautions:
        note(f"{caution}.")
