"""One briefing: a pure function from notebook, parameters and data to bytes.

Nothing is written outside a temporary folder; :mod:`analysis.publish.publish` puts the
finished files in place. The same notebook, parameters, data and libraries give the same bytes.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import logging
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.export import cells
from analysis.export.card import draw_card
from analysis.export.document import compose
from analysis.export.html import set_page
from analysis.export.pdf import set_pages
from analysis.publish.inputs import Inputs, Snapshot, gather, key_of, library_versions, listed
from analysis.publish.kernels import WarmEngine
from analysis.publish.limits import MEMORY_LIMIT, Guard, guarded
from analysis.publish.warm import ENGINE
from analysis.store.folder import PACKAGE_FILE
from analysis.store.hidden import hidden_by
from analysis.terms.errors import BriefingFailed

#: How long the notebook of one briefing may run, in seconds, unless a build says otherwise.
TIME_LIMIT = 600.0
#: The card: the finding over the first figure.
COVER = "cover.png"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What determines a briefing: its short name, notebook, checked parameters, data and kind.

    Without a kind, it depends on the modules of all kinds. ``limit`` is how long its notebook
    may run, in seconds, and ``memory`` how much its kernel may use, in MiB; neither changes
    anything of the result. ``related`` are the briefings that it leads to: their short names, and
    the words of the links.
    """

    slug: str
    notebook: Path
    parameters: Mapping[str, str]
    data: Path
    kind: str = ""
    limit: float = TIME_LIMIT
    memory: float = MEMORY_LIMIT
    related: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A fingerprint of everything the bytes of the briefing depend on."""
        return key_of(self.inputs(Snapshot()))

    @property
    def about(self) -> dict[str, str]:
        """The kind and the parameters: what is learnt for other briefings too follows from them."""
        return {**self.parameters, "kind": self.notebook.stem.removesuffix("_briefing")}

    def inputs(self, at: Snapshot) -> Inputs:
        """Return everything the bytes of the briefing depend on, by name."""
        found = gather(
            slug=self.slug,
            kind=self.kind,
            notebook=self.notebook,
            parameters=self.parameters,
            data=self.data,
            at=at,
        )
        return {**found, "related": dict(self.related)}


@dataclass(frozen=True, slots=True)
class Briefing:
    """A finished briefing: its files by name, ready to be put in place."""

    slug: str
    files: Mapping[str, bytes]


def make_briefing(job: Job) -> Briefing:
    """Run a notebook and export it.

    Returns the files ``<slug>.ipynb``, ``.html``, ``.pdf``, ``manifest.json`` and the card.
    Raises ``BriefingFailed`` that names the notebook, the cell and the cause, also where an input
    was changed meanwhile.
    """
    before = Snapshot()
    inputs = job.inputs(before)
    notebook = execute(job)
    # Read and composed once, for the page on a screen and on paper.
    # What is mailed around has lost nothing: the strict reading refuses it.
    read = cells.read_notebook(notebook, folder=job.notebook.parent, strict=True, paper=True)
    for entry in read.entries:
        level = logging.WARNING if entry.fate == "converted" else logging.INFO
        log.log(level, "%s: %s", job.slug, entry)
    document = compose(read.blocks, cells.meta_of(notebook, job.slug), job.related, job.slug)
    files = {
        f"{job.slug}.html": set_page(document).encode("utf-8"),
        f"{job.slug}.ipynb": _as_json(notebook),
        f"{job.slug}.pdf": set_pages(document),
        COVER: draw_card(document),
    }
    manifest = _manifest(job, inputs, read, files)
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    # Nothing may get the key of data that it has not seen.
    if moved := before.changed():
        names = ", ".join(path.name for path in moved)
        raise BriefingFailed(f"{job.slug}: {names} changed while it was built; build it again")
    return Briefing(job.slug, {**files, "manifest.json": text.encode("utf-8")})


def execute(job: Job) -> nbformat.NotebookNode:
    """Return the executed notebook, without anything that differs from run to run.

    Raises ``BriefingFailed`` with the cell and the cause; it carries the notebook as far as it ran.
    """
    if not job.notebook.is_file():
        raise BriefingFailed(f"{job.slug}: there is no notebook {job.notebook}")
    begun: list[nbformat.NotebookNode] = []
    papermill_engines.register(ENGINE, WarmEngine)
    with (
        tempfile.TemporaryDirectory() as folder,
        _quiet(),
        guarded(job.memory, begun) as guard,
        _naming_the_cell(job, begun, guard),
    ):
        source = Path(folder) / job.notebook.name
        source.write_bytes(job.notebook.read_bytes())
        notebook = papermill.execute_notebook(
            str(source),
            None,
            parameters=dict(job.parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            # To the kernel itself: what this process is set to is left alone.
            folder=folder,
            data=str(job.data),
            about=job.about,
            guard=guard,
            # For the whole notebook, not for each cell of it.
            timeout_func=_time_left(job.limit),
            on_cell_start=lambda cell, cell_index: begun.append(cell),
            # A kernel that is told to stop calls that an error of its own; errors in cells
            # come back by another way.
            extra_arguments=["--log-level=CRITICAL"],
        )
    return scrub(notebook)


@contextlib.contextmanager
def _naming_the_cell(job: Job, begun: list[nbformat.NotebookNode], guard: Guard) -> Iterator[None]:
    """Turn whatever ends a notebook early into an error that names the cell and the cause."""
    try:
        yield
    except PapermillExecutionError as error:
        reason = f"failed with {error.ename}: {error.evalue}{hidden_by(str(error.evalue))}"
        raise _failed(job, begun, reason) from None
    except CellTimeoutError:
        reason = f"was stopped: the notebook ran longer than {job.limit:g} s"
        raise _failed(job, begun, reason) from None
    except DeadKernelError:
        if not guard.reason:
            reason = "ended its kernel, or something from outside did (such as a lack of memory)"
            raise _failed(job, begun, reason) from None
    # Also where the last cell was through before its kernel was gone.
    if guard.reason:
        raise _failed(job, begun[: guard.cells], guard.reason)


def _time_left(limit: float) -> Callable[[nbformat.NotebookNode], float]:
    end = time.monotonic() + limit
    # Never nothing: to nbclient, that would be no limit.
    return lambda cell: max(end - time.monotonic(), 0.1)


def _failed(job: Job, begun: list[nbformat.NotebookNode], reason: str) -> BriefingFailed:
    """Return the error of the last cell that began, with the notebook up to there."""
    # Counted in the notebook as it is read: the injected cell comes on top.
    error = BriefingFailed(f"{job.slug}: cell {len(begun) - 1} of {job.notebook.name} {reason}")
    notebook = nbformat.v4.new_notebook(cells=begun)  # type: ignore[no-untyped-call]
    error.executed = _as_json(scrub(notebook))
    return error


def scrub(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove run times, paths and random ids from an executed notebook."""
    clean = copy.deepcopy(notebook)
    clean.metadata.pop("papermill", None)
    for number, cell in enumerate(clean.cells, start=1):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        cell["id"] = f"cell-{number:02d}"
    return clean


def _as_json(notebook: nbformat.NotebookNode) -> bytes:
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def _manifest(
    job: Job, inputs: Inputs, read: cells.Reading, files: Mapping[str, bytes]
) -> dict[str, Any]:
    blocks = read.blocks
    package = json.loads((job.data / PACKAGE_FILE).read_text(encoding="utf-8"))
    front = next((block for block in blocks if block["kind"] == "front"), {})
    used = {
        name: sorted({key for block in blocks for key in block.get(name, ())})
        for name in ("events", "sources")
    }
    return {
        "slug": job.slug,
        "title": front.get("title", job.slug),
        "notebook": job.notebook.name,
        "parameters": dict(job.parameters),
        "data": {"version": package["version"], "vintage": package["vintage"]},
        "run": read.run,
        **used,
        "libraries": library_versions(),
        "cover": COVER,
        "inputs": listed(inputs),
        "key": key_of(inputs),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    # papermill warns about what is checked here beforehand, and about its own dependencies.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
