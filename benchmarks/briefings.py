"""What `make bench` measures of whole briefings, side by side in one run on one machine.

(a) three plain commands a briefing: papermill, and jupyter nbconvert twice; (b) ours, each kernel
started from nothing; (c) ours, kernels forked from a warm process, a batch at a time, as
`rollback build` does; (d) the same with nothing changed, and with one event changed; (e) on a
Dask cluster of two workers; and the physical limit: drawing and setting alone. The same notebook,
the same subjects; CPU of all processes and time on the clock, and the most memory that all
processes held at one moment. Medians of a few rounds, in which the ways take turns, so that a
machine that slows down slows them all.

    python -m benchmarks.briefings --rounds 3 --sizes 1,10,24,50,250 --jobs 2
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from statistics import median

import psutil

from benchmarks.results import RESULTS, merge

HERE = Path(__file__).resolve().parent
#: What a batch of up to 24 is about; larger ones are about all of these and those below.
REGIONS = ("eastern-flank", "nato", "eu", "baltic", "nordic-baltic-eight", "europe", "asean", "oas")
TREATIES = ("apmbc", "ccm", "npt")
MORE_REGIONS = (
    "african-union", "brics", "caricom", "ecowas", "osce", "sadc", "three-seas", "africa",
    "americas", "asia", "central-asia", "eastern-africa", "eastern-europe", "oceania",
    "south-america", "southern-asia", "western-asia",
)  # fmt: skip
MORE_TREATIES = ("att", "bwc", "ccw", "ctbt", "cwc", "enmod", "tpnw")
DAY = "2026-02-18"
Spent = tuple[float, float]


def subjects(size: int) -> list[tuple[str, str]]:
    """Return so many pairs of a region and a treaty, up to 250."""
    few = len(REGIONS) * len(TREATIES)
    regions, treaties = (REGIONS + MORE_REGIONS, TREATIES + MORE_TREATIES)
    of_all = product(REGIONS, TREATIES) if size <= few else product(regions, treaties)
    return list(islice(of_all, size))


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


def ours(
    pairs: Sequence[tuple[str, str]], out: Path, jobs: int, *, warm: bool = True, **more: str
) -> None:
    """Build briefings in a process of their own, as the command does."""
    folder = out.parent / "catalogue"
    if not folder.exists():
        _write_catalogue(pairs, folder)
    env = {**os.environ, "ROLLBACK_WARM": "1" if warm else "0", "PYTHONPATH": str(HERE.parent)}
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    code = "import sys; from benchmarks.briefings import build; build(sys.argv[1], sys.argv[2:])"
    command = [sys.executable, "-c", code, str(folder), "--all", "--jobs", str(jobs)]
    command += ["--out", str(out), "--quiet", *options]
    subprocess.run(command, check=True, env=env, cwd=HERE.parent, stdout=subprocess.DEVNULL)


def build(folder: str, arguments: list[str]) -> None:
    """Run ``rollback build`` with the catalogue and the notebooks of a folder."""
    from analysis.store import folder as places

    places.notebooks_folder = lambda: Path(folder)
    from analysis.cli import main as command

    command(["build", *arguments])


def _write_catalogue(pairs: Sequence[tuple[str, str]], folder: Path) -> None:
    from analysis.store.folder import notebooks_folder

    folder.mkdir(parents=True)
    shutil.copy(notebooks_folder() / "regional_briefing.ipynb", folder)
    lines = ["flagships = []"]
    for region, treaty in pairs:
        given = f'region = "{region}", treaty = "{treaty}", as_of = "{DAY}"'
        lines += ["[[briefing]]", f'slug = "{region}-{treaty}"', 'kind = "regional"']
        lines += [f'title = "{region} {treaty}"', f"parameters = {{ {given} }}"]
    (folder / "catalogue.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def with_another_event(folder: Path) -> Path:
    """Return a copy of the data in which one event of the mine ban has another note."""
    from analysis.store.folder import default_folder

    copy = Path(shutil.copytree(default_folder(), folder / "data"))
    path = copy / "events.csv"
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("apmbc,") and line[-1] == ",")
    lines[at] += "Entered again for the benchmark."
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return copy


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Keep a Dask scheduler with two workers of one thread; give its address."""
    there = folder / "scheduler.json"
    shared = ["--scheduler-file", str(there), "--host", "127.0.0.1", "--no-dashboard"]
    env = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    start = [sys.executable, "-m"]
    found = [subprocess.Popen([*start, "distributed.cli.dask_scheduler", *shared], **quiet)]  # type: ignore[call-overload]
    for _ in range(2):
        own = [*start, "distributed.cli.dask_worker", *shared, "--nthreads", "1"]
        found.append(subprocess.Popen([*own, "--local-directory", str(folder)], **quiet))  # type: ignore[call-overload]
    try:
        while not there.exists():
            time.sleep(0.2)
        import json

        yield json.loads(there.read_text(encoding="utf-8"))["address"]
    finally:
        for one in reversed(found):
            one.terminate()
        for one in found:
            one.wait(20)


