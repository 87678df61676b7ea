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
@click.option(
    "--jobs", type=click.IntRange(min=1), help="How many at once; as many as there are cores."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    metavar="DIR",
    help="Where briefings go; reports/ if left out.",
)
@click.option("--force", is_flag=True, help="Build even what has not changed.")
@click.option("--explain", is_flag=True, help="Say for each briefing why it is built, or not.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long the notebook of one briefing may run.",
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Data folder.")
@day_option("--as-of", text="Overrides the day of every briefing built.")
def build(
    slugs: tuple[str, ...],
    everything: bool,
    jobs: int | None,
    out: Path,
    force: bool,
    explain: bool,
    time_limit: float,
    data: Path | None,
    as_of: pd.Timestamp | None,
) -> None:
    """Build briefings (HTML, PDF, executed notebook, manifest) into a folder of reports.

    Without a SLUG, the flagships of the catalogue are built. A briefing is replaced in one step and
    only when it is whole; one that fails leaves the others alone, and what was published before.
    """
    from analysis.publish.lean import skip_grammars

    skip_grammars()
    from analysis.publish.catalogue import choose, load_catalogue
    from analysis.publish.plan import plan_jobs
    from analysis.publish.publish import build as build_all
    from analysis.publish.warm import cores

    catalogue = load_catalogue()
    wanted = slugs or tuple(catalogue.flagships)
    chosen = catalogue.briefing if everything else choose(catalogue, wanted)
    day = f"{as_of:%Y-%m-%d}" if as_of is not None else None
    planned = plan_jobs(chosen, data, as_of=day, limit=time_limit)
    for job in planned:
        if assumed := job.parameters.get("scenario"):
            stands = f"as of {job.parameters['as_of']}"
            click.echo(f"{job.slug}: hypothetical, assumes {assumed}; {stands}", err=True)
    failed: list[str] = []
    for outcome in build_all(planned, out, processes=jobs or cores(), force=force):
        failed += [] if outcome.ok else [outcome.slug]
        took = f" in {outcome.seconds:.1f} s" if outcome.state == "built" else ""
        click.echo(f"{outcome.slug}: {outcome.state}{took}", err=True)
        if explain:
            click.echo("".join(f"  because {why}\n" for why in outcome.why), err=True, nl=False)
        if outcome.error:
            click.echo(outcome.error, err=True)
        else:
            click.echo(out / outcome.slug / f"{outcome.slug}.pdf")
    if failed:
        count = f"{len(failed)} of {len(planned)} briefings failed: {', '.join(failed)}"
        click.echo(f"{count}. What was published of them before is still in place.", err=True)
        sys.exit(1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("reports"), metavar="[DIR]")
def verify(folder: Path) -> None:
    """Prove every published file of a folder of reports against its manifest.

    Every fault is a line on stdout, and exit 1; DIR is reports/ if left out.
    """
    from analysis.publish.verify import verify as verify_all

    count, faults = verify_all(folder)
    for fault in faults:
        click.echo(fault)
    told = f"{count} briefing{'' if count == 1 else 's'}"
    if faults:
        found = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        click.echo(f"{told}: {found}; `rollback build` mends them.", err=True)
        sys.exit(1)
    click.echo(f"{told}; every file is as published.", err=True)


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
