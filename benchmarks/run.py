"""What `make bench` prints: how long the main steps take, as ratios of one run.

Machines differ and are noisy; a ratio to a fixed piece of work measured in the same run does
not. The unit is the time that pandas takes to import. Each step is the best of a few tries.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis import load_register, open_briefing
from analysis.blocks.model import Block
from analysis.law.spells import build_spells
from analysis.register import Register
from analysis.store.loading import Tables

SIZES = (125_000, 250_000, 500_000, 1_000_000)


def best_of(tries: int, work: Callable[[], object]) -> float:
    """Return the least CPU time of a few tries, in seconds."""
    times = []
    for _ in range(tries):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def import_time(module: str) -> float:
    """Return the CPU time that a fresh interpreter takes to import a module, in seconds."""
    code = f"import time; t = time.process_time(); import {module}; print(time.process_time() - t)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return min(float(run.stdout) for run in runs)


def made_up(tables: Tables, size: int) -> Tables:
    """Return tables with so many events: every state signs, joins, and some leave."""
    number = np.random.default_rng(16)
    states = size // 3
    days = np.datetime64("1998-01-01") + number.integers(0, 9000, states).astype("timedelta64[D]")
    codes = np.array([f"S{place:06d}" for place in range(states)])
    treaty = np.where(np.arange(states) % 2 == 0, "apmbc", "ccm")
    kinds = ["signature", "ratification", "withdrawal_notified"]
    parts = [
        pd.DataFrame({"treaty": treaty, "state": codes, "kind": kind, "day": days + lag})
        for kind, lag in zip(kinds, (0, 400, 6000), strict=True)
    ]
    events = pd.concat(parts, ignore_index=True)
    events["day"] = events["day"].astype("datetime64[s]")
    events["date"] = events["day"].dt.strftime("%Y-%m-%d")
    events["effect"] = pd.Series(pd.NaT, index=events.index, dtype="datetime64[s]")
    return replace(tables, events=events)


def compose(register: Register, region: str = "eastern-flank") -> list[Block]:
    """Compose one regional briefing without drawing: every fact, sentence and table of it."""
    briefing = open_briefing(
        "regional", register=register, region=region, as_of=f"{register.day:%Y-%m-%d}"
    )
    return briefing.blocks()


def another(register: Register) -> Callable[[], object]:
    """Return the composing of a second region, after the first of the same treaty and day."""
    seen = register.as_of("2026-02-18")
    compose(seen)
    return lambda: compose(seen, "nato")


def draw(blocks: list[Block]) -> None:
    """Draw the pictures of a briefing."""
    for block in blocks:
        block.to_json()


def main() -> None:
    """Measure and print."""
    unit = import_time("pandas")
    register = load_register()
    # Another day than the register stands on, so that nothing is answered from memory.
    day = register.day - pd.Timedelta(days=1)
    rows: list[tuple[str, float]] = [
        ("import pandas (the unit)", unit),
        ("import analysis, beyond pandas", import_time("analysis") - unit),
        ("load and check the register", best_of(3, load_register)),
        ("status of all treaties on a day", best_of(5, lambda: register.as_of(day).status())),
        (
            "counts over time, all treaties",
            best_of(5, lambda: register.as_of(day).counts(over_time=True)),
        ),
    ]
    blocks = compose(register.as_of("2026-02-19"))  # Libraries are imported as well.
    draw(blocks)
    # Another register each time, so that nothing is answered from memory.
    rows += [
        (
            "composing one briefing, the first of its treaty and day",
            best_of(3, lambda: compose(replace(register, day=day, kept=None))),
        ),
        ("composing another region of the same treaty and day", best_of(1, another(register))),
        ("drawing its pictures", best_of(3, lambda: draw(blocks))),
    ]
    spent = []
    for size in SIZES:
        tables = made_up(register.tables, size)
        spent.append(best_of(2, lambda tables=tables: build_spells(tables)))  # type: ignore[misc]
        rows.append((f"spells from {size:,} made-up events", spent[-1]))
    print_rows(rows, unit)
    steps = [later / earlier for earlier, later in pairwise(spent)]
    growth = [2 * np.log(2 * size) / np.log(size) for size in SIZES[:-1]]
    print("\ntime when the events double: " + ", ".join(f"{step:.2f}" for step in steps))
    print("n log n would give:          " + ", ".join(f"{step:.2f}" for step in growth))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


def print_rows(rows: list[tuple[str, float]], unit: float) -> None:
    """Print each step with its CPU time and its ratio to the unit."""
    table = Table(box=None, pad_edge=False)
    table.add_column("step")
    table.add_column("CPU s", justify="right")
    table.add_column("ratio", justify="right")
    for name, seconds in rows:
        table.add_row(name, f"{seconds:.3f}", f"{seconds / unit:.2f}")
    Console(width=80).print(table)


if __name__ == "__main__":
    main()
