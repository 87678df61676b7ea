"""Commands about what was tried, what is due, and what is at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import (
    answer,
    day_option,
    open_register,
    output_options,
    treaty_option,
    warn,
)
from analysis.terms.attempts import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@treaty_option
@click.option("--state", metavar="ISO3", help="A state, such as LVA.")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="Attempts that ended so, as known.")
@click.option("--count", is_flag=True, help="Count them by who made them and how, instead.")
@output_options
def attempts(
    treaty: str | None, state: str | None, outcome: str | None, count: bool, **common: Any
) -> None:
    """Show attempts to leave, suspend, review or stay, and what came of them, as then known."""
    from analysis.law.regions import find_state, find_treaty
    from analysis.watch.attempts import LIMITS, attempts_known, count_attempts

    register = open_register(treaty=treaty, **common)
    rows = attempts_known(register.tables, register.day)
    if treaty is not None and treaty not in set(register.tables.attempts["treaty"]):
        treaty = find_treaty(register.tables, treaty)
    if state is not None and state not in set(register.tables.attempts["state"]):
        state = find_state(register.tables, state)
    for column, wanted in (("treaty", treaty), ("state", state), ("outcome", outcome)):
        rows = rows if wanted is None else rows[rows[column] == wanted]
    click.echo(f"Note: {LIMITS}", err=True)
    answer(count_attempts(rows) if count else rows.reset_index(drop=True), common["form"])


@click.command()
@day_option("--from", text="The first day; the day after the as-of day if left out.")
@day_option("--until", text="The last day; all that is known to come if left out.")
@treaty_option
@output_options
def due(until: pd.Timestamp | None, treaty: str | None, **common: Any) -> None:
    """Show what is due: effects scheduled by law, terms that end, meetings, as then known."""
    from analysis.watch.due import due as due_rows

    since = common.pop("from")
    register = open_register(treaty=treaty, **common)
    if since is not None and until is not None and until < since:
        raise click.UsageError("--until lies before --from")
    rows = due_rows(register.known, register.spells, register.day, since, until)
    rows = rows[rows["treaty"].isin(register.codes(treaty))]
    warn(register, treaty)
    answer(rows.reset_index(drop=True), common["form"])


@click.command()
@treaty_option
@output_options
def context(treaty: str | None, **common: Any) -> None:
    """Show what mines did, what became of stocks, and how the General Assembly voted."""
    from analysis.measures.context import LIMITS, context_table

    register = open_register(treaty=treaty, **common)
    rows = context_table(register.tables, register.day)
    rows = rows[rows["treaty"].isin(register.codes(treaty))]
    click.echo(f"Note: {LIMITS}", err=True)
    warn(register, treaty)
    answer(rows.reset_index(drop=True), common["form"])
