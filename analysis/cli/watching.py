"""Commands about what was tried, is on record, became of it, is due, and is at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import (
    day_option,
    mapped_options,
    open_register,
    output_options,
    region_option,
    state_option,
    treaty_option,
    warn,
)
from analysis.cli.saying import GEOJSON, answer, complain, note
from analysis.terms.attempts import OUTCOMES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from analysis.law.names import Names
    from analysis.register import Register

#: The columns of an answer that tell most, for a terminal that has no room for all.
TRIED = (
    "state", "started", "treaty", "proposed", "outcome", "actor", "outcome_date", "formality",
    "attempts", "notice", "refusal", "lapse", "open", "unknown",
)  # fmt: skip
DUE = ("day", "treaty", "state", "what", "basis")
AT_STAKE = ("treaty", "period", "state", "measure", "number", "bound", "topic", "edition")
EARLIER = ("strength", "pushes", "pushes_notice", "pairs", "pairs_notice", "decisions",
           "decisions_notice")  # fmt: skip
BOARD = (
    "day", "state", "treaty", "tier", "followed", "followed_on", "strength", "asked", "last_step",
    "days", "came", "came_on", "rows", "notice", "nothing", "waiting", "pairs", "pairs_acted",
)  # fmt: skip


@click.command()
@treaty_option
@state_option
@click.option(
    "--outcome",
    type=click.Choice(OUTCOMES),
    metavar="OUTCOME",
    help=f"Attempts that ended so, as known: {', '.join(OUTCOMES)}.",
)
@click.option("--count", is_flag=True, help="Count them by who made them and how, instead.")
@output_options
def attempts(treaty: Names, state: Names, outcome: str | None, count: bool, **common: Any) -> None:
    """Show attempts to leave, suspend, review or stay, and what came of them, as then known."""
    from analysis.watch.attempts import LIMITS, attempts_known, count_attempts

    register = open_register(treaty=treaty, **common)
    rows = attempts_known(register.tables, register.day)
    rows = _asked_about(register, rows, treaty, None, state)
    rows = rows if outcome is None else rows[rows["outcome"] == outcome]
    note(LIMITS)
    counted = count_attempts(rows) if count else rows.reset_index(drop=True)
    answer(counted, common["form"], TRIED)


@click.command()
@day_option("--from", text="The first day; the day after the as-of day if left out.")
@day_option("--until", text="The last day; all that is known to come if left out.")
@treaty_option
@output_options
def due(until: pd.Timestamp | None, treaty: Names, **common: Any) -> None:
    """Show what is due: effects scheduled by law, terms that end, meetings, as then known."""
    from analysis.watch.due import due as due_rows

    since = common.pop("from")
    register = open_register(treaty=treaty, **common)
    if since is not None and until is not None and until < since:
        raise click.UsageError("--until lies before --from")
    rows = due_rows(register.known, register.spells, register.day, since, until)
    rows = rows[rows["treaty"].isin(register.codes(treaty))]
    warn(register, treaty)
    answer(rows.reset_index(drop=True), common["form"], DUE)


@click.command()
@treaty_option
@output_options
def context(treaty: Names, **common: Any) -> None:
    """Show what mines did, what became of stocks, and how the General Assembly voted."""
    from analysis.measures.context import LIMITS, context_table

    register = open_register(treaty=treaty, **common)
    rows = context_table(register.tables, register.day)
    rows = rows[rows["treaty"].isin(register.codes(treaty))]
    note(LIMITS)
    warn(register, treaty)
    answer(rows.reset_index(drop=True), common["form"], AT_STAKE)


@click.command()
@treaty_option
@region_option
@state_option
@click.option("--ended", is_flag=True, help="What came off the board in the year before, instead.")
@click.option(
    "--counts", is_flag=True, help="What earlier pushes of each strength led to, instead."
)
@click.option("--keep", is_flag=True, help="Write the board of this version into boards.csv.")
@mapped_options
def watch(
    treaty: Names,
    region: Names,
    state: Names,
    ended: bool,
    counts: bool,
    keep: bool,
    **common: Any,
) -> None:
    """Show who may leave: the last step of each state short of a notice, as known on the day.

    Tiers in words, and counts of what became of earlier pushes as strong; never a chance.
    """
    from analysis.watch.board import board, off_board
    from analysis.watch.earlier import earlier_table

    if keep:
        _keep(common["data"])
        return
    register = open_register(treaty=treaty, **common)
    warn(register, treaty)
    note(_limits())
    if counts:
        if common["form"] == GEOJSON:
            raise click.UsageError("--counts has no states to be drawn on a map")
        answer(earlier_table(register.tables, register.day), common["form"], EARLIER)
        return
    rows = off_board(register.tables, register.day) if ended else board(
        register.tables, register.spells, register.day
    )  # fmt: skip
    rows = _asked_about(register, rows, treaty, region, state)
    if not ended and (treaty or state):
        _say_gone(register, treaty, region, state)
    answer(rows, common["form"], BOARD, folder=register.tables.folder)


@click.command()
@treaty_option
@region_option
@state_option
@click.option("--count", is_flag=True, help="Count what followed by tier, instead.")
@output_options
def ledger(treaty: Names, region: Names, state: Names, count: bool, **common: Any) -> None:
    """Show the boards of all quarter-ends since 1997, and what followed within a year of each.

    With --as-of the ledger ends on that day; what followed is all that is held.
    """
    from analysis.watch.ledger import count_ledger, counted_table
    from analysis.watch.ledger import ledger as ledger_rows

    register = open_register(treaty=treaty, **common)
    rows = ledger_rows(register.tables)
    rows = rows[rows["day"] <= register.day]
    rows = _asked_about(register, rows, treaty, region, state)
    note(_limits())
    told = counted_table(count_ledger(register.tables, rows)) if count else rows
    answer(told, common["form"], BOARD)


def _limits() -> str:
    from analysis.watch.attempts import LIMITS

    return LIMITS


def _asked_about(
    register: Register,
    rows: pd.DataFrame,
    treaty: Names,
    region: Names,
    state: Names,
) -> pd.DataFrame:
    from analysis.law.names import find_states

    if treaty is not None:
        rows = rows[rows["treaty"].isin(register.codes(treaty))]
    if region is not None:
        rows = rows[rows["state"].isin(register.members(region))]
    if state is not None:
        rows = rows[rows["state"].isin(find_states(register.tables, state))]
    return rows.reset_index(drop=True)


def _say_gone(register: Register, treaty: Names, region: Names, state: Names) -> None:
    """Say on stderr who of those asked about has given notice, and stands on no board."""
    gone = register.pipeline()
    gone = gone[gone["stage"].isin(["notified", "effective"])]
    for code, own in _asked_about(register, gone, treaty, region, state).groupby("treaty"):
        states = ", ".join(own["state"])
        note(
            f"{code}: notice given, so not on the board: {states}"
            f" (rollback pipeline --treaty {code})."
        )


def _keep(data: Path | None) -> None:
    from analysis.importers.writing import write_board
    from analysis.store.loading import read_tables

    raw = read_tables(data)
    changed = write_board(raw)
    said = "written" if changed else "as it should be; nothing was written"
    click.echo(f"The board of this version in {raw.folder} is {said}.", err=True)


def _renamed(old: str, new: str) -> click.Command:
    """Return a command of an old name, which says what it is called now."""

    @click.command(
        old,
        hidden=True,
        context_settings={"ignore_unknown_options": True, "help_option_names": []},
    )
    @click.argument("anything", nargs=-1, type=click.UNPROCESSED)
    @click.pass_context
    def renamed(context: click.Context, anything: tuple[str, ...]) -> None:
        complain(f"Error: `rollback {old}` is now `rollback {new}`; see `rollback {new} --help`.")
        context.exit(2)

    return renamed


watchlist = _renamed("watchlist", "watch")
backtest = _renamed("backtest", "ledger")
