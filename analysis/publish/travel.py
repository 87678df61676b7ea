"""A job on another machine: what travels with it, and where it is unpacked there.

No disk is shared. Notebooks and data travel as one archive, the same bytes for the same files, and
are unpacked once in each worker process, into a folder of its own. A warm process stands behind
the kernels there as it does here. All of it goes when the build says so, or when nothing was asked
for a while, as after a build that was killed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import platform
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from analysis.publish.inputs import data_files, library_versions, pictures
from analysis.publish.reach import PACKAGE, resources
from analysis.publish.run import Job
from analysis.publish.warm import serving, warm_export
from analysis.publish.workers import Make, Result, attempt

#: After so many seconds without a job, a worker forgets what a build has sent it.
IDLE = 120.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a build sends to its workers: an archive, and the folders here that it was made of."""

    content: bytes
    folders: tuple[Path, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the archive, which is its name."""
        return hashlib.sha256(self.content).hexdigest()


def pack(jobs: Iterable[Job]) -> Parcel:
    """Pack the notebooks of some jobs, the pictures they name, and their data.

    What is not there is left out: the job says so as it would here.
    """
    files: dict[Path, set[Path]] = {}
    for job in jobs:
        files.setdefault(job.data, set()).update(data_files(job.data))
        own = files.setdefault(job.notebook.parent, set())
        own.update([job.notebook, *pictures(job.notebook)])
    folders, buffer = tuple(sorted(files)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, folder in enumerate(folders):
            for path in sorted(filter(Path.is_file, files[folder])):
                name = f"{number}/{path.relative_to(folder).as_posix()}"
                # Without times and rights: equal files make equal archives.
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return Parcel(buffer.getvalue(), folders)


@cache
def fingerprint() -> dict[str, str]:
    """Return what two machines must have in common to make the same bytes, by name."""
    modules = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    files = {f"file {name}": path for name, path in {**modules, **resources()}.items()}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    versions = {f"library {name}": found for name, found in library_versions().items()}
    return {"system": f"{sys.platform} {platform.machine()}", **versions, **digests}


def unlike(there: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """Say what of another machine is not as it is here, each with its name.

    >>> unlike({"system": "a", "file x.py": "1"}, {"system": "b", "file x.py": "2"})
    ['file x.py is another', 'system is a, not b']
    """
    found = []
    for name in sorted({*there, *here}):
        old, new = there.get(name, ""), here.get(name, "")
        if old == new:
            continue
        if name.startswith("file "):
            state = "is another" if old and new else "is missing" if new else "is not here"
            found.append(f"{name} {state}")
        else:
            found.append(f"{name} is {old or 'missing'}, not {new or 'missing'}")
    return found


def run_there(
    job: Job, content: bytes, folders: Sequence[Path], build: str, count: int, make: Make
) -> Result:
    """Run a job of a build, of so many, where its parcel was sent to.

    The result is that of a run at home, whose folders stand in its messages.
    """
    with _site(build, content, count) as place:
        own = {folder: place / str(number) for number, folder in enumerate(folders)}
        moved = replace(
            job, notebook=own[job.notebook.parent] / job.notebook.name, data=own[job.data]
        )
        result = attempt(moved, make)
    error = result.error
    for home, away in own.items():
        error = error.replace(str(away), str(home))
    return replace(result, error=error)


def leave(build: str) -> None:
    """Forget what a build has sent to this process, and end what works for it here."""
    with _LOCK:
        if (site := _SITES.pop(build, None)) is not None:
            site.close()
        if not _SITES:
            _WARM.close()


class _Site:
    """Where the parcel of one build lies in this process, and how many jobs are at it."""

    def __init__(self, build: str, content: bytes) -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="build-", dir=_scratch(), ignore_cleanup_errors=True
        )
        self.place = Path(self._folder.name).resolve()
        self.busy, self._build = 0, build
        self._clock: threading.Timer | None = None
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(self.place)

    def rest(self) -> None:
        """Wait for the next job, not for ever."""
        self._clock = threading.Timer(IDLE, leave, (self._build,))
        self._clock.daemon = True
        self._clock.start()

    def wake(self) -> None:
        """Stop the clock: there is a job."""
        if self._clock is not None:
            self._clock.cancel()

    def close(self) -> None:
        """Remove what was unpacked."""
        self.wake()
        self._folder.cleanup()


_LOCK = threading.RLock()
_SITES: dict[str, _Site] = {}
_WARM = contextlib.ExitStack()


@contextlib.contextmanager
def _site(build: str, content: bytes, count: int) -> Any:
    with _LOCK:
        if build not in _SITES:
            if not _SITES:
                _WARM.enter_context(serving((), count))
                warm_export()
            _SITES[build] = _Site(build, content)
        site = _SITES[build]
        site.wake()
        site.busy += 1
    try:
        yield site.place
    finally:
        with _LOCK:
            site.busy -= 1
            if not site.busy and _SITES.get(build) is site:
                site.rest()


def _scratch() -> str | None:
    """Return the worker's own folder: should it be killed, whoever keeps workers sweeps there."""
    try:
        from distributed import get_worker

        return str(get_worker().local_directory)
    except (ImportError, ValueError):
        return None
