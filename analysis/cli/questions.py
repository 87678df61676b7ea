"""Commands that ask the register: who stands where, how many, who is leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import (
    answer,
    day_option,
    open_register,
    output_options,
    region_option,
    treaty_option,
    warn,
)

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@treaty_option
@region_option
@click.option("--state", metavar="ISO3", help="A state, such as LVA.")
@click.option("--all", "everyone", is_flag=True, help="List states with status 'none' too.")
@output_options
def status(
    treaty: str | None, region: str | None, state: str | None, everyone: bool, **common: Any
) -> None:
    """Show who stands where: one row per treaty and state."""
    register = open_register(treaty=treaty, **common)
    if everyone and region is None and state is None:
        table = register.status_of_all(treaty=treaty)
    else:
        table = register.status(treaty=treaty, region=region, state=state)
    warn(register, treaty, region)
    answer(table, common["form"])


@click.command()
@treaty_option
@region_option
@click.option("--over-time", is_flag=True, help="One row per day on which a number changes.")
@output_options
def counts(treaty: str | None, region: str | None, over_time: bool, **common: Any) -> None:
    """Count signatories, contracting States, parties and leavers."""
    register = open_register(treaty=treaty, **common)
    table = register.counts(treaty=treaty, region=region, over_time=over_time)
    warn(register, treaty, region)
    answer(table, common["form"])


@click.command()
@click.option("--treaty", metavar="CODE", required=True, help="A treaty, such as apmbc.")
@region_option
@output_options
def pipeline(treaty: str, region: str | None, **common: Any) -> None:
    """Show the states on their way out, with the date of each step and the day of effect."""
    register = open_register(treaty=treaty, **common)
    table = register.pipeline(treaty=treaty, region=region)
    warn(register, treaty, region)
    answer(table, common["form"])


@click.command()
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
    """Show what happened between two days, one row per change.

    A treaty that ends has a row for each state whose status ends with it.
    """
    asked = {**common, "as_of": until or common["as_of"]}
    register = open_register(treaty=treaty, since=since, **asked)
    if since > register.day:
        raise click.UsageError(f"--since lies after {register.day:%Y-%m-%d}, the last day")
    table = register.changes(since, treaty=treaty, region=region)
    warn(register, treaty, region)
    answer(table, common["form"])


@click.command()
@click.option("--treaty", metavar="CODE", required=True, help="A treaty, such as apmbc.")
@click.option("--region", metavar="GROUP", required=True, help="A region, such as nato.")
@click.option("--towards", metavar="ISO3,ISO3", required=True, help="Neighbours, such as RUS,BLR.")
@click.option("--over-time", is_flag=True, help="One row per day on which a length changes.")
@output_options
def coverage(treaty: str, region: str, towards: str, over_time: bool, **common: Any) -> None:
    """Measure the land border towards named neighbours that a treaty covers, in km."""
    register = open_register(treaty=treaty, **common)
    codes = [code.strip() for code in towards.split(",") if code.strip()]
    table = register.coverage(treaty=treaty, region=region, towards=codes, over_time=over_time)
    warn(register, treaty, region)
    answer(table, common["form"])
