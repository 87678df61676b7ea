"""Putting the page in its place: in one step, over nothing that is not ours, and not in vain."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from analysis.publish.place import refuse_foreign, write_file
from analysis.terms.errors import RollbackError

#: By this a page of ours is known, whichever version wrote it: the template has it.
TITLE = "<title>Disarmament rollback: explore</title>"


def is_written(out: Path, mark: str) -> bool:
    """Say whether a page in place is the one that a fingerprint of data and code gives."""
    try:
        note = json.loads(_note(out).read_text(encoding="utf-8"))
        return bool(note == {"fingerprint": mark, "page": _digest(out)})
    except (OSError, ValueError):
        return False


def write_page(out: Path, mark: str, data: Path | None = None) -> None:
    """Write the page about the data of a folder, and note what it was made of.

    Raises ``RollbackError`` where something else lies in its place or it cannot be written;
    what was there before stays. Raises ``DataFaults`` for faulty data.
    """
    from analysis.explorer.page import explore_page
    from analysis.register import load_register

    refuse_foreign(out, TITLE, "is not a page of ours")
    text = explore_page(load_register(data))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_file(out, text.encode("utf-8"))
        note = {"fingerprint": mark, "page": _digest(out)}
        write_file(_note(out), (json.dumps(note, indent=1) + "\n").encode("utf-8"))
    except OSError as error:
        raise RollbackError(f"{out} cannot be written: {error.strerror}") from None


def _note(out: Path) -> Path:
    return out.with_name(f".{out.name}.known.json")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
