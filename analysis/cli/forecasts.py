"""Commands that rank the parties by who may leave next, and test past rankings."""

from __future__ import annotations

from typing import Any

import click
import pandas as pd

from analysis.cli.options import day_option, open_register, output_options, region_option, warn
from analysis.printing import print_table

treaty_option = click.option(
    "--treaty", metavar="CODE", required=True, help="A treaty, such as apmbc."
)
leaving_option = click.option(
    "--leaving",
    type=click.Choice(["withdrawal", "suspension", "revocation"]),
    default="withdrawal",
    show_default=True,
    help="What counts: a notice of withdrawal, also a suspension, or also a consent taken back.",
)


@click.command()
@treaty_option
@region_option
@click.option(
    "--horizon",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="YEARS",
    help="How far ahead the chances look.",
)
@leaving_option
@output_options
def watchlist(treaty: str, region: str | None, horizon: float, leaving: Any, **common: Any) -> None:
    """Rank the parties by the chance that they give notice of withdrawal."""
    from analysis.watchlist import watchlist as rank_parties
    from analysis.watchlist import watchlist_sentences

    register = open_register(**common)
    ranking = rank_parties(register, treaty=treaty, region=region, horizon=horizon, leaving=leaving)
    warn(register, treaty)
    print_table(ranking.table.round({"chance": 6, "low": 6, "high": 6}), common["form"])
    for sentence in watchlist_sentences(ranking):
        click.echo(sentence, err=True)


@click.command()
@treaty_option
@click.option(
    "--days",
    metavar="DAY,DAY",
    default="2023-12-31,2024-06-30,2024-12-31,2025-03-31",
    show_default=True,
    help="The days whose lists are tested.",
)
@day_option(
    "--until", text="The last day on which a notice counts; how far the data reach if left out."
)
@click.option("--leavers", is_flag=True, help="List rank and chance of each leaver, not scores.")
@leaving_option
@output_options
def backtest(
    treaty: str,
    days: str,
    until: pd.Timestamp | None,
    leavers: bool,
    leaving: Any,
    **common: Any,
) -> None:
    """Test the watchlists of past days on who then gave notice."""
    from analysis.watchlist import backtest as test_lists
    from analysis.watchlist import backtest_sentences

    register = open_register(**common)
    cuts = [day.strip() for day in days.split(",") if day.strip()]
    test = test_lists(register, treaty=treaty, days=cuts, until=until, leaving=leaving)
    warn(register, treaty)
    verdicts = test.verdicts[["day", "beats_baseline"]]
    print_table(test.leavers if leavers else test.scores.merge(verdicts, on="day"), common["form"])
    for sentence in backtest_sentences(test):
        click.echo(sentence, err=True)
