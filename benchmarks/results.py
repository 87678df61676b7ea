"""The file that benchmarks write together: each keeps its own section of ``results.json``."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results.json"


def merge(section: str, found: dict[str, Any], path: Path = RESULTS) -> None:
    """Put what one benchmark has found in its section of the file; the others stay as they are."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = {}
    known[section] = {"machine": machine(), **found}
    text = json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")


def machine() -> str:
    """Say in general words on what was measured: the system, its cores, and the Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()}, {cores} cores, Python {platform.python_version()}"
