"""The command that writes the page with the day slider."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.cli.options import data_option
from analysis.cli.saying import complain


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("reports/explore.html"),
    metavar="FILE",
    help="Where the page goes; reports/explore.html if left out.",
)
@click.option("--force", is_flag=True, help="Write it even if nothing has changed.")
@data_option
def explore(out: Path, force: bool, data: Path | None) -> None:
    """Write the page that answers for any treaty, region and day, with a slider over the days.

    One file for readers without Python: it needs no network and works from the file system. A page
    whose data and code have not changed is left as it is. Its path is printed on stdout.
    """
    from analysis.explorer.writing import is_written, write_page
    from analysis.publish.known import fingerprint

    mark = fingerprint({"page": "explore"}, data)
    if not force and is_written(out, mark):
        complain(f"{out}: unchanged.")
    else:
        write_page(out, mark, data)
        complain(f"{out}: {out.stat().st_size / 1e6:.2f} MB.")
    click.echo(out)
