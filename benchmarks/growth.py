"""How the cost of the main steps grows with the register: once, ten and a hundred times the events.

Each size is measured in processes of its own (:mod:`benchmarks.enlarged` makes the data), so that
the peak of memory is that of the size. The steps: load and check, the status of all under all
treaties, the counts over time, one briefing composed. Then a million made-up events to spells.
Seconds are CPU, medians of the rounds; a step that takes ten times as long for ten times the
events has the ratio 10.

    python -m benchmarks.growth --rounds 3 --times 1,10,100
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.enlarged import enlarge
from benchmarks.results import RESULTS, merge

if TYPE_CHECKING:
    from analysis.register import Register

HERE = Path(__file__).resolve().parent
MILLION = 1_000_000
STEPS = ("load and check", "status", "counts over time", "one briefing")
Costs = dict[str, float]


def spent(work: Callable[[], object]) -> float:
    """Return the CPU time of a piece of work in this process, in seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure_here(data: Path) -> Costs:
    """Measure every step on one data folder in this process, and its peak memory."""
    from analysis import load_register
    from benchmarks.run import compose

    found: Costs = {}
    loaded: list[Register] = []
    found["load and check"] = spent(lambda: loaded.append(load_register(data)))
    found["peak MB of load and check"] = _peak()
    register = loaded[0]
    found["events"] = len(register.tables.events)
    found["status"] = spent(register.status)
    found["counts over time"] = spent(lambda: register.counts(over_time=True))
    found["one briefing"] = spent(lambda: compose(register))
    found["peak MB"] = _peak()
    return found


def spells_here() -> Costs:
    """Measure a million made-up events to spells in this process."""
    from analysis import load_register
    from analysis.law.spells import build_spells
    from benchmarks.run import made_up

    tables = made_up(load_register().tables, MILLION)
    took = spent(lambda: build_spells(tables))
    return {"a million events to spells": took, "peak MB": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(*arguments: str) -> Costs:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", *arguments]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    costs: Costs = json.loads(done.stdout.splitlines()[-1])
    return costs


def measure(rounds: int, sizes: Sequence[int]) -> dict[str, Costs]:
    """Return the medians of the rounds: what each step costs at each size."""
    found: dict[str, Costs] = {}
    with tempfile.TemporaryDirectory() as folder:
        for times in sizes:
            data = enlarge(Path(folder) / str(times), times)
            found[f"{times}x"] = _medians([apart("--data", str(data)) for _ in range(rounds)])
    found["a million"] = _medians([apart("--million") for _ in range(rounds)])
    return found


def _medians(rounds: Sequence[Costs]) -> Costs:
    return {name: round(median(one[name] for one in rounds), 3) for name in rounds[0]}


def table(found: dict[str, Costs]) -> str:
    """Return the costs as a table in Markdown, with how many times more each size costs."""
    sizes = [name for name in found if name.endswith("x")]
    events = [f"{found[size]['events']:,.0f} events" for size in sizes]
    lines = [f"| CPU s | {' | '.join(events)} | times more |", f"|---|{'---:|' * (len(sizes) + 1)}"]
    for step in (*STEPS, "peak MB of load and check", "peak MB"):
        costs = [found[size][step] for size in sizes]
        more = ", ".join(f"{later / earlier:.1f}" for earlier, later in pairwise(costs))
        digits = 0 if step.startswith("peak") else 2
        lines.append(f"| {step} | {' | '.join(f'{c:.{digits}f}' for c in costs)} | {more} |")
    million = found["a million"]
    took, peak = million["a million events to spells"], million["peak MB"]
    told = f"A million made-up events to spells: {took:.2f} s of CPU, {peak:.0f} MB at most."
    lines += ["", told]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write the section ``growth`` of ``results.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", default="1,10,100")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--million", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.data or asked.million:
        print(json.dumps(measure_here(asked.data) if asked.data else spells_here()))
        return
    found = measure(asked.rounds, [int(times) for times in asked.times.split(",")])
    merge("growth", {"rounds": asked.rounds, "costs": found}, asked.out)
    print(table(found))


if __name__ == "__main__":
    main()