def limit(pairs: Sequence[tuple[str, str]]) -> None:
    """Draw and set briefings in one process that has everything ready, and no more than that."""
    code = "import sys; from benchmarks.briefings import draw_and_set; draw_and_set(sys.argv[1])"
    what = ",".join(f"{region}/{treaty}" for region, treaty in pairs)
    subprocess.run([sys.executable, "-c", code, what], check=True, cwd=HERE.parent)


def draw_and_set(what: str) -> None:
    """Print the CPU that drawing and setting the named pairs takes, a briefing."""
    from analysis import load_register, open_briefing
    from analysis.export.document import compose
    from analysis.export.html import set_page
    from analysis.export.pdf import set_pages
    from analysis.publish.warm import warm_export

    warm_export()
    register, spent = load_register(), 0.0
    pairs = [pair.split("/") for pair in what.split(",")]
    for number, (region, treaty) in enumerate([pairs[0], *pairs]):
        given = {"region": region, "treaty": treaty, "as_of": DAY}
        blocks = open_briefing("regional", register=register, **given).blocks()
        before = time.process_time()
        document = compose([block.to_json() for block in blocks], {})
        set_page(document)
        set_pages(document)
        # The first one fills what all later ones share.
        spent += time.process_time() - before if number else 0.0
    print(f"drawing and setting alone: {spent / len(pairs):.2f} s CPU each", flush=True)


class Watched:
    """The most memory that this process's children and theirs held at one moment, in MiB."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            held = 0
            for child in psutil.Process().children(recursive=True):
                # Shared pages count once for all who share them.
                with contextlib.suppress(psutil.Error):
                    held += child.memory_full_info().pss
            self.most = max(self.most, held / 2**20)


def measure(rounds: int, sizes: Sequence[int], jobs: int) -> dict[str, dict[str, float]]:
    """Return what each way costs a briefing, in seconds and MiB: medians of the rounds."""
    seen: dict[str, list[tuple[float, ...]]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name, size, way in _ways(Path(folder), sizes, jobs):
                with Watched() as watched:
                    cpu, clock = spent_by(way)
                seen.setdefault(name, []).append((cpu / size, clock / size, clock, watched.most))
                print(f"{name}: {cpu / size:.2f} s CPU, {clock / size:.2f} s each", flush=True)
    return {
        name: {
            unit: round(median(one[at] for one in all_of), 3)
            for at, unit in enumerate(("cpu_s", "clock_s", "clock_all_s", "peak_mib"))
        }
        for name, all_of in seen.items()
    }


def _ways(
    folder: Path, sizes: Sequence[int], jobs: int
) -> Iterator[tuple[str, int, Callable[[], None]]]:
    some, cold = subjects(2), subjects(max(2, jobs))
    plainly = folder / "plain"
    plainly.mkdir()
    yield "a: three plain commands", len(some), lambda: plain(some, plainly)
    yield "b: ours, cold", len(cold), lambda: ours(cold, folder / "cold" / "out", jobs, warm=False)
    places = {size: folder / f"warm-{size}" / "out" for size in sizes}
    for size, out in places.items():
        yield f"c: ours, warm, batch of {size}", size, _way(size, out, jobs)
    for size in dict.fromkeys((sizes[0], sizes[-1])):
        yield f"d: nothing changed, {size}", size, _way(size, places[size], jobs)
    data = str(with_another_event(folder))
    again = _way(sizes[-1], places[sizes[-1]], jobs, data=data)
    yield f"d: one event changed, {sizes[-1]}", sizes[-1], again
    with cluster(folder) as address:
        size = min(sizes[-1], len(REGIONS) * len(TREATIES))
        there = folder / "cluster" / "out"
        yield f"e: Dask, two workers, {size}", size, _way(size, there, jobs, cluster=address)


def _way(size: int, out: Path, jobs: int, **more: str) -> Callable[[], None]:
    return lambda: ours(subjects(size), out, jobs, **more)


def table(costs: dict[str, dict[str, float]]) -> str:
    """Return the costs as a table in Markdown, with how many times cheaper each is than (a)."""
    first = next(iter(costs.values()))
    lines = [
        "| way | CPU s each | times less | s each | times faster | s in all | peak MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, cost in costs.items():
        less, faster = (first[unit] / max(cost[unit], 0.001) for unit in ("cpu_s", "clock_s"))
        lines.append(
            f"| {name} | {cost['cpu_s']:.2f} | {less:.1f} | {cost['clock_s']:.2f} | {faster:.1f}"
            f" | {cost['clock_all_s']:.1f} | {cost['peak_mib']:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write the section of ``results.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="1,10,24,50,250")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    costs = measure(asked.rounds, [int(size) for size in asked.sizes.split(",")], asked.jobs)
    merge("briefings", {"rounds": asked.rounds, "jobs": asked.jobs, "costs": costs}, asked.out)
    print(table(costs))
    limit(subjects(6))


if __name__ == "__main__":
    main()
