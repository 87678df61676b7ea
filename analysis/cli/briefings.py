"""Commands that build briefings, and the notebook of a kind."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.options import day_option

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG ...]")
@click.option("--all", "everything", is_flag=True, help="Build the whole catalogue.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="How many at once.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    metavar="DIR",
    help="Where briefings go; reports/ if left out.",
)
@click.option("--force", is_flag=True, help="Build even what has not changed.")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder.")
@day_option("--as-of", text="Overrides the day of every briefing built.")
def build(
    slugs: tuple[str, ...],
    everything: bool,
    jobs: int,
    out: Path,
    force: bool,
    data: Path | None,
    as_of: pd.Timestamp | None,
) -> None:
    """Build briefings (HTML, PDF, executed notebook, manifest) into a folder of reports.

    Without a SLUG, the flagships of the catalogue are built.
    """
    from analysis.publish.catalogue import choose, load_catalogue
    from analysis.publish.plan import plan_jobs
    from analysis.publish.publish import build as build_all

    catalogue = load_catalogue()
    wanted = slugs or tuple(catalogue.flagships)
    chosen = catalogue.briefing if everything else choose(catalogue, wanted)
    day = f"{as_of:%Y-%m-%d}" if as_of is not None else None
    planned = plan_jobs(chosen, data, as_of=day)
    for job in planned:
        if assumed := job.parameters.get("scenario"):
            stands = f"as of {job.parameters['as_of']}"
            click.echo(f"{job.slug}: hypothetical, assumes {assumed}; {stands}", err=True)
    failed = 0
    for outcome in build_all(planned, out, processes=jobs, force=force):
        failed += not outcome.ok
        took = f" in {outcome.seconds:.1f} s" if outcome.state == "built" else ""
        click.echo(f"{outcome.slug}: {outcome.state}{took}", err=True)
        if outcome.error:
            click.echo(outcome.error, err=True)
        else:
            click.echo(out / outcome.slug / f"{outcome.slug}.pdf")
    if failed:
        sys.exit(1)


@click.command()
@click.argument("kind")
def notebook(kind: str) -> None:
    """Write the notebook of a kind of briefing to stdout, such as regional.

    Redirect it into a file ending in .ipynb, and open that in JupyterLab.
    """
    import nbformat

    from analysis.briefings.notebook import notebook_of
    from analysis.briefings.registry import find_kind

    click.echo(nbformat.writes(notebook_of(find_kind(kind))))  # type: ignore[no-untyped-call]
