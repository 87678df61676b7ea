"""Which run a block comes from: the stamp that a briefing puts on everything it shows.

An export refuses what two runs have mixed. Nothing in the stamp is random or read from a clock:
two clean runs of the same notebook on the same data give the same stamp, and the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from itertools import count
from pathlib import Path

from analysis.blocks.run import Run
from analysis.briefings.parameters import Parameters
from analysis.register import Register
from analysis.subject.reads import read_rows

#: The briefings that this kernel has opened so far.
_openings = count(1)


def stamp_run(parameters: Parameters, register: Register) -> Run:
    """Return the stamp of a briefing that is opened now, the next one of this kernel."""
    given = parameters.written()
    about = {name: value for name, value in given.items() if value and name != "as_of"}
    data = register.tables.version
    basis = [parameters.name, given, data, _digest_of(parameters, register.tables.folder)]
    files = [path for path in parameters.files_of(given) if path.is_file()]
    basis += [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    digest = hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()
    return Run(
        kind=parameters.name,
        subject=", ".join(f"{name} {value}" for name, value in about.items()),
        day=parameters.as_of,
        data=data,
        digest=digest[:16],
        opening=next(_openings),
    )


def _digest_of(parameters: Parameters, folder: Path | None) -> str:
    """Return a digest of the rows that a briefing reads; empty for tables made by hand."""
    if folder is None:
        return ""
    rows = read_rows(folder).digests(parameters.written(), parameters.reads)
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def forget_openings() -> None:
    """Count the openings of this process from one again, before a kernel is forked from it."""
    global _openings
    _openings = count(1)
