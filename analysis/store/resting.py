"""Rest for Python's search for circles while millions of cells are read that form none."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_search_for_circles() -> Iterator[None]:
    """Keep Python from looking for circles of objects: with many rows it looks again and again.

    Texts, rows and tables point to no one who points back; they go as they always do. At a hundred
    times the shipped data this takes a quarter from the time of reading and checking.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
