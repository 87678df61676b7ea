"""Commands that measure rollback: how often states leave, and how far participation has fallen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from analysis.cli.options import day_option, names_option, open_register, output_options, warn
from analysis.cli.saying import answer

if TYPE_CHECKING:
    import pandas as pd

    from analysis.law.names import Names

#: The columns of an answer that tell most, for a terminal that has no room for all.
RATES = ("label", "exits", "party_years", "rate", "low", "high", "decisions")
DEPTHS = ("group", "region", "peak", "current", "drawdown_percent", "peak_day", "share")
treaty_option = names_option("--treaty", "Treaties or families; all if left out.")
region_option = names_option(
    "--region",
    "A region, such as nato, or states: its members of the day asked about, at all times;"
    " the world if left out.",
)


@click.command()
@treaty_option
@region_option
@day_option("--since", text="Rates are told before and from this day; 2022-02-24 if left out.")
@output_options
def rates(treaty: Names, region: Names, since: pd.Timestamp | None, **common: Any) -> None:
    """Show exits per 100 party-years with exact intervals: in a region, and in the rest."""
    from analysis.law.regions import short_name
    from analysis.sections.rates.facts import measure_rates, rates_frame
    from analysis.subject.unanswered import INVASION

    register = open_register(treaty=treaty, since=since, **common)
    day = INVASION if since is None else since
    asked = short_name(register.tables, region or "world")
    rows = measure_rates(register, treaty=treaty, region=asked, since=day)
    warn(register, treaty, region)
    answer(rates_frame(rows), common["form"], RATES)


@click.command()
@treaty_option
@region_option
@click.option(
    "--by",
    type=click.Choice(["treaty", "family", "all"]),
    default="treaty",
    show_default=True,
    help="One row each, or one for all together.",
)
@output_options
def depth(
    treaty: Names, region: Names, by: Literal["treaty", "family", "all"], **common: Any
) -> None:
    """Show how far commitments have fallen from their peak, in a region and in the world."""
    import pandas as pd

    from analysis.law.regions import find_region, pinned

    register = open_register(treaty=treaty, **common)
    names = dict.fromkeys((find_region(register.tables, region or "world").slug, "world"))
    parts = [
        register.depth(treaty=treaty, region=pinned(name, register.day), by=by).assign(region=name)
        for name in names
    ]
    warn(register, treaty, region)
    answer(pd.concat(parts, ignore_index=True), common["form"], DEPTHS)
