"""Putting briefings in place: all files of one at once, and the index page over all of them."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.export.html import index_page
from analysis.language.days import format_date
from analysis.language.english import format_list
from analysis.publish.run import Briefing, Job, make_briefing
from analysis.terms.errors import RollbackError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one job ended: built, unchanged, or failed with a reason."""

    slug: str
    state: str
    seconds: float
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether a good briefing is in place."""
        return self.state != "failed"


def build(
    jobs: Sequence[Job], out: Path, *, processes: int = 1, force: bool = False
) -> Iterator[Outcome]:
    """Build briefings into a folder, one outcome each; one that fails leaves the others alone.

    A briefing whose notebook, parameters, data, code and libraries are those of the files in
    place is left as it is, unless forced. A failed build leaves what was published before.
    """
    stale = [job for job in jobs if force or not is_current(job, out)]
    for job in jobs:
        if job not in stale:
            yield Outcome(job.slug, "unchanged", 0.0)
    yield from _run(stale, out, processes)
    write_index(out)


def is_current(job: Job, out: Path) -> bool:
    """Say whether the files in place are those that the job would make."""
    folder = out / job.slug
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False
    return whole and manifest.get("key") == job.key


def publish(briefing: Briefing, out: Path) -> None:
    """Replace a briefing's folder in one step, so that no reader meets half of it."""
    out.mkdir(parents=True, exist_ok=True)
    place = out / briefing.slug
    with tempfile.TemporaryDirectory(dir=out, prefix=".building-") as folder:
        fresh, old = Path(folder) / "new", Path(folder) / "old"
        fresh.mkdir()
        for name, content in briefing.files.items():
            (fresh / name).write_bytes(content)
        if place.exists():
            place.rename(old)
        fresh.rename(place)


def write_index(out: Path) -> None:
    """Write the page that lists every briefing in a folder, the latest as-of day first.

    What assumes something comes last, behind all that is on record.
    """
    listed = [_listed(path) for path in sorted(out.glob(f"*/{MANIFEST}"))]
    listed.sort(key=lambda entry: (not entry["assumed"], entry["as_of"]), reverse=True)
    page = index_page(listed)
    (out / "index.html").write_text(page, encoding="utf-8")


def _listed(manifest: Path) -> dict[str, Any]:
    content = json.loads(manifest.read_text(encoding="utf-8"))
    given = content["parameters"]
    day = given.get("as_of", "")
    return {
        **content,
        "as_of": day,
        "day": format_date(day),
        "cover": content.get("cover", ""),
        "assumed": _assumed(given.get("scenario", "")),
    }


def _assumed(scenario: str) -> str:
    """Say which notices a scenario assumes: "NOR on 1 September 2026"."""
    notices = (part.partition(":") for part in scenario.split(",") if part)
    return format_list(f"{state} on {format_date(day)}" for state, _, day in notices)


def _run(jobs: Sequence[Job], out: Path, processes: int) -> Iterator[Outcome]:
    if processes <= 1 or len(jobs) <= 1:
        for job in jobs:
            yield _attempt(job, out)
        return
    with ProcessPoolExecutor(max_workers=processes) as pool:
        yield from pool.map(_attempt, jobs, [out] * len(jobs))


def _attempt(job: Job, out: Path) -> Outcome:
    started = time.perf_counter()
    try:
        publish(make_briefing(job), out)
    except RollbackError as error:
        return Outcome(job.slug, "failed", time.perf_counter() - started, str(error))
    return Outcome(job.slug, "built", time.perf_counter() - started)
