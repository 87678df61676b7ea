"""Commands about the data themselves: list what there is, compare versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import (
    data_option,
    day_option,
    form_options,
    format_option,
    output_option,
    wide_option,
)
from analysis.cli.saying import BINARY, FORMATS, note, remember, say, show, show_together

if TYPE_CHECKING:
    import pandas as pd

#: The tables of a comparison, in the order in which they are told.
COMPARED = ("rows", "statuses", "counts", "standings")
#: The columns of an answer that tell most, for a terminal that has no room for all.
LISTED = ("slug", "kind", "code", "region", "state", "name", "title", "about", "covered_to")
CELLS = ("change", "key", "treaty", "state", "day", "start", "measure", "column", "before", "after")


@click.command(name="list")
@click.argument(
    "what",
    type=click.Choice(["briefings", "kinds", "treaties", "regions", "states", "aliases"]),
    default="briefings",
)
@form_options
@data_option
@click.option(
    "--catalogue", type=click.Path(path_type=Path), metavar="FILE", help="A catalogue of your own."
)
def list_command(what: str, form: str, data: Path | None, catalogue: Path | None, **_: Any) -> None:
    """List the briefings of the catalogue, their kinds, or what one can ask about."""
    from analysis.cli.listing import list_of

    show(list_of(what, data, catalogue), form, LISTED)


@click.command()
@click.argument("old")
@click.argument("new")
@day_option("--as-of", text="The last day that is compared; the later vintage if left out.")
@click.option(
    "--what",
    type=click.Choice(COMPARED),
    help="One of the four tables; only table and xlsx hold all, others the rows if left out.",
)
@format_option(*FORMATS, *BINARY, "markdown")
@output_option
@wide_option
def compare(
    old: str, new: str, as_of: pd.Timestamp | None, form: str, what: str | None, **_: Any
) -> None:
    """Compare two versions of the data: what was corrected, removed and added, and what follows.

    What follows are the statuses and counts that read otherwise, and the stages of leaving and
    places on the board (standings) that moved. OLD and NEW are data folders or git revisions
    (HEAD~3, a tag, REVISION:PATH); markdown is a section for data/CHANGES.md.
    """
    from analysis.versions import changes_markdown, compare_versions, open_version

    difference = compare_versions(open_version(old), open_version(new), as_of)
    if form == "markdown":
        say(changes_markdown(difference))
        return
    for caution in difference.cautions:
        note(f"{caution}.")
    remember("as of", f"{difference.day:%Y-%m-%d}")
    titles = COMPARED if form in ("table", "xlsx") and not what else (what or "rows",)
    tables = {title: getattr(difference, title) for title in titles}
    if form in BINARY:
        show_together(tables, form, difference.new.register.tables.package)
        return
    for title, table in tables.items():
        if len(titles) > 1:
            told = f" ({difference.counted})" if title == "rows" and len(table) else ""
            say(f"{title}: {len(table)}{told}\n")
        # A table of which there is nothing to tell has no header either.
        if len(table) or len(titles) == 1:
            show(table, form, CELLS)
