"""What `make bench` measures of whole briefings, side by side in one run on one machine.

(a) three plain commands a briefing: papermill, and jupyter nbconvert twice; (b) ours, each kernel
started from nothing; (c) ours, kernels forked from a warm process, a batch at a time. The same
notebook, the same subjects; CPU of the whole process tree and time on the clock. Medians of a few
rounds, in which the ways take turns, so that a machine that slows down slows them all.

    python -m benchmarks.briefings --rounds 3 --sizes 6,24 --jobs 2
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice, product
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
REGIONS = ("eastern-flank", "nato", "eu", "baltic", "nordic-baltic-eight", "europe", "asean", "oas")
TREATIES = ("apmbc", "ccm", "npt")
DAY = "2026-02-18"
Spent = tuple[float, float]


def subjects(size: int) -> list[tuple[str, str]]:
    """Return so many pairs of a region and a treaty."""
    return list(islice(product(REGIONS, TREATIES), size))


def spent_by(work: Callable[[], object]) -> Spent:
    """Return the CPU time of all processes that a piece of work ran in, and its time."""
    before, started = _cpu(), time.perf_counter()
    work()
    return _cpu() - before, time.perf_counter() - started


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plain(pairs: Sequence[tuple[str, str]], out: Path) -> None:
    """Make briefings by papermill and two runs of nbconvert, one command after the other."""
    from analysis.store.folder import notebooks_folder

    notebook = notebooks_folder() / "regional_briefing.ipynb"
    scripts = Path(sys.executable).parent
    for region, treaty in pairs:
        made = out / f"{region}-{treaty}.ipynb"
        given = [("region", region), ("treaty", treaty), ("as_of", DAY)]
        options = [part for name, value in given for part in ("-p", name, value)]
        _run("papermill", str(notebook), str(made), *options, scripts=scripts)
        for form in ("briefing-html", "briefing-pdf"):
            _run("nbconvert", "--to", form, str(made), scripts=scripts)


def _run(module: str, *arguments: str, scripts: Path) -> None:
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, check=True, capture_output=True, cwd=scripts)


def ours(pairs: Sequence[tuple[str, str]], out: Path, jobs: int, *, warm: bool) -> None:
    """Build briefings in a process of their own, as the command does."""
    code = "import sys; from benchmarks.briefings import build; build(*sys.argv[1:])"
    env = {**os.environ, "ROLLBACK_WARM": "1" if warm else "0"}
    what = ",".join(f"{region}/{treaty}" for region, treaty in pairs)
    command = [sys.executable, "-c", code, what, str(out), str(jobs)]
    subprocess.run(command, check=True, env=env, cwd=HERE.parent, stdout=subprocess.DEVNULL)


def build(what: str, out: str, jobs: str) -> None:
    """Build the named pairs; raises ``SystemExit`` when one fails."""
    from analysis.publish import publish
    from analysis.publish.catalogue import Entry
    from analysis.publish.plan import plan_jobs

    entries = []
    for pair in what.split(","):
        region, treaty = pair.split("/")
        given = {"region": region, "treaty": treaty, "as_of": DAY}
        slug = f"{region}-{treaty}"
        entries.append(Entry(slug=slug, kind="regional", title=slug, parameters=given))
    outcomes = list(publish.build(plan_jobs(entries), Path(out), processes=int(jobs)))
    if wrong := [outcome.error for outcome in outcomes if not outcome.ok]:
        raise SystemExit("\n".join(wrong))


def measure(rounds: int, sizes: Sequence[int], jobs: int) -> dict[str, dict[str, float]]:
    """Return what each way costs a briefing, in seconds: medians of the rounds."""
    some, cold = subjects(2), subjects(max(2, jobs))
    seen: dict[str, list[Spent]] = {}
    for _ in range(rounds):
        ways: dict[str, tuple[int, Callable[[Path], None]]] = {
            "a: three plain commands": (len(some), lambda out: plain(some, out)),
            "b: ours, cold": (len(cold), lambda out: ours(cold, out, jobs, warm=False)),
        }
        for size in sizes:
            batch = subjects(size)
            ways[f"c: ours, warm, batch of {size}"] = (
                size,
                lambda out, batch=batch: ours(batch, out, jobs, warm=True),  # type: ignore[misc]
            )
        for name, (size, way) in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                cpu, clock = spent_by(lambda way=way, at=folder: way(Path(at)))  # type: ignore[misc]
            seen.setdefault(name, []).append((cpu / size, clock / size))
            print(f"{name}: {cpu / size:.2f} s CPU, {clock / size:.2f} s each", flush=True)
    return {
        name: {
            "cpu_s": round(median(cpu for cpu, _ in all_of), 2),
            "clock_s": round(median(clock for _, clock in all_of), 2),
        }
        for name, all_of in seen.items()
    }


def table(costs: dict[str, dict[str, float]]) -> str:
    """Return the costs as a table in Markdown, with how many times cheaper each is than (a)."""
    first = next(iter(costs.values()))
    lines = [
        "| way | CPU s a briefing | times less | s a briefing | times faster |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, cost in costs.items():
        less, faster = (first[unit] / cost[unit] for unit in ("cpu_s", "clock_s"))
        lines.append(
            f"| {name} | {cost['cpu_s']:.2f} | {less:.1f} | {cost['clock_s']:.2f} | {faster:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write ``results.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="6,24")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=HERE / "results.json")
    asked = parser.parse_args()
    costs = measure(asked.rounds, [int(size) for size in asked.sizes.split(",")], asked.jobs)
    machine = f"{platform.system()}, {len(os.sched_getaffinity(0))} cores, Python"
    results = {
        "machine": f"{machine} {platform.python_version()}",
        "rounds": asked.rounds,
        "jobs": asked.jobs,
        "briefings": costs,
    }
    asked.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(costs))


if __name__ == "__main__":
    main()
