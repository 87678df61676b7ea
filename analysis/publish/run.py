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
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.export import cells
from analysis.export.document import compose
from analysis.export.fonts import MORE
from analysis.export.html import set_page
from analysis.export.pdf import set_pages
from analysis.store.loading import FOLDER_VARIABLE, PACKAGE_FILE, TABLES
from analysis.terms.errors import BriefingFailed

#: Libraries whose version can change what a briefing looks like; the manifest lists them.
LIBRARIES = (
    "disarmament-rollback",
    "pandas",
    "numpy",
    "matplotlib",
    "papermill",
    "nbconvert",
    "ipykernel",
    "typst",
)


#: The file that shows page one of the PDF.
COVER = "cover.png"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What determines a briefing: its short name, notebook, checked parameters and data."""

    slug: str
    notebook: Path
    parameters: Mapping[str, str]
    data: Path

    @property
    def key(self) -> str:
        """A fingerprint of everything the bytes of the briefing depend on."""
        digest = hashlib.sha256()
        digest.update(json.dumps([self.slug, dict(self.parameters)], sort_keys=True).encode())
        for path in (self.notebook, *_data_files(self.data), *_source_files()):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        digest.update(json.dumps(library_versions(), sort_keys=True).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Briefing:
    """A finished briefing: its files by name, ready to be put in place."""

    slug: str
    files: Mapping[str, bytes]


def make_briefing(job: Job) -> Briefing:
    """Run a notebook and export it.

    Returns the files ``<slug>.ipynb``, ``.html``, ``.pdf``, ``manifest.json`` and page one as
    a picture. Raises
    ``BriefingFailed`` that names the notebook, the cell and the cause.
    """
    notebook = execute(job)
    # Read and composed once, for the page on a screen and on paper.
    # What is mailed around has lost nothing: the strict reading refuses it.
    read = cells.read_notebook(notebook, folder=job.notebook.parent, strict=True, paper=True)
    for entry in read.entries:
        level = logging.WARNING if entry.fate == "converted" else logging.INFO
        log.log(level, "%s: %s", job.slug, entry)
    document = compose(read.blocks, cells.meta_of(notebook, job.slug))
    pages = set_pages(document)
    files = {
        f"{job.slug}.html": set_page(document).encode("utf-8"),
        f"{job.slug}.ipynb": _as_json(notebook),
        f"{job.slug}.pdf": pages.pdf,
        COVER: pages.cover,
    }
    manifest = _manifest(job, read, files)
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    return Briefing(job.slug, {**files, "manifest.json": text.encode("utf-8")})


def execute(job: Job) -> nbformat.NotebookNode:
    """Return the executed notebook, without anything that differs from run to run."""
    with tempfile.TemporaryDirectory() as folder, _data_for_kernel(job.data), _quiet():
        source = Path(folder) / job.notebook.name
        source.write_bytes(job.notebook.read_bytes())
        try:
            notebook = papermill.execute_notebook(
                str(source),
                None,
                parameters=dict(job.parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                cwd=folder,
                config=_kernel_settings(),
                # A kernel that is told to stop calls that an error of its own; errors in cells
                # come back by another way.
                extra_arguments=["--log-level=CRITICAL"],
            )
        except PapermillExecutionError as error:
            raise BriefingFailed(
                # Counted in the notebook as it is read: the injected cell comes on top.
                f"{job.slug}: cell {error.cell_index} of {job.notebook.name} failed with"
                f" {error.ename}: {error.evalue}"
            ) from None
    return scrub(notebook)


def _kernel_settings() -> Config:
    # Local sockets start faster than TCP and cannot be listened to; Windows has none.
    transport = "tcp" if sys.platform == "win32" else "ipc"
    return Config({"KernelManager": {"transport": transport}})


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


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that shape a briefing, with those of more faces."""
    more = [name.replace("_", "-") for name in MORE if find_spec(name)]
    return {name: version(name) for name in (*LIBRARIES, *more)}


def _manifest(job: Job, read: cells.Reading, files: Mapping[str, bytes]) -> dict[str, Any]:
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
        "key": job.key,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


def _data_files(folder: Path) -> list[Path]:
    tables = [folder / f"{name}.csv" for name in TABLES]
    geography = sorted((folder / "geography").glob("*.geojson"))
    return [folder / PACKAGE_FILE, *tables, *geography]


def _source_files() -> list[Path]:
    package = Path(__file__).resolve().parents[1]
    kinds = (".py", ".j2", ".css", ".typ", ".json")
    found = (path for path in package.rglob("*") if path.suffix in kinds)
    return sorted(path for path in found if "_data" not in path.parts)


@contextlib.contextmanager
def _data_for_kernel(folder: Path) -> Iterator[None]:
    """Let the kernel load the job's data; a path in the notebook would differ by machine."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    # papermill warns about what is checked here beforehand, and about its own dependencies.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
