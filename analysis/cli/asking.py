"""Commands that answer one question whole: why a state is bound, what it did, who belongs where."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import (
    data_option,
    day_option,
    form_options,
    mapped_options,
    open_register,
    output_options,
    region_option,
    state_option,
    treaty_option,
    warn,
)
from analysis.cli.saying import BINARY, answer, complain, remember, say, show, tell
from analysis.cli.terminal import hanging
from analysis.language.harmless import printable

if TYPE_CHECKING:
    import pandas as pd

    from analysis.law.names import Names

#: What the whole register can be written as.
EXPORTS = ("sqlite", "csv", *BINARY)
#: The columns of an answer that tell most, for a terminal that has no room for all.
ACTS = ("date", "state", "kind", "treaty", "body", "summary", "sources")
SPELLS = ("treaty", "status", "start", "end", "name")


@click.command()
@click.argument("state")
@click.argument("treaty")
@day_option("--seen-from", text="The day as known on which it is told; the as-of day if left out.")
@output_options
def explain(state: str, treaty: str, seen_from: pd.Timestamp | None, **common: Any) -> None:
    """Say whether a STATE is bound by a TREATY on a day, since when, by which article and acts.

    The sentence comes first, then the table of acts with their sources, best first. JSON holds
    all of it; other formats hold the acts.
    """
    from analysis.register import load_register

    # A day of one's own to see from has no day of the treaty's coverage to stand on.
    if common["as_of"] is None:
        register = open_register(treaty=treaty, **common)
    else:
        register = load_register(common["data"]).read_as(common["reading"]).as_of(common["as_of"])
        remember("as of", f"{register.day:%Y-%m-%d}")
        remember("reading of contested acts", common["reading"])
    day = register.day
    told = (register if seen_from is None else register.as_of(seen_from)).explain(
        state, treaty, on=day
    )
    warn(register, told.treaty)
    if common["form"] == "json":
        say(json.dumps(told.as_json(), ensure_ascii=False, indent=1) + "\n")
        return
    if common["form"] != "table":
        remember("answer", told.sentence)
        show(told.frame, common["form"])
        return
    tell(told.sentence)
    width = max(map(len, told.rows))
    for name, text in told.rows.items():
        say(f"{hanging(printable(name), printable(text), width)}\n")
    if told.frame.empty:
        return
    say("\n")
    # The titles of all sources of an act are a page of their own.
    keys_alone = sys.stdout.isatty() and not common["wide"] and not common["output"]
    shown = told.frame[[*told.brief]]
    show(shown.drop(columns="source") if keys_alone else shown, "table", ACTS)
    if keys_alone:
        complain("Note: `rollback source KEY` says what a source is; --wide shows their titles.")


@click.command()
@treaty_option
@state_option
@region_option
@click.option("--kind", help="Kinds of act, such as withdrawal_notified,announced.")
@day_option("--since", text="The first day.")
@day_option("--until", text="The last day; the as-of day if left out.")
@output_options
def events(
    treaty: Names,
    state: Names,
    region: Names,
    kind: str | None,
    since: pd.Timestamp | None,
    until: pd.Timestamp | None,
    **common: Any,
) -> None:
    """List the acts that the register holds, each with the publications it rests on."""
    register = open_register(treaty=treaty, **common)
    if since is not None and until is not None and until < since:
        raise click.UsageError("--until lies before --since")
    rows = register.events_with_sources(
        treaty=treaty, state=state, region=region, kind=kind, since=since, until=until
    )
    warn(register, treaty, region)
    answer(rows, common["form"], ACTS)


@click.command()
@click.argument("state")
@treaty_option
@output_options
def history(state: str, treaty: Names, **common: Any) -> None:
    """Show where a STATE stood under each treaty over time; end is the first day after a spell."""
    register = open_register(treaty=treaty, **common)
    rows = register.history(state, treaty=treaty)
    warn(register, treaty)
    answer(rows, common["form"], SPELLS)


@click.command()
@click.argument("region")
@mapped_options
def members(region: str, **common: Any) -> None:
    """List the states that belong to a REGION on a day, and since when a source says so."""
    register = open_register(**common)
    rows = register.member_table(region)
    warn(register, (), region)
    answer(rows, common["form"], folder=register.tables.folder)


@click.command()
@click.argument("key")
@data_option
@form_options
def source(key: str, data: Path | None, form: str, **_: Any) -> None:
    """Show a source by its KEY: who published what, when and where, and how many events name it."""
    from analysis.law.names import unknown
    from analysis.register import load_register

    tables = load_register(data).tables
    rows = tables.sources[tables.sources["source"] == key].reset_index(drop=True)
    if rows.empty:
        raise unknown("source", key, tables.sources["source"])
    named = tables.events["sources"].str.split(";").map(lambda keys: key in keys)
    show(rows.assign(events=int(named.sum())), form)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--to", "form", type=click.Choice(EXPORTS), required=True)
@data_option
def export(folder: Path, form: str, data: Path | None) -> None:
    """Write the whole register into DIR, with its codebook, its licence and how to cite it."""
    from analysis.register import load_register
    from analysis.versions.exporting import export_register

    for path in export_register(load_register(data), folder, form):
        click.echo(printable(str(path)))
    kept = "with the type of each column" if form in BINARY else "with each cell as it stands"
    complain(f"Every table is whole, {kept} in the data.")
