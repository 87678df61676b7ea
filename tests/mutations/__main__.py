"""Print how the check answers the broken copies: ``python -m tests.mutations [--whole] [SEED]``.

``--whole`` breaks copies of all the shipped data in place of those about a few treaties.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.mutations.copying import FEW, World
from tests.mutations.every import MUTATIONS
from tests.mutations.score import Mutation, judge, report


def wanted(one: Mutation, words: list[str]) -> bool:
    """Whether a mutation is of a kind, or has a name, with one of these words."""
    return any(word == one.kind or word in one.name for word in words)


def main() -> None:
    """Judge every mutation, or those whose names hold the words given."""
    words = [word for word in sys.argv[1:] if word != "--whole" and not word.isdigit()]
    seed = next((int(word) for word in sys.argv[1:] if word.isdigit()), 1)
    world = World(() if "--whole" in sys.argv else FEW)
    started = time.process_time()
    with tempfile.TemporaryDirectory() as place:
        folder = world.write(Path(place) / "world")
        chosen = [one for one in MUTATIONS if not words or wanted(one, words)]
        print(report([judge(world, folder, one, seed) for one in chosen]))
    print(f"{len(chosen)} mutations, {time.process_time() - started:.1f} s of CPU")


if __name__ == "__main__":
    main()
