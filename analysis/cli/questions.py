"""Commands that ask the register: who stands where, how many, who is leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import (
    day_option,
    mapped_options,
    names_option,
    open_register,
    output_options,
    region_option,
    state_option,
    treaty_option,
    warn,
)
from analysis.cli.saying import answer

if TYPE_CHECKING:
    import pandas as pd

    from analysis.law.names import Names

#: The columns of each answer that tell most, for a terminal that has no room for all.
STANDING = (
    "state", "status_before", "status", "until", "stage_before", "stage", "treaty", "bound",
    "since", "notified", "name", "bound_until",
)  # fmt: skip
COUNTED = ("signatories", "contracting_states", "parties", "withdrawing", "withdrawn")
STEPS = ("state", "status", "stage", "vote", "notified", "effect", "parliament_approved", "name")
CHANGED = ("date", "state", "after", "before", "treaty", "aim", "name")
COVERED = ("day", "km", "km_bound", "km_unbound", "states_bound")


@click.command()
@treaty_option
@region_option
@state_option
@click.option("--standing", help="Statuses to list, such as withdrawing,withdrawn.")
@click.option("--stage", help="Stages to list, such as announced,notified.")
@click.option("--all", "everyone", is_flag=True, help="List states with status 'none' too.")
@day_option("--compare-to", text="An earlier day: what stood then, beside what stands now.")
@click.option("--moved", is_flag=True, help="With --compare-to: only what is otherwise since.")
@mapped_options
def status(
    treaty: Names,
    region: Names,
    state: Names,
    standing: str | None,
    stage: str | None,
    everyone: bool,
    compare_to: pd.Timestamp | None,
    moved: bool,
    **common: Any,
) -> None:
    """Show who stands where: one row per treaty and state.

    until and bound_until are the first day outside; bound says whether the treaty is in force.
    """
    from analysis.law.names import words_asked
    from analysis.terms.stages import STAGES
    from analysis.terms.statuses import STATUSES

    register = open_register(treaty=treaty, **common)
    if compare_to is not None:
        if compare_to >= register.day:
            raise click.UsageError(f"--compare-to is not before {register.day:%Y-%m-%d}")
        table = register.status_since(compare_to, treaty=treaty, region=region, state=state)
    elif moved:
        raise click.UsageError("--moved needs a day to --compare-to")
    elif everyone and region is None and state is None:
        table = register.status_of_all(treaty=treaty)
    else:
        table = register.status(treaty=treaty, region=region, state=state)
    if moved:
        table = _moved(table)
    for column, wanted, valid in (("status", standing, STATUSES), ("stage", stage, STAGES)):
        if wanted is not None:
            chosen = words_asked(column, wanted, valid)
            table = table[table[column].isin(chosen)].reset_index(drop=True)
    warn(register, treaty, region, state)
    answer(table, common["form"], STANDING, folder=register.tables.folder)


def _moved(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows in which a state stands otherwise than on the day compared with."""
    other = (table["status"] != table["status_before"]) | (table["stage"] != table["stage_before"])
    return table[other].reset_index(drop=True)


@click.command()
@treaty_option
@region_option
@click.option("--over-time", is_flag=True, help="One row per day on which a number changes.")
@output_options
def counts(treaty: Names, region: Names, over_time: bool, **common: Any) -> None:
    """Count signatories, contracting States, parties and leavers."""
    register = open_register(treaty=treaty, **common)
    table = register.counts(treaty=treaty, region=region, over_time=over_time)
    warn(register, treaty, region)
    answer(table, common["form"], ("day" if over_time else "treaty", *COUNTED))


@click.command()
@names_option("--treaty", "Treaties by code or name, such as apmbc.", required=True)
@region_option
@mapped_options
def pipeline(treaty: Names, region: Names, **common: Any) -> None:
    """Show the states on their way out, with the date of each step and the day of effect."""
    register = open_register(treaty=treaty, **common)
    table = register.pipeline(treaty=treaty, region=region)
    warn(register, treaty, region)
    answer(table, common["form"], STEPS, folder=register.tables.folder)


@click.command()
@day_option("--since", text="The day after which changes count.", required=True)
@day_option("--until", text="The last day; the as-of day if left out.")
@treaty_option
@region_option
@click.option(
    "--kind", help="Acts or statuses reached to list, such as withdrawal_notified,withdrawn."
)
@output_options
def changes(
    since: pd.Timestamp,
    until: pd.Timestamp | None,
    treaty: Names,
    region: Names,
    kind: str | None,
    **common: Any,
) -> None:
    """Show what happened between two days, one row per change.

    A treaty that ends has a row for each state whose status ends with it.
    """
    asked = {**common, "as_of": until or common["as_of"]}
    register = open_register(treaty=treaty, since=since, **asked)
    if since > register.day:
        raise click.UsageError(f"--since lies after {register.day:%Y-%m-%d}, the last day")
    table = register.changes(since, treaty=treaty, region=region, kind=kind)
    warn(register, treaty, region)
    answer(table, common["form"], CHANGED)


@click.command()
@click.option("--treaty", metavar="CODE", required=True, help="A treaty, such as apmbc.")
@names_option("--region", "A region, such as nato, or states.", required=True)
@names_option("--towards", "Neighbours, such as RUS,BLR.", required=True)
@click.option("--over-time", is_flag=True, help="One row per day on which a length changes.")
@output_options
def coverage(treaty: str, region: Names, towards: Names, over_time: bool, **common: Any) -> None:
    """Measure the land border towards named neighbours that a treaty covers, in km."""
    register = open_register(treaty=treaty, **common)
    table = register.coverage(treaty=treaty, region=region, towards=towards, over_time=over_time)
    warn(register, treaty, region)
    answer(table, common["form"], COVERED)
