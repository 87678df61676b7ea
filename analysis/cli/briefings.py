"""Commands that build briefings, and the notebook of a kind."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import complain, day_option
from analysis.language.harmless import printable

if TYPE_CHECKING:
    import pandas as pd

    from analysis.cli.progress import Progress
    from analysis.publish.outcome import Outcome
    from analysis.publish.run import Job


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG ...]")
@click.option("--all", "everything", is_flag=True, help="Build the whole catalogue.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="How many at once; as many as there are cores, or threads of the cluster.",
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
@click.option("--quiet", is_flag=True, help="Say nothing but what failed.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print an object for each briefing, a line each."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long the notebook of one briefing may run.",
)
@click.option(
    "--memory-limit",
    type=click.FloatRange(min=64),
    default=2048.0,
    show_default=True,
    metavar="MIB",
    help="How much memory the notebook of one briefing may use, with all that it starts.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Build on the workers of a Dask scheduler, such as tcp://127.0.0.1:8786.",
)
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A catalogue of your own; if left out, catalogue.toml of the data folder, if there is"
    " one, else that of the package.",
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
    quiet: bool,
    as_json: bool,
    time_limit: float,
    memory_limit: float,
    cluster: str | None,
    catalogue: Path | None,
    data: Path | None,
    as_of: pd.Timestamp | None,
) -> None:
    """Build briefings (HTML, PDF, executed notebook, manifest) into a folder of reports.

    Without a SLUG, the flagships of the catalogue are built. A briefing is replaced in one step and
    only when it is whole; one that fails leaves the others alone, and what was published before.
    The PDFs in place are printed on stdout, one a line.
    """
    from analysis.publish.known import fingerprint, recall, remember
    from analysis.store.folder import catalogue_file

    listed = catalogue_file(catalogue, data)
    asked = {"slugs": slugs, "all": everything, "as_of": str(as_of or "")}
    mark = fingerprint(asked, data, listed)
    told: dict[str, Any] = {"quiet": quiet, "as_json": as_json, "explain": explain}
    if not force and (left := recall(out, mark)):
        _tell_unchanged(left, out, told)
        return
    planned = _planned(slugs, everything, data, listed, as_of, time_limit, memory_limit)
    if not quiet:
        _announce_scenarios(planned)
    options = {"processes": jobs, "force": force, "cluster": cluster or ""}
    progress = _build(planned, out, options, told)
    if any(not outcome.ok for outcome in progress.outcomes):
        sys.exit(1)
    remember(out, mark, [job.slug for job in planned], _files_read(planned))


def _planned(
    slugs: tuple[str, ...],
    everything: bool,
    data: Path | None,
    listed: Path,
    as_of: pd.Timestamp | None,
    time_limit: float,
    memory_limit: float,
) -> list[Job]:
    from analysis.publish.lean import skip_grammars

    skip_grammars()
    from analysis.publish.catalogue import choose, load_catalogue
    from analysis.publish.plan import plan_jobs

    catalogue = load_catalogue(listed)
    wanted = slugs or tuple(catalogue.flagships)
    chosen = catalogue.briefing if everything else choose(catalogue, wanted)
    day = f"{as_of:%Y-%m-%d}" if as_of is not None else None
    limits = {"limit": time_limit, "memory": memory_limit}
    return plan_jobs(chosen, data, as_of=day, known=catalogue.briefing, catalogue=listed, **limits)


def _files_read(jobs: Iterable[Job]) -> list[Path]:
    """Return the files beside the data that briefings read, by their parameters."""
    from analysis.briefings.registry import find_kind

    return [path for job in jobs for path in find_kind(job.kind).files_of(job.parameters)]


def _build(jobs: list[Job], out: Path, options: dict[str, Any], told: dict[str, Any]) -> Progress:
    from analysis.cli.progress import progress_for
    from analysis.publish.publish import build as build_all
    from analysis.publish.stopping import stopped_by_signals

    progress = progress_for(len(jobs), out, **told)
    with stopped_by_signals(), progress:
        _follow(build_all(jobs, out, watcher=progress, **options), progress)
    progress.summary()
    return progress


def _tell_unchanged(slugs: Iterable[str], out: Path, told: dict[str, Any]) -> None:
    """Tell that nothing is to be done: what a build left is as it was, and so is all it read."""
    from analysis.cli.progress import progress_for
    from analysis.publish.outcome import UNMOVED, Outcome

    left = list(slugs)
    progress = progress_for(len(left), out, **told)
    with progress:
        for slug in left:
            progress.tell(Outcome(slug, "unchanged", 0.0, why=UNMOVED))
    progress.summary()


def _follow(outcomes: Generator[Outcome, None, None], progress: Progress) -> None:
    # Closed by hand: a build that is stopped puts things in order before anything more is said.
    with contextlib.closing(outcomes):
        for outcome in outcomes:
            progress.tell(outcome)


def _announce_scenarios(jobs: Iterable[Job]) -> None:
    for job in jobs:
        if assumed := job.parameters.get("scenario"):
            stands = f"as of {job.parameters['as_of']}"
            complain(f"{job.slug}: hypothetical, assumes {assumed}; {stands}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("reports"), metavar="[DIR]")
def verify(folder: Path) -> None:
    """Prove every published file of a folder of reports against its manifest.

    Every fault is a line on stdout, and exit 1; DIR is reports/ if left out.
    """
    from analysis.publish.verify import verify as verify_all

    count, faults = verify_all(folder)
    for fault in faults:
        click.echo(printable(fault))
    told = f"{count} briefing{'' if count == 1 else 's'}"
    if faults:
        found = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        click.echo(f"{told}: {found}; `rollback build` mends them.", err=True)
        sys.exit(1)
    click.echo(f"{told}; every file is as published.", err=True)


@click.command()
@click.argument("kind", required=False)
@click.option("--list", "listed", is_flag=True, help="List the kinds of briefing instead.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Data folder: its parameters name what this register has.",
)
def notebook(kind: str | None, listed: bool, data: Path | None) -> None:
    """Write the notebook of a KIND of briefing to stdout, such as regional.

    Redirect it into a file ending in .ipynb, and open that in JupyterLab. With other data than
    those of the package it runs where the variable ROLLBACK_DATA names their folder.
    """
    import nbformat

    from analysis.briefings.notebook import notebook_of
    from analysis.briefings.registry import find_kind, kinds
    from analysis.register import load_register
    from analysis.store.hidden import find_hiding

    if listed:
        for name in kinds():
            click.echo(name)
        return
    if kind is None:
        raise click.UsageError(f"name a kind of briefing: {', '.join(kinds())}")
    made = notebook_of(find_kind(kind), None if data is None else load_register(data))
    click.echo(nbformat.writes(made))  # type: ignore[no-untyped-call]
    if hiding := find_hiding(Path.cwd()):
        complain(f"Note: {hiding} hides the package from a notebook in this folder; rename it.")
    if data is not None:
        complain(f"Note: run it with ROLLBACK_DATA={shlex.quote(str(data.resolve()))}.")
