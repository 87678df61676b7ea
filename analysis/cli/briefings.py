"""Commands that build briefings, and the notebook of a kind."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.options import data_option, day_option
from analysis.cli.saying import complain
from analysis.cli.terminal import hanging
from analysis.language.harmless import printable
from analysis.language.numbers import plural

if TYPE_CHECKING:
    import pandas as pd

    from analysis.cli.progress import Progress
    from analysis.publish.catalogue import Catalogue
    from analysis.publish.outcome import Outcome
    from analysis.publish.run import Job
    from analysis.register import Register

#: Stands for an archive that was asked for without a name.
_BUNDLE = Path("*")


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
    "--list",
    "listing",
    is_flag=True,
    help="Build nothing: list the catalogue, and what has nothing to say and why.",
)
@click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value=_BUNDLE,
    metavar="[FILE.zip]",
    help="Also write one archive of these briefings; DIR/briefings.zip if no FILE is named.",
)
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A catalogue of your own; if left out, catalogue.toml of the data folder, if there is"
    " one, else that of the package.",
)
@data_option
@day_option("--as-of", text="Overrides the day of every briefing built.")
def build(slugs: tuple[str, ...], **given: Any) -> None:
    """Build briefings (HTML, PDF, executed notebook, manifest) into a folder of reports.

    Without a SLUG, the flagships of the catalogue are built. A briefing is replaced in one step and
    only when it is whole; one that fails leaves the others alone, and what was published before.
    The PDFs in place are printed on stdout, one a line.
    """
    from analysis.publish.known import fingerprints, recall, remember
    from analysis.publish.warm import serving
    from analysis.store.folder import default_folder

    order = _Order(slugs, **given)
    bundle = _bundle_of(order)
    if order.listing:
        _list_catalogue(order)
        return
    base = {"as_of": str(order.as_of or "")}
    asked = {"slugs": slugs, "all": order.everything, **base}
    mark, mark_of_index = fingerprints(
        [asked, {"index": True, **base}], order.data, order.listed_in
    )
    if not order.force and (left := recall(order.out, mark)):
        _tell_unchanged(left, order.out, order.told)
    else:
        folder = order.data or default_folder()
        # What kernels are forked from loads while this process reads the catalogue.
        with contextlib.nullcontext() if order.cluster else serving([folder]):
            planned, overview = _planned(order, mark_of_index)
            progress = _build(planned, overview, order)
        if any(not outcome.ok for outcome in progress.outcomes):
            if bundle:
                complain(f"{bundle} was not written: a briefing that belongs in it failed.")
            sys.exit(1)
        left = [job.slug for job in planned]
        remember(order.out, mark, left, _files_read(planned))
    if bundle:
        _write_bundle(bundle, order, left, mark_of_index)


@dataclass(frozen=True)
class _Order:
    """What the command was asked for."""

    slugs: tuple[str, ...]
    everything: bool
    jobs: int | None
    out: Path
    force: bool
    explain: bool
    quiet: bool
    as_json: bool
    listing: bool
    time_limit: float
    memory_limit: float
    cluster: str | None
    bundle: Path | None
    catalogue: Path | None
    data: Path | None
    as_of: pd.Timestamp | None

    @property
    def listed_in(self) -> Path:
        from analysis.store.folder import catalogue_file

        return catalogue_file(self.catalogue, self.data)

    @property
    def day(self) -> str | None:
        return f"{self.as_of:%Y-%m-%d}" if self.as_of is not None else None

    @property
    def told(self) -> dict[str, Any]:
        return {"quiet": self.quiet, "as_json": self.as_json, "explain": self.explain}


def _planned(order: _Order, mark: str) -> tuple[list[Job], Callable[[], dict[str, Any]]]:
    """Return the jobs, and what gives the index what it says beside the briefings."""
    from analysis.publish.lean import skip_grammars

    skip_grammars()
    from analysis.publish.matrix import select
    from analysis.publish.plan import checked_catalogue, plan_jobs
    from analysis.register import load_register

    register = load_register(order.data)
    catalogue = checked_catalogue(register, as_of=order.day, listed_in=order.listed_in)
    chosen = select(catalogue, register, order.slugs, everything=order.everything, as_of=order.day)
    limits: dict[str, Any] = {"limit": order.time_limit, "memory": order.memory_limit}
    about: dict[str, Any] = {"as_of": order.day, "listed_in": order.listed_in}
    jobs = plan_jobs(chosen, order.data, register=register, **about, **limits)

    return jobs, lambda: _overview(order, mark, register, catalogue)


def _overview(
    order: _Order, mark: str, register: Register | None = None, catalogue: Catalogue | None = None
) -> dict[str, Any]:
    """Return what the index says beside the briefings, as an earlier build left it if it can."""
    from analysis.publish.known import recall_overview, remember_overview

    found = recall_overview(order.out, mark)
    if found is None:
        from analysis.publish.overview import overview_of
        from analysis.publish.plan import checked_catalogue
        from analysis.register import load_register

        register = register or load_register(order.data)
        catalogue = catalogue or checked_catalogue(
            register, as_of=order.day, listed_in=order.listed_in
        )
        found = overview_of(register, catalogue, as_of=order.day)
        remember_overview(order.out, mark, found)
    return found


def _list_catalogue(order: _Order) -> None:
    """Print each briefing with its title, and on stderr what is left out and why."""
    from analysis.cli.listing import left_out
    from analysis.publish.matrix import select, write_out
    from analysis.publish.plan import checked_catalogue
    from analysis.register import load_register

    register = load_register(order.data)
    catalogue = checked_catalogue(register, as_of=order.day, listed_in=order.listed_in)
    atlas = write_out(catalogue, register, as_of=order.day)
    chosen = atlas.entries
    if order.slugs:
        chosen = tuple(select(catalogue, register, order.slugs, as_of=order.day))
    width = max((len(entry.slug) for entry in chosen), default=0)
    for entry in chosen:
        click.echo(hanging(printable(entry.slug), printable(entry.title), width))
    if not order.slugs and not order.quiet:
        for line in left_out(atlas.left, register, folded=not order.explain):
            complain(line)


def _bundle_of(order: _Order) -> Path | None:
    """Return where the archive is to lie; refused before any work where that cannot be.

    Raises ``click.UsageError`` for a name that is no archive's, and was meant for something else.
    """
    if order.bundle is None:
        return None
    named = order.bundle != _BUNDLE
    if named and order.bundle.suffix != ".zip":
        raise click.UsageError(
            f"--bundle takes a file that ends in .zip, and {order.bundle} does not; to have the"
            " archive in the folder of reports, put --bundle last"
        )
    from analysis.publish.bundle import check_bundle

    path = order.bundle if named else order.out / "briefings.zip"
    check_bundle(path)
    return path


def _write_bundle(bundle: Path, order: _Order, slugs: list[str], mark: str) -> None:
    from analysis.publish.bundle import write_bundle

    size = write_bundle(bundle, order.out, slugs, _overview(order, mark))
    if not order.quiet:
        complain(f"{bundle}: {len(slugs)} {plural(len(slugs), 'briefing')}, {size / 1e6:.1f} MB.")


def _files_read(jobs: Iterable[Job]) -> list[Path]:
    """Return the files beside the data that briefings read, by their parameters."""
    from analysis.briefings.registry import find_kind

    return [path for job in jobs for path in find_kind(job.kind).files_of(job.parameters)]


def _build(jobs: list[Job], overview: Callable[[], dict[str, Any]], order: _Order) -> Progress:
    from analysis.cli.progress import progress_for
    from analysis.publish.publish import build as build_all
    from analysis.publish.stopping import stopped_by_signals

    if not order.quiet:
        _announce_scenarios(jobs)
    progress = progress_for(len(jobs), order.out, **order.told)
    how: dict[str, Any] = {"processes": order.jobs, "force": order.force, "overview": overview}
    with stopped_by_signals(), progress:
        outcomes = build_all(jobs, order.out, watcher=progress, cluster=order.cluster or "", **how)
        _follow(outcomes, progress)
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
